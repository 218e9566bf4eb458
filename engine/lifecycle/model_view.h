// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/model_slot.h"
#include "engine/lifecycle/model_usage_tracker.h"

namespace modeldeck {

// What a snapshot shows of a model, but for the time at which it is unloaded.
ModelView viewOf(const ModelSlot &slot, const ModelUsage &usage);

} // namespace modeldeck
