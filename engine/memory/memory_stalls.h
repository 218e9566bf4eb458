// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"

#include <QByteArray>
#include <deque>
#include <optional>

// The kernel's word on tasks that wait for memory (pressure stall information, accounting/psi).
namespace modeldeck {

struct MemoryStalls
{
    struct Line
    {
        std::chrono::microseconds total{0}; // since the machine started
        double lately = 0;                  // share of the last 10 seconds, 0 to 1
    };
    Line some; // at least one task waited
    Line full; // all that had work waited
    // A count that grows while it is the machine, or the group with a limit, that runs short, and not only a
    // group within it that is at a limit of its own. Absent: no other can be meant.
    std::optional<qint64> reclaims{};
};
// /proc/pressure/memory, or a control group's memory.pressure: without `reclaims`.
std::optional<MemoryStalls> parseMemoryStalls(const QByteArray &text);

// /proc/vmstat: how often tasks had to take memory back themselves because the machine ran short. Tasks also
// stall on the limit of their own control group, which moves it not (mm/vmscan.c: allocstall is not counted
// for a group). What kswapd takes back in the background does not count: it does so wherever files that were
// read have filled the memory, with nothing short, and a group that stalls at its own limit would then pass
// for the machine. Where the machine itself is so short that tasks stall, kswapd does not keep up for long.
std::optional<qint64> parseReclaims(const QByteArray &text);

// Says whether tasks stall: in two seconds, or between two readings further apart, all of them 5 % of the
// time or some of them 25 %. Until it is half of that again. Where reclaims are known, only while they grow.
class StallGauge
{
public:
    bool update(BootTime now, const MemoryStalls &stalls);

private:
    struct Reading
    {
        BootTime at;
        MemoryStalls stalls;
    };
    std::deque<Reading> m_readings;
    bool m_stalled = false;
};

} // namespace modeldeck
