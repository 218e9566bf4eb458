// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/memory_use.h"
#include "engine/base/model_state.h"

#include <vector>

namespace modeldeck {

struct ReceiptCandidate
{
    QString modelId;
    Text whyNot;
};

// Proof of one unload: what the model held, what came back, why it was unloaded and which rule decided.
struct Receipt
{
    qint64 id = 0;
    QString modelId;
    ModelType modelType = ModelType::Vision;
    EpochSeconds at = 0;
    UnloadReason reason = UnloadReason::Manual;
    Text rule;
    MemoryUse held;
    MemoryUse returned;    // held minus what the process still has; all of it once the process has exited
    Bytes systemAvailable; // change of MemAvailable during the unload; other programs change it, too
    double seconds = 0;
    std::vector<ReceiptCandidate> candidates;
    bool movedToRam = false; // it only left the GPU: its runner there was stopped
};

} // namespace modeldeck
