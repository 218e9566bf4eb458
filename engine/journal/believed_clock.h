// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

namespace modeldeck {

// The wall clock, as far as it is believed where something is forgotten for its age: that does not come back,
// and a clock may be a year ahead until somebody sets it right (an empty battery, no network yet). So a leap
// of more than a week, either way, is believed only when the clock has gone on from there for a day. A week
// is what a smaller one can cost at most.
class BelievedClock
{
public:
    // What the clock says, or has said: each in its turn. Gives the moment from which ages count, which is
    // never later.
    EpochSeconds look(EpochSeconds at);

private:
    std::optional<EpochSeconds> m_believed;
    std::optional<EpochSeconds> m_leaptTo; // and not believed yet
};

} // namespace modeldeck
