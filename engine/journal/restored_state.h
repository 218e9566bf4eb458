// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <map>
#include <set>

namespace modeldeck {

// The state that the engine continues from after a restart.
struct RestoredState
{
    struct Usage
    {
        ModelType type = ModelType::Vision;
        quint64 count = 0;
        std::optional<EpochSeconds> lastUsed;
        std::optional<double> loadSeconds; // of the last load
    };
    QString currentVisionModel; // last switched to; empty if never
    std::set<QString> pinned;
    std::map<QString, std::set<QString>>
        leftInOllama; // models that we had loaded, by server; they may still be loaded
    std::map<QString, Usage> usage;
};

} // namespace modeldeck
