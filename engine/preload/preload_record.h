// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <deque>

namespace modeldeck {

// How preloads turned out, and what that says of the chance from which a model is worth one. The threshold
// starts where the expected waste is what the setting allows; each wasted preload raises it and each used one
// lowers it, in the proportion that holds the share of wasted ones there (Gibbs and Candès, Adaptive
// conformal inference, 2021). With time it goes back to where it started, so that preloading gets a new
// chance when habits change.
class PreloadRecord
{
public:
    void judge(EpochSeconds at, bool used);

    double threshold(EpochSeconds now, double maxWaste) const;
    double waste() const; // share of the kept ones; 0 without any
    bool isEmpty() const { return m_judged.empty(); }

private:
    struct Judged
    {
        EpochSeconds at;
        bool used;
    };
    std::deque<Judged> m_judged; // oldest first, bounded
};

} // namespace modeldeck
