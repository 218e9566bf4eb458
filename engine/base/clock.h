// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace modeldeck {

// Wall-clock time: seconds since the epoch, as the API shows it.
using EpochSeconds = double;

// Time since boot, including sleep (CLOCK_BOOTTIME). Idle timeouts use it.
struct BootClock
{
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<BootClock>;
    static constexpr bool is_steady = true;
};
using BootTime = BootClock::time_point;

// Injected, so that tests control the time.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual BootTime now() const = 0;
    virtual EpochSeconds epoch() const = 0;
};

class SystemClock : public Clock
{
public:
    BootTime now() const override;
    EpochSeconds epoch() const override;
};

} // namespace modeldeck
