// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>

namespace modeldeck {

// How often something happened of the times it could have. Not whole numbers: what is old counts for less.
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

// What chances are usual among many of one kind, learned from what was seen of each, and what the chance
// behind a new share then is: nine hits of nine mean much where a chance is nearly 0 or nearly 1, and little
// where all of them are about a half (empirical Bayes; Laird, Nonparametric maximum likelihood estimation of
// a mixing distribution, 1978).
class ChancePrior
{
public:
    ChancePrior(); // any chance is as usual as another

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
