// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"

namespace modeldeck::test {

class FakeClock : public Clock
{
public:
    BootTime now() const override { return m_now; }
    EpochSeconds epoch() const override
    {
        return 1640995200.0 + std::chrono::duration<double>(m_now.time_since_epoch()).count();
    }
    void advance(std::chrono::nanoseconds time) { m_now += time; }

private:
    BootTime m_now{std::chrono::hours(1)};
};

} // namespace modeldeck::test
