// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/model_view.h"

namespace modeldeck {

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

} // namespace modeldeck
