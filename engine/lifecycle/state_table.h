// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <optional>

namespace modeldeck {

// What can happen to one model.
enum class ModelEvent {
    LoadStarted,
    Loaded,
    LoadFailed,
    LoadCancelled,
    LoadRefused, // there is no room: nothing is wrong with the model
    LeaseTaken,
    LastLeaseEnded,
    UnloadOrdered,
    DrainExpired,  // leases outlived the drain's deadline: the unload is given up
    UnloadStarted, // nothing holds the model any more: its process is being ended
    UnloadFinished,
    UnloadRefused, // another program's server keeps it
    Crashed,
    RetryDue,
    MovedToRam,    // the GPU's memory is given back, the model stays in the system's
    FoundUnloaded, // another program's server let go of it
    FoundLoaded,   // another program loaded it there
};

// The table of the life of a model. No value: the event does not occur in that state.
std::optional<ModelState> nextState(ModelState state, ModelEvent event);

const char *eventName(ModelEvent event);

} // namespace modeldeck
