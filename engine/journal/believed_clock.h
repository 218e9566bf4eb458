// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

namespace modeldeck {

// The wall clock for deciding what is too old to keep. Deleted data does not come back, and a clock may be a
// year ahead until somebody corrects it (an empty battery, no network yet). So a leap of more than a week, in
// either direction, is believed only after the clock has continued from there for a day. A smaller leap costs
// at most a week.
class BelievedClock
{
public:
    // Takes what the clock says, or said, in order. Returns the time from which ages count,
    // which is never later.
    EpochSeconds look(EpochSeconds at);

private:
    std::optional<EpochSeconds> m_believed;
    std::optional<EpochSeconds> m_leaptTo; // and not believed yet
};

} // namespace modeldeck
