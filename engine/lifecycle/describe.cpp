// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/scheduler.h"

// What the scheduler shows of itself.
namespace modeldeck {

void Scheduler::describe(Snapshot &snapshot) const
{
    snapshot.currentVisionModel = currentVisionModel();
    snapshot.counters = m_counters;
    snapshot.shuttingDown = m_shuttingDown;
    snapshot.paused = m_paused;
    if (m_pausedUntil)
        snapshot.pausedUntil =
            m_clock.epoch() + std::chrono::duration<double>(*m_pausedUntil - m_clock.now()).count();
    snapshot.models.reserve(m_slots.size());
    for (const ModelType type : {ModelType::Vision, ModelType::Text}) {
        for (const auto &[id, slot] : m_slots) {
            if (slot.entry.type == type)
                describe(snapshot.models.emplace_back(), slot);
        }
    }
    snapshot.visionPressure = pressureOn(ModelType::Vision);
    snapshot.textPressure = pressureOn(ModelType::Text);
}

// The worst of the pools that the models of a kind live in.
PressureLevel Scheduler::pressureOn(ModelType type) const
{
    const bool onDevice = std::ranges::any_of(m_slots, [type](const auto &slot) {
        return slot.second.entry.type == type && slot.second.isLoaded() &&
               slot.second.memory.device != Bytes{};
    });
    return onDevice ? m_readings.worstLevel() : m_readings.ramLevel;
}

void Scheduler::describe(ModelView &view, const ModelSlot &slot) const
{
    const CatalogEntry &entry = slot.entry;
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
    view.inFlight = slot.isLoaded() ? int(slot.active.size() + slot.queue.size()) : 0;
    view.queued = int(slot.later.size() + (slot.isLoaded() ? 0 : slot.queue.size()));
    view.failure = slot.failure;
    ModelUsage usage;
    usage.timeouts = timeoutsOf(entry.id, entry.type, m_settings);
    if (const ModelUsage *known = m_tracker.find(entry.id))
        usage = *known;
    view.usageCount = usage.count;
    view.lastUsed = usage.lastUsed;
    view.lastAskedBy = usage.lastAskedBy;
    view.loadSeconds = usage.loadSeconds;
    view.vramTimeout = usage.timeouts.vram;
    view.ramTimeout = usage.timeouts.ram;
    if (const auto due = deadline(slot)) {
        view.unloadAt = m_clock.epoch() + std::chrono::duration<double>(due->at - m_clock.now()).count();
        view.unloadReasonNext = due->reason;
        view.unloadRule = due->rule;
    }
}

} // namespace modeldeck
