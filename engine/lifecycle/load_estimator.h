// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/memory_use.h"
#include "engine/catalog/catalog.h"
#include "engine/config/settings.h"

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
    // The most that a model was seen to hold between requests, since its load with this configuration.
    void learn(const Configuration &configuration, const MemoryUse &peak);
    // A load was refused by this estimate. What was learned and goes beyond the files loses half of that:
    // with no load there is nothing new to learn, and a wrong estimate would refuse for ever.
    void doubt(const CatalogEntry &model, const Settings &settings);

private:
    static LoadEstimate byFiles(const CatalogEntry &model);

    std::map<Configuration, LoadEstimate> m_learned;
};

} // namespace modeldeck
