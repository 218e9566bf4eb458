// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <deque>

namespace modeldeck {

// How preloads turned out, and what that says of the chance from which a model is worth one. The threshold is
// where a preload's expected waste is what the setting allows. Where more of them were wasted than that, it
// rises, and at twice as many no chance is enough. With time what happened counts for less, so that
// preloading gets a new chance when habits change.
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
