// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/memory_history.h"

#include <algorithm>
#include <cmath>

namespace modeldeck {

namespace {

qint64 stepOf(EpochSeconds at, std::chrono::seconds step)
{
    return qint64(std::floor(at / double(step.count())));
}

// Bytes are means; the worst level is kept, so that no peak is lost. A model counts only where it was loaded.
HistorySample meanOf(const std::vector<HistorySample> &samples, std::chrono::seconds step)
{
    struct Sum
    {
        qint64 ram = 0, device = 0, count = 0;
    };
    std::map<QString, Sum> models;
    HistorySample mean = samples.back(); // the totals as they are now
    qint64 available = 0, deviceUsed = 0;
    for (const HistorySample &sample : samples) {
        available += sample.available.value;
        deviceUsed += sample.deviceUsed.value;
        mean.level = std::max(mean.level, sample.level);
        for (const HistorySample::Model &model : sample.models) {
            Sum &sum = models[model.modelId];
            sum = {sum.ram + model.ram.value, sum.device + model.device.value, sum.count + 1};
        }
    }
    const auto count = qint64(samples.size());
    mean.at = (double(stepOf(samples.back().at, step)) + 0.5) * double(step.count());
    mean.available = Bytes{available / count};
    mean.deviceUsed = Bytes{deviceUsed / count};
    mean.models.clear();
    for (const auto &[id, sum] : models)
        mean.models.push_back({id, Bytes{sum.ram / sum.count}, Bytes{sum.device / sum.count}});
    return mean;
}

} // namespace

HistorySample memorySample(const Snapshot &snapshot)
{
    HistorySample sample;
    sample.at = snapshot.at;
    sample.total = snapshot.system.total;
    sample.available = snapshot.system.available;
    sample.level = worstPressure(snapshot);
    for (const GpuView &gpu : snapshot.gpus) {
        sample.deviceTotal = sample.deviceTotal + gpu.total;
        sample.deviceUsed = sample.deviceUsed + gpu.used;
    }
    for (const ModelView &model : snapshot.models) {
        if (model.loaded)
            sample.models.push_back({model.id, model.memory.pss, model.memory.device.value_or(Bytes{})});
    }
    return sample;
}

// Each tier combines the points of the next finer one, so that none combines many.
std::vector<MemoryHistory::Point> MemoryHistory::add(const HistorySample &sample)
{
    std::vector<Point> completed;
    std::optional<HistorySample> next = sample;
    for (std::size_t tier = 0; tier < tiers.size() && next; ++tier) {
        Ring &ring = m_rings[tier];
        std::optional<HistorySample> done;
        if (!ring.open.empty() &&
            stepOf(ring.open.back().at, tiers[tier].step) != stepOf(next->at, tiers[tier].step)) {
            done = meanOf(ring.open, tiers[tier].step);
            ring.open.clear();
            push(tier, *done);
            if (tiers[tier].kept)
                completed.push_back({tier, *done});
        }
        ring.open.push_back(std::move(*next));
        next = std::move(done);
    }
    return completed;
}

void MemoryHistory::push(std::size_t tier, HistorySample point)
{
    auto &points = m_rings[tier].points;
    while (!points.empty() && points.back().at >= point.at) // the clock was set back
        points.pop_back();
    points.push_back(std::move(point));
    if (points.size() > tiers[tier].most)
        points.pop_front();
}

void MemoryHistory::restore(const Point &point)
{
    push(point.tier, point.sample);
}

bool MemoryHistory::forget(EpochSeconds before)
{
    std::size_t gone = 0;
    for (Ring &ring : m_rings)
        gone += std::erase_if(ring.points, [&](const HistorySample &point) { return point.at < before; });
    return gone > 0;
}

EpochSeconds MemoryHistory::oldest(std::size_t tier) const
{
    return m_rings[tier].points.empty() ? 0 : m_rings[tier].points.front().at;
}

EpochSeconds MemoryHistory::newest(std::size_t tier) const
{
    return m_rings[tier].points.empty() ? 0 : m_rings[tier].points.back().at;
}

std::vector<HistorySample> MemoryHistory::range(EpochSeconds from, EpochSeconds to) const
{
    EpochSeconds known = to;
    for (const Ring &ring : m_rings) {
        if (!ring.points.empty())
            known = std::min(known, ring.points.front().at);
    }
    std::size_t tier = tiers.size() - 1;
    for (std::size_t i = 0; i < tiers.size(); ++i) {
        const auto &points = m_rings[i].points;
        // Being one step late is no loss, because the first point of a coarser tier is that much earlier.
        if (!points.empty() && points.front().at <= std::max(from, known) + double(tiers[i].step.count())) {
            tier = i;
            break;
        }
    }
    std::vector<HistorySample> out;
    EpochSeconds covered = from;
    for (std::size_t i = tier + 1; i-- > 0;) { // then the finer tiers, each from the end of the coarser one
        for (const HistorySample &point : m_rings[i].points) {
            if (point.at >= covered && point.at <= to) {
                out.push_back(point);
                covered = point.at + double(tiers[i].step.count()) / 2;
            }
        }
    }
    return out;
}

} // namespace modeldeck
