// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/clock.h"

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
    std::optional<qint64>
        reclaims{}; // the machine's: see parseReclaims(); absent: it is theirs whose stalls these are
};
// /proc/pressure/memory, or a control group's memory.pressure: without `reclaims`.
std::optional<MemoryStalls> parseMemoryStalls(const QByteArray &text);

// /proc/vmstat: a count that grows whenever the kernel takes memory back because the machine runs short.
// Tasks also stall on the limit of their own control group, which moves it not (mm/vmscan.c: kswapd works for
// the machine alone, allocstall is not counted for a group).
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
