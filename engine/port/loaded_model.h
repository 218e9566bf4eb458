// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/memory_use.h"

#include <QString>

namespace modeldeck {

// What a service reports about a model that it loaded.
struct LoadedInfo
{
    QString device; // "cpu", "cuda"
    QString dtype;  // "float32", "bfloat16", …
    int dimension = 0;
    int contextLength = 0;
    int imageSize = 0;
    double seconds = 0; // request to ready
};

// How memory changed while a model was unloaded.
struct UnloadMeasurement
{
    MemoryUse held;
    MemoryUse returned;
    Bytes systemAvailable; // change of MemAvailable
    double seconds = 0;
};

} // namespace modeldeck
