// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace modeldeck {

enum class ModelType { Vision, Text };

enum class ModelState { Unloaded, Loading, Ready, Busy, Draining, Unloading, ResidentInRam, Failed };
const char *stateName(ModelState state); // "resident_in_ram"

enum class UnloadReason {
    IdleTimeout,
    MemoryPressure,
    Manual,
    Switch,
    Capacity,
    KeepAlive,
    Shutdown,
    Failure
};
const char *reasonName(UnloadReason reason); // "idle_timeout"
Text reasonText(UnloadReason reason);        // "nobody used it"

enum class PressureLevel { Normal, Medium, High, Critical };
const char *pressureName(PressureLevel level); // "high"
Text pressureText(PressureLevel level);        // the same, for use in a sentence

// Whether the model itself is fine and was only refused, so that the next request may try at once.
bool isRefusal(ErrorCode code);

} // namespace modeldeck
