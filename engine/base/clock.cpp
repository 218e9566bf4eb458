// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/clock.h"

#include <ctime>

namespace modeldeck {

BootTime SystemClock::now() const
{
    timespec t{};
    clock_gettime(CLOCK_BOOTTIME, &t);
    return BootTime(std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec));
}

EpochSeconds SystemClock::epoch() const
{
    using namespace std::chrono;
    return duration<double>(system_clock::now().time_since_epoch()).count();
}

} // namespace modeldeck
