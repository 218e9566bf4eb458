// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/memory_use.h"

#include <QString>

namespace modeldeck {

// What a service tells of a model that it has loaded.
struct LoadedInfo
{
    QString device; // "cpu", "cuda"
    QString dtype;  // "float32", "bfloat16", …
    int dimension = 0;
    int contextLength = 0;
    int imageSize = 0;
    double seconds = 0; // request to ready
};

// What was seen of memory while a model went.
struct UnloadMeasurement
{
    MemoryUse held;
    MemoryUse returned;
    Bytes systemAvailable; // change of MemAvailable
    double seconds = 0;
};

} // namespace modeldeck
