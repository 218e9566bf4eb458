// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

namespace modeldeck {

// What was asked of one model since somebody last took note.
struct ModelUses
{
    QString modelId;
    ModelType type = ModelType::Vision;
    qint64 requests = 0;
    qint64 coldStarts = 0;       // of them, had to wait for a load
    double inferenceSeconds = 0; // of all of them
    EpochSeconds lastUsed = 0;
};

} // namespace modeldeck
