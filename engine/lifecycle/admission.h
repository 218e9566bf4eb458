// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/lifecycle/unload_policy.h"
#include "engine/memory/memory_readings.h"

#include <map>

namespace modeldeck {

// What a load will take.
struct LoadEstimate
{
    Bytes ram;
    Bytes device;
};

// Estimates what a load takes: at first from the bytes of its weights and what computing needs beside them,
// then from what earlier loads of that model in that number format on that device really took. Engine thread.
class LoadEstimator
{
public:
    // A model with the settings' words for format and device: "auto" always comes to the same on one machine.
    using Configuration = std::tuple<QString, QString, QString>;
    static Configuration configuration(const QString &modelId, const Settings &settings);

    LoadEstimate estimate(const CatalogEntry &model, const Settings &settings) const;
    // The most that a model was seen to hold since its load, which was made with this configuration.
    void learn(const Configuration &configuration, const MemoryUse &peak);

private:
    std::map<Configuration, LoadEstimate> m_learned;
};

// Whether a load fits into memory, and what must go so that it does.
class MemoryAdmission
{
public:
    struct Decision
    {
        std::vector<UnloadAction> actions; // must be done first; none and no error: it fits
        bool wait = false;                 // unloads that run already will do
        std::optional<Error> refusal;      // insufficient_memory, with bytes needed, free and reclaimable
    };
    // `models`: loaded and not leaving. `reserved`: of loads that run; `leaving`: of unloads that run. Idle
    // unpinned models go, least recently used first; `keep` only if it must.
    static Decision makeRoom(const QString &modelId, const LoadEstimate &need,
                             const std::vector<ResidentModel> &models, const MemoryReadings &readings,
                             const LoadEstimate &reserved, const LoadEstimate &leaving, const QString &keep,
                             const Settings &settings);
};

} // namespace modeldeck
