// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/model_state.h"

namespace modeldeck {

// Turns a share of memory in use (0 to 1) into a level: medium from 0.1 below the threshold, high from the
// threshold, critical from the larger of 0.95 and half-way between threshold and 1. A level falls only when
// the share is 0.05 below the line at which it rose.
class PressureGauge
{
public:
    static constexpr double hysteresis = 0.05;

    PressureLevel update(double used, double threshold);
    // The level of tasks that wait for memory while that share is in use. A stall proves that memory is short
    // for somebody, not that it is used up: below the medium line it is medium, below the threshold high. If
    // our runners `thrash` (their mapped weights are read from disk again and again, which counts as
    // available memory) it is high whatever is in use.
    static PressureLevel ofStall(double used, double threshold, bool thrash);
    PressureLevel level() const { return m_level; }

private:
    PressureLevel m_level = PressureLevel::Normal;
};

} // namespace modeldeck
