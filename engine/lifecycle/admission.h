// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/load_estimator.h"
#include "engine/lifecycle/unload_policy.h"
#include "engine/memory/memory_readings.h"

namespace modeldeck {

// What must happen before a model can be loaded.
struct RoomDecision
{
    std::vector<UnloadAction> actions; // must be done first
    bool wait = false;                 // loads and unloads that run already will do
    std::optional<Error> refusal{};    // insufficient_memory, with the numbers

    bool isRoom() const { return actions.empty() && !wait && !refusal; }
};

// Whether a load fits into memory, and what must go so that it does.
class MemoryAdmission
{
public:
    // `models`: loaded and not being unloaded. `reserved`: of loads that run; `unloading`: of unloads that
    // run. Idle unpinned models go, least recently used first; `keep` only if it must.
    static RoomDecision makeRoom(const QString &modelId, const LoadEstimate &need,
                                 const std::vector<ResidentModel> &models, const MemoryReadings &readings,
                                 const LoadEstimate &reserved, const LoadEstimate &unloading,
                                 const QString &keep, const Settings &settings);
};

} // namespace modeldeck
