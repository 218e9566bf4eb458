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

// Proof of one unload: what the model held, what came back, why it went and who decided.
struct Receipt
{
    qint64 id = 0;
    QString modelId;
    ModelType modelType = ModelType::Vision;
    EpochSeconds at = 0;
    UnloadReason reason = UnloadReason::Manual;
    Text rule;
    MemoryUse held;
    MemoryUse returned;    // held less what the process still has; all of it once the process is gone
    Bytes systemAvailable; // change of MemAvailable over the unload; other programs move it too
    double seconds = 0;
    std::vector<ReceiptCandidate> candidates;
    bool movedToRam = false; // it left the GPU alone: what ended is its runner there
};

} // namespace modeldeck
