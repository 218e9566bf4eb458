// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/automatic_unloads.h"
#include "engine/snapshot.h"

namespace modeldeck {

// Fills in what a snapshot shows of the lifecycle: the models (vision first, then by id) with the times at
// which they are unloaded, the counters, the pause and the pressure. Changes nothing. Engine thread.
void describeLifecycle(Snapshot &snapshot, const Models &models, const AutomaticUnloads &automatic,
                       const MemoryReadings &readings);

} // namespace modeldeck
