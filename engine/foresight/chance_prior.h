// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>

namespace modeldeck {

// How often something happened out of the times it could have. Not whole numbers, because old
// events count less.
struct Share
{
    double hits = 0;
    double all = 0;

    void count(bool hit, double weight)
    {
        hits += hit ? weight : 0;
        all += weight;
    }
};

// Learns which probabilities are usual among many cases of one kind, and estimates the probability behind a
// new share: nine hits out of nine mean much if probabilities are usually near 0 or 1, and little if they are
// all about a half (empirical Bayes; Laird, Nonparametric maximum likelihood estimation of a mixing
// distribution, 1978).
class ChancePrior
{
public:
    ChancePrior(); // all probabilities are equally usual

    void learn(std::span<const Share> seen);
    double estimate(const Share &share) const;

private:
    static constexpr std::size_t steps = 21; // 0.01, 0.05, 0.10, …, 0.95, 0.99
    using Curve = std::array<double, steps>;

    static double chanceAt(std::size_t step);
    Curve posterior(const Share &share) const;

    Curve m_logWeights;
};

} // namespace modeldeck
