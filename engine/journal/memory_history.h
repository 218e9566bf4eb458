// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/history_sample.h"
#include "engine/snapshot.h"

#include <array>
#include <deque>

namespace modeldeck {

// The snapshot's memory as one point of the charts.
HistorySample memorySample(const Snapshot &snapshot);

// The past of the memory charts: rings of decreasing resolution, whose points are means over their
// steps. Engine thread.
class MemoryHistory
{
public:
    struct Tier
    {
        std::chrono::seconds step;
        std::size_t most; // points
        bool kept;        // whether it outlives this run of the program
    };
    static constexpr std::array<Tier, 4> tiers{{{std::chrono::seconds(1), 300, false},     // 5 minutes
                                                {std::chrono::seconds(6), 600, true},      // an hour
                                                {std::chrono::seconds(60), 1440, true},    // a day
                                                {std::chrono::seconds(600), 4320, true}}}; // 30 days
    struct Point
    {
        std::size_t tier;
        HistorySample sample; // at: the middle of its step
    };

    // Call it at any rate. Returns the points that it completes in the tiers that are saved.
    std::vector<Point> add(const HistorySample &sample);
    void restore(const Point &point); // in order of time
    bool forget(EpochSeconds before); // whether there was anything
    // From the finest tier that covers the time, with the newer points after its last one.
    std::vector<HistorySample> range(EpochSeconds from, EpochSeconds to) const;
    EpochSeconds oldest(std::size_t tier) const; // 0: nothing yet
    EpochSeconds newest(std::size_t tier) const;

private:
    struct Ring
    {
        std::deque<HistorySample> points; // oldest first
        std::vector<HistorySample> open;  // of the current step
    };

    void push(std::size_t tier, HistorySample point);

    std::array<Ring, tiers.size()> m_rings;
};

} // namespace modeldeck
