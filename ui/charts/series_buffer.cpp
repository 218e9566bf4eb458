// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_buffer.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace modeldeck {

namespace {

constexpr qint64 ringSeconds[] = {1, 6, 60}; // a step of each ring

// How a range is drawn: so many steps, each of so many steps of its ring.
struct Layout
{
    std::size_t ring;
    qint64 merged;
    qint64 steps;
};

constexpr Layout layoutOf(ChartRange range)
{
    switch (range) {
    case ChartRange::Minute:
        return {0, 1, 60};
    case ChartRange::FiveMinutes:
        return {1, 1, 50};
    case ChartRange::Hour:
        return {2, 1, 60};
    case ChartRange::Day:
        return {2, 20, 72};
    }
    Q_UNREACHABLE();
}

} // namespace

double MemorySample::total() const
{
    return std::accumulate(models.begin(), models.end(), other,
                           [](double sum, const auto &entry) { return sum + entry.second; });
}

double SeriesBuffer::View::secondsBack(std::size_t point) const
{
    return double(points.size() - 1 - point) * double(step.count());
}

void SeriesBuffer::Cell::add(const MemorySample &sample, int times)
{
    for (const auto &[id, bytes] : sample.models)
        sum.models[id] += bytes;
    sum.other += sample.other;
    sum.level = std::max(sum.level, sample.level);
    count += times;
}

MemorySample SeriesBuffer::Cell::mean() const
{
    MemorySample out = sum;
    for (auto &[id, bytes] : out.models)
        bytes /= count;
    out.other /= count;
    return out;
}

// A ring holds its longest range, with the point at its left edge and the step that has just begun.
SeriesBuffer::SeriesBuffer()
    : m_rings{Ring{ringSeconds[0], {}}, Ring{ringSeconds[1], {}}, Ring{ringSeconds[2], {}}}
{
    m_rings[0].cells.resize(62);
    m_rings[1].cells.resize(52);
    m_rings[2].cells.resize(24 * 60 + 40);
}

void SeriesBuffer::append(EpochSeconds at, const MemorySample &sample)
{
    if (!(at >= 0)) // not a time
        return;
    for (Ring &ring : m_rings) {
        const auto step = qint64(at) / ring.seconds;
        Cell &cell = ring.at(step);
        if (cell.step > step) // from the history, and longer ago than this ring reaches
            continue;
        if (cell.step != step)
            cell = Cell{step, 0, {}};
        cell.add(sample, 1);
    }
}

SeriesBuffer::View SeriesBuffer::view(ChartRange range, EpochSeconds now) const
{
    const Layout layout = layoutOf(range);
    const Ring &ring = m_rings[layout.ring];
    const qint64 width = ring.seconds * layout.merged;
    const qint64 last = std::max<qint64>(0, qint64(now)) / width;
    View view{double(last * width), std::chrono::seconds(width), {}};
    view.points.reserve(std::size_t(layout.steps + 1));
    for (qint64 point = last - layout.steps; point <= last; ++point) {
        Cell merged;
        for (qint64 step = point * layout.merged; step < (point + 1) * layout.merged; ++step) {
            if (step >= 0 && ring.at(step).step == step && ring.at(step).count > 0)
                merged.add(ring.at(step).sum, ring.at(step).count);
        }
        view.points.push_back(merged.count > 0 ? std::optional(merged.mean()) : std::nullopt);
    }
    return view;
}

std::chrono::seconds SeriesBuffer::length(ChartRange range)
{
    const Layout layout = layoutOf(range);
    return std::chrono::seconds(layout.steps * layout.merged * ringSeconds[layout.ring]);
}

} // namespace modeldeck
