// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <deque>

namespace modeldeck {

// How preloads turned out, and the probability from which a model is worth one. At the threshold, a
// preload's expected waste is what the setting allows. If more preloads than that were wasted, the threshold
// rises; at twice as many, nothing is preloaded. Old preloads count less, so that preloading gets a new
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
