// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"

#include <QByteArray>
#include <algorithm>
#include <deque>
#include <map>
#include <optional>

// What the kernel reports about tasks that wait for memory (pressure stall information, accounting/psi).
namespace modeldeck {

struct MemoryStalls
{
    struct Line
    {
        std::chrono::microseconds total{0}; // since the machine started
        double lately = 0;                  // share of the last 10 seconds, 0 to 1
    };
    Line some; // at least one task waited
    Line full; // all tasks that had work waited
    // A count that grows while the machine (or the group with the limit) itself runs short, rather than a
    // group below it at a limit of its own. Absent if there is nothing to tell apart.
    std::optional<qint64> reclaims{};
};
// /proc/pressure/memory, or a control group's memory.pressure: without `reclaims`.
std::optional<MemoryStalls> parseMemoryStalls(const QByteArray &text);

// /proc/vmstat: how often tasks had to reclaim memory themselves because the machine ran short. A task that
// stalls at the limit of its own control group does not change this (mm/vmscan.c does not count allocstall
// for groups). Reclaim by kswapd does not count either: kswapd also runs when file cache fills the memory and
// nothing is short, so a group at its own limit would look like the machine. When the machine itself is so
// short that tasks stall, kswapd does not keep up for long.
std::optional<qint64> parseReclaims(const QByteArray &text);

// Counts as they were: compares with the newest that are at least two seconds old.
template <class Counts>
class Lookback
{
public:
    static constexpr auto window = std::chrono::seconds(2);

    struct Reading
    {
        BootTime at;
        Counts counts;
        // At least the window, so that two readings in quick succession show no rush.
        BootClock::duration since(BootTime now) const
        {
            return std::max<BootClock::duration>(now - at, window);
        }
    };
    const Reading *before(BootTime now) // null: there is none yet
    {
        while (m_readings.size() > 1 && m_readings[1].at <= now - window)
            m_readings.pop_front();
        return m_readings.empty() ? nullptr : &m_readings.front();
    }
    void add(BootTime now, Counts counts) { m_readings.push_back({now, std::move(counts)}); }

private:
    std::deque<Reading> m_readings; // oldest first
};

// Says whether tasks stall: within two seconds, or between two readings further apart, all of them for 5 % of
// the time or some for 25 %. Stays on until these halve. If reclaims are known, they must also grow.
class StallGauge
{
public:
    bool update(BootTime now, const MemoryStalls &stalls);

private:
    Lookback<MemoryStalls> m_readings;
    bool m_stalled = false;
};

// The number of major faults, for which the kernel had to read from disk, in the text of /proc/PID/stat.
std::optional<qint64> parseMajorFaults(const QByteArray &text);

// Says whether processes thrash: together, they had more than 100 major faults a second since a reading that
// is at least two seconds old.
class FaultGauge
{
public:
    using Faults = std::map<qint64, qint64>; // by process
    bool update(BootTime now, Faults faults);

private:
    Lookback<Faults> m_readings;
};

} // namespace modeldeck
