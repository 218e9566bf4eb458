// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into modeldeckd (LD_PRELOAD), it lets a test set the wall clock and put the machine to sleep:
// each line "wall SECONDS" or "boot SECONDS" that comes through the FIFO in CLOCK_SHIFT moves CLOCK_REALTIME
// or CLOCK_BOOTTIME, and with the latter the timers that run on it, as the kernel does on waking.
// CLOCK_MONOTONIC goes its way.
#include <atomic>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <map>
#include <mutex>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <thread>

namespace {

std::atomic<int64_t> wallShift{0}, bootShift{0}; // seconds

template <class Function>
Function *original(const char *name)
{
    return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, name));
}

// The timers of CLOCK_BOOTTIME, and the moments of the shifted clock at which they are to fire.
class BootTimers
{
public:
    void add(int descriptor)
    {
        const std::lock_guard lock(m_mutex);
        m_due[descriptor] = {};
    }
    bool has(int descriptor)
    {
        const std::lock_guard lock(m_mutex);
        return m_due.contains(descriptor);
    }
    int set(int descriptor, const itimerspec &due)
    {
        const std::lock_guard lock(m_mutex);
        m_due[descriptor] = due;
        return arm(descriptor, due);
    }
    void moveClock(int64_t seconds)
    {
        const std::lock_guard lock(m_mutex);
        bootShift += seconds;
        for (const auto &[descriptor, due] : m_due) {
            itimerspec left{};
            if (timerfd_gettime(descriptor, &left) == 0 &&
                (left.it_value.tv_sec != 0 || left.it_value.tv_nsec != 0))
                arm(descriptor, due); // else it is not set, or has fired
        }
    }

private:
    static int arm(int descriptor, itimerspec due)
    {
        static const auto settime = original<decltype(timerfd_settime)>("timerfd_settime");
        if (due.it_value.tv_sec != 0 || due.it_value.tv_nsec != 0)
            due.it_value.tv_sec -= bootShift;
        if (due.it_value.tv_sec < 0)
            due.it_value = {0, 1}; // long ago
        return settime(descriptor, TFD_TIMER_ABSTIME, &due, nullptr);
    }

    std::mutex m_mutex;
    std::map<int, itimerspec> m_due;
};

BootTimers &timers()
{
    static auto *const all = new BootTimers; // for as long as the process lives
    return *all;
}

void obey(const char *path)
{
    while (FILE *orders = std::fopen(path, "r")) {
        char clock = 0;
        int64_t seconds = 0;
        while (std::fscanf(orders, " %c%*[a-z] %" SCNd64, &clock, &seconds) == 2) {
            if (clock == 'w')
                wallShift += seconds;
            else
                timers().moveClock(seconds);
        }
        std::fclose(orders);
    }
}

__attribute__((constructor)) void begin()
{
    unsetenv("LD_PRELOAD"); // the runners' clocks are their own
    if (const char *path = std::getenv("CLOCK_SHIFT"))
        std::thread(obey, path).detach();
}

} // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    static const auto real = original<decltype(clock_gettime)>("clock_gettime");
    const int result = real(clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        time->tv_sec += wallShift;
    else if (result == 0 && clock == CLOCK_BOOTTIME)
        time->tv_sec += bootShift;
    return result;
}

int gettimeofday(timeval *time, void *zone) noexcept
{
    static const auto real = original<decltype(gettimeofday)>("gettimeofday");
    const int result = real(time, zone);
    time->tv_sec += wallShift;
    return result;
}

int timerfd_create(clockid_t clock, int flags) noexcept
{
    static const auto real = original<decltype(timerfd_create)>("timerfd_create");
    const int descriptor = real(clock, flags);
    if (descriptor >= 0 && clock == CLOCK_BOOTTIME)
        timers().add(descriptor);
    return descriptor;
}

int timerfd_settime(int descriptor, int flags, const itimerspec *due, itimerspec *before) noexcept
{
    static const auto real = original<decltype(timerfd_settime)>("timerfd_settime");
    if (flags == TFD_TIMER_ABSTIME && !before && timers().has(descriptor))
        return timers().set(descriptor, *due);
    return real(descriptor, flags, due, before);
}

} // extern "C"
