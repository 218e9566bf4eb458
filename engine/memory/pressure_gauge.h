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
    PressureLevel level() const { return m_level; }

private:
    PressureLevel m_level = PressureLevel::Normal;
};

} // namespace modeldeck
