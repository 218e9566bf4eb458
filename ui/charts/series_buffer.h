// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <array>
#include <map>

namespace modeldeck {

// What of one memory (the system's, or the GPUs') was in use at one moment. Values are bytes.
struct MemorySample
{
    std::map<QString, double> models; // by model id
    double other = 0;                 // other programs
    PressureLevel level = PressureLevel::Normal;

    double total() const;
    bool operator==(const MemorySample &) const = default;
};

enum class ChartRange { Minute, FiveMinutes, Hour, Day };

// The past of one memory in ring buffers of falling resolution: a minute by 1 s, five by 6 s, a day by 60 s.
// Where nothing was measured (the machine slept, the program did not run) there is a gap.
class SeriesBuffer
{
public:
    // A range as the chart draws it. At most 73 points, so that a line stays below 120 even when gaps cut it.
    struct View
    {
        EpochSeconds end = 0;                            // of the last point
        std::chrono::seconds step{1};                    // between two points
        std::vector<std::optional<MemorySample>> points; // oldest first; nullopt: a gap

        double secondsBack(std::size_t point) const; // from the end
    };

    SeriesBuffer();

    // In any order of time. Several samples in one step of a ring count as their mean; of the pressure levels
    // the highest counts.
    void append(EpochSeconds at, const MemorySample &sample);
    View view(ChartRange range, EpochSeconds now) const;

    static std::chrono::seconds length(ChartRange range);

private:
    struct Cell
    {
        qint64 step = -1; // since the epoch, in the ring's steps; another one than asked for: nothing is here
        int count = 0;
        MemorySample sum;

        void add(const MemorySample &sample, int times);
        MemorySample mean() const;
    };
    struct Ring
    {
        qint64 seconds = 1; // a step
        std::vector<Cell> cells;

        Cell &at(qint64 step) { return cells[std::size_t(step) % cells.size()]; }
        const Cell &at(qint64 step) const { return cells[std::size_t(step) % cells.size()]; }
    };

    std::array<Ring, 3> m_rings;
};

} // namespace modeldeck
