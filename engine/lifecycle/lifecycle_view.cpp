// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/lifecycle_view.h"

#include <algorithm>

namespace modeldeck {

namespace {

// But for the time at which it is unloaded.
ModelView viewOf(const ModelSlot &slot, const ModelUsage &usage)
{
    ModelView view;
    const CatalogEntry &entry = *slot.entry;
    view.id = entry.id;
    view.aliases = entry.aliases;
    view.name = entry.name;
    view.type = entry.type;
    view.dimension = slot.info.dimension ? slot.info.dimension : entry.dimension;
    view.contextLength = slot.info.contextLength ? slot.info.contextLength : entry.contextLength;
    view.imageSize = entry.imageSize;
    view.installed = entry.installed;
    view.untrained = entry.untrained;
    view.notInstalledReason = entry.reason;
    view.assumed = entry.assumed;
    view.repository = entry.repository;
    view.path = entry.path;
    view.family = entry.family;
    view.bytesOnDisk = entry.bytesOnDisk;
    view.state = slot.state;
    view.loaded = slot.isLoaded();
    view.pinned = slot.pinned;
    view.external = slot.external;
    view.preloaded = slot.preloaded && slot.isLoaded();
    view.device = slot.info.device;
    view.dtype = slot.info.dtype;
    view.memory = slot.memory;
    view.inFlight = slot.isLoaded() ? int(slot.requests.leases()) : 0;
    view.queued = int(slot.requests.waitingForNextLoad() + (slot.isLoaded() ? 0 : slot.requests.queued()));
    view.failure = slot.failure;
    view.usageCount = usage.count;
    view.lastUsed = usage.lastUsed;
    view.lastAskedBy = usage.lastAskedBy;
    view.loadSeconds = usage.loadSeconds;
    view.vramTimeout = usage.timeouts.vram;
    view.ramTimeout = usage.timeouts.ram;
    return view;
}

// The worst of the pools that the models of a kind live in.
PressureLevel pressureOn(ModelType type, const Models &models, const MemoryReadings &readings)
{
    const bool onDevice = std::ranges::any_of(models.all(), [type](const auto &item) {
        const ModelSlot &slot = item.second;
        return slot.entry->type == type && slot.isLoaded() && slot.memory.device != Bytes{};
    });
    return onDevice ? readings.worstLevel() : readings.ramLevel;
}

} // namespace

void describeLifecycle(Snapshot &snapshot, const Models &models, const AutomaticUnloads &automatic,
                       const MemoryReadings &readings)
{
    const auto epochOf = [&clock = models.clock](BootTime at) {
        return clock.epoch() + std::chrono::duration<double>(at - clock.now()).count();
    };
    snapshot.counters = models.counters;
    snapshot.shuttingDown = models.shuttingDown;
    snapshot.paused = automatic.isPaused();
    if (const auto until = automatic.pausedUntil())
        snapshot.pausedUntil = epochOf(*until);
    snapshot.models.reserve(models.all().size());
    for (const ModelType type : {ModelType::Vision, ModelType::Text}) {
        for (const auto &[id, slot] : models.all()) {
            if (slot.entry->type != type)
                continue;
            ModelView &view = snapshot.models.emplace_back(viewOf(slot, models.usage(slot)));
            if (const auto due = automatic.deadline(slot)) {
                view.unloadAt = epochOf(due->at);
                view.unloadReasonNext = due->reason;
                view.unloadRule = due->rule;
            }
        }
    }
    snapshot.visionPressure = pressureOn(ModelType::Vision, models, readings);
    snapshot.textPressure = pressureOn(ModelType::Text, models, readings);
}

} // namespace modeldeck
