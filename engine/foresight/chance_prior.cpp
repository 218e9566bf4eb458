// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/foresight/chance_prior.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace modeldeck {

namespace {

constexpr int rounds = 40; // of expectation and maximisation; more change nothing that matters
// What every chance is worth of itself, in shares seen, so that none is ruled out.
constexpr double unseen = 0.05;

} // namespace

ChancePrior::ChancePrior()
{
    m_logWeights.fill(0);
}

double ChancePrior::chanceAt(std::size_t step)
{
    return std::clamp(double(step) / (steps - 1), 0.01, 0.99); // nothing is certain
}

// By logarithms: the likelihood of a thousand pauses is no number that a double holds.
ChancePrior::Curve ChancePrior::posterior(const Share &share) const
{
    struct Logs
    {
        Curve hit, miss;
    };
    static const Logs logs = [] {
        Logs made{};
        for (std::size_t i = 0; i < steps; ++i) {
            made.hit[i] = std::log(chanceAt(i));
            made.miss[i] = std::log(1 - chanceAt(i));
        }
        return made;
    }();
    Curve curve;
    for (std::size_t i = 0; i < steps; ++i)
        curve[i] = m_logWeights[i] + share.hits * logs.hit[i] + (share.all - share.hits) * logs.miss[i];
    const double most = std::ranges::max(curve);
    for (double &value : curve)
        value = std::exp(value - most);
    const double sum = std::accumulate(curve.begin(), curve.end(), 0.0);
    for (double &value : curve)
        value /= sum;
    return curve;
}

void ChancePrior::learn(std::span<const Share> seen)
{
    for (int round = 0; round < rounds; ++round) {
        Curve weights;
        weights.fill(unseen);
        for (const Share &share : seen) {
            const Curve its = posterior(share);
            for (std::size_t i = 0; i < steps; ++i)
                weights[i] += its[i];
        }
        for (std::size_t i = 0; i < steps; ++i)
            m_logWeights[i] = std::log(weights[i]); // their sum does not matter
    }
}

double ChancePrior::estimate(const Share &share) const
{
    const Curve curve = posterior(share);
    double mean = 0;
    for (std::size_t i = 0; i < steps; ++i)
        mean += curve[i] * chanceAt(i);
    return mean;
}

} // namespace modeldeck
