// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/samples.h"

#include <QCoreApplication>
#include <algorithm>

namespace modeldeck {

namespace {

struct Samples
{
    Q_DECLARE_TR_FUNCTIONS(modeldeck::Samples)
};

const QString &idOf(const ModelView &model)
{
    return model.id;
}
const QString &idOf(const HistorySample::Model &model)
{
    return model.modelId;
}

template <class Models>
MemorySample sampleOf(const Models &all, Bytes used, PressureLevel level,
                      Bytes (*heldBy)(const typename Models::value_type &))
{
    MemorySample sample;
    sample.level = level;
    double models = 0;
    for (const auto &model : all) {
        if (const Bytes held = heldBy(model); held.value > 0) {
            sample.models[idOf(model)] = double(held.value);
            models += double(held.value);
        }
    }
    sample.other = std::max(0.0, double(used.value) - models); // readings of different moments may cross
    return sample;
}

} // namespace

MemoryTotals ramTotals(const Snapshot &snapshot)
{
    return {snapshot.system.total - snapshot.system.available, snapshot.system.total};
}

MemoryTotals vramTotals(const Snapshot &snapshot)
{
    MemoryTotals totals;
    for (const GpuView &gpu : snapshot.gpus) {
        totals.used += gpu.used;
        totals.total += gpu.total;
    }
    return totals;
}

Bytes heldByModels(const Snapshot &snapshot, bool onDevice)
{
    Bytes held;
    for (const ModelView &model : snapshot.models)
        held += onDevice ? model.memory.device.value_or(Bytes{}) : model.memory.anonymous;
    return held;
}

double shareOf(Bytes part, Bytes whole)
{
    return whole.value > 0 ? double(part.value) / double(whole.value) : 0;
}

MemorySample ramSample(const Snapshot &snapshot)
{
    return sampleOf(snapshot.models, ramTotals(snapshot).used, ramPressure(snapshot.system),
                    [](const ModelView &model) { return model.memory.anonymous; });
}

MemorySample vramSample(const Snapshot &snapshot)
{
    return sampleOf(snapshot.models, vramTotals(snapshot).used, worstPressure(snapshot.gpus),
                    [](const ModelView &model) { return model.memory.device.value_or(Bytes{}); });
}

MemorySample ramSample(const HistorySample &sample)
{
    return sampleOf(sample.models, sample.total - sample.available, sample.level,
                    [](const HistorySample::Model &model) { return model.ram; });
}

MemorySample vramSample(const HistorySample &sample)
{
    return sampleOf(sample.models, sample.deviceUsed, sample.level,
                    [](const HistorySample::Model &model) { return model.device; });
}

std::optional<ChartMarker> markerFor(const Event &event)
{
    using Kind = ChartMarker::Kind;
    if (event.kind == EventKind::Receipt && event.receipt) {
        const QString &id = event.receipt->modelId;
        if (event.receipt->reason == UnloadReason::Switch)
            return ChartMarker{event.at, Kind::Switch, Samples::tr("switched away from %1").arg(id)};
        return ChartMarker{event.at, Kind::Unload,
                           event.receipt->movedToRam ? Samples::tr("%1 moved to RAM").arg(id)
                                                     : Samples::tr("%1 unloaded").arg(id)};
    }
    if (event.state == ModelState::Failed)
        return ChartMarker{event.at, Kind::Failure, Samples::tr("%1 failed").arg(event.modelId)};
    // Loading is marked, not ready: a model comes back to ready after each request.
    if (event.state == ModelState::Loading)
        return ChartMarker{event.at, Kind::Load, Samples::tr("%1 loads").arg(event.modelId)};
    return {};
}

} // namespace modeldeck
