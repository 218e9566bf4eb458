// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/state_table.h"

namespace modeldeck {

namespace {

struct Row
{
    ModelState state;
    ModelEvent event;
    ModelState next;
};

using enum ModelState;
using enum ModelEvent;

constexpr Row table[] = {
    {Unloaded, LoadStarted, Loading},
    {Unloaded, FoundLoaded, Ready},

    {Loading, Loaded, Ready},
    {Loading, LoadFailed, Failed},
    {Loading, LoadCancelled, Unloading},
    {Loading, LoadRefused, Unloaded},
    {Loading, Crashed, Failed},

    {Ready, LeaseTaken, Busy},
    {Ready, UnloadOrdered, Draining},
    {Ready, Crashed, Failed},
    {Ready, MovedToRam, ResidentInRam},
    {Ready, FoundUnloaded, Unloaded},

    {ResidentInRam, LoadStarted, Loading}, // used again: back onto the GPU
    {ResidentInRam, UnloadOrdered, Draining},
    {ResidentInRam, Crashed, Failed},

    {Busy, LastLeaseEnded, Ready},
    {Busy, UnloadOrdered, Draining},
    {Busy, Crashed, Failed},

    {Draining, DrainExpired, Busy},
    {Draining, UnloadStarted, Unloading},
    {Draining, Crashed, Failed},

    {Unloading, UnloadFinished, Unloaded},
    {Unloading, UnloadRefused, Ready},

    {Failed, RetryDue, Unloaded},
    {Failed, FoundLoaded, Ready},
};

} // namespace

std::optional<ModelState> nextState(ModelState state, ModelEvent event)
{
    for (const Row &row : table) {
        if (row.state == state && row.event == event)
            return row.next;
    }
    return std::nullopt;
}

const char *eventName(ModelEvent event)
{
    static constexpr const char *names[] = {
        "load started",    "loaded",           "load failed",    "load cancelled", "load refused",
        "lease taken",     "last lease ended", "unload ordered", "drain expired",  "unload started",
        "unload finished", "unload refused",   "crashed",        "retry due",      "moved to RAM",
        "found unloaded",  "found loaded"};
    return names[int(event)];
}

} // namespace modeldeck
