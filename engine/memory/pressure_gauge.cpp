// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/pressure_gauge.h"

#include <algorithm>

namespace modeldeck {

namespace {

PressureLevel levelOf(double share, double threshold)
{
    const double used = share + 1e-9; // 0.8 - 0.1 is a little more than 0.7
    if (used >= std::max(0.95, (threshold + 1) / 2))
        return PressureLevel::Critical;
    if (used >= threshold)
        return PressureLevel::High;
    if (used >= threshold - 0.1)
        return PressureLevel::Medium;
    return PressureLevel::Normal;
}

} // namespace

PressureLevel PressureGauge::update(double used, double threshold)
{
    const PressureLevel rising = levelOf(used, threshold);
    const PressureLevel falling = levelOf(used + hysteresis, threshold);
    m_level = std::max(rising, std::min(m_level, falling));
    return m_level;
}

PressureLevel PressureGauge::ofStall(double used, double threshold, bool thrash)
{
    switch (levelOf(used, threshold)) {
    case PressureLevel::Normal:
        return thrash ? PressureLevel::High : PressureLevel::Medium;
    case PressureLevel::Medium:
        return PressureLevel::High;
    case PressureLevel::High:
    case PressureLevel::Critical:
        return PressureLevel::Critical;
    }
    Q_UNREACHABLE();
}

} // namespace modeldeck
