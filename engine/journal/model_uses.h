// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

namespace modeldeck {

// One model's requests since they were last counted.
struct ModelUses
{
    QString modelId;
    ModelType type = ModelType::Vision;
    qint64 requests = 0;
    qint64 coldStarts = 0;       // of these, requests that had to wait for a load
    double inferenceSeconds = 0; // of all of them
    EpochSeconds lastUsed = 0;
};

} // namespace modeldeck
