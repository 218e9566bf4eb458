// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/clock.h"
#include "engine/config/settings.h"

#include <map>

namespace modeldeck {

struct ModelTimeouts
{
    std::chrono::seconds vram{0};
    std::chrono::seconds ram{0};
};
// Of a model's type, unless model_timeout_overrides has others for the model itself.
ModelTimeouts timeoutsOf(const QString &id, ModelType type, const Settings &settings);

// What is known of one model's use. It outlives the model's unloads.
struct ModelUsage
{
    ModelType type = ModelType::Vision;
    bool loaded = false;
    ModelTimeouts timeouts;
    quint64 count = 0;
    std::optional<EpochSeconds> lastUsed;
    BootTime lastUse;                  // meaningful where lastUsed is
    std::optional<double> loadSeconds; // of the last load
};

// Registers each model when it loads, counts uses, marks unloads. It never believes more than it is told:
// recording a use does not make a model loaded. Engine thread.
class ModelUsageTracker
{
public:
    explicit ModelUsageTracker(const Clock &clock) : m_clock(clock) {}

    void registerModel(const QString &id, ModelType type, double loadSeconds, const Settings &settings);
    void recordUse(const QString &id, ModelType type);
    void markUnloaded(const QString &id);
    // The timeouts of every registered model follow the settings now in force.
    void applyTimeouts(const Settings &settings);

    const ModelUsage *find(const QString &id) const;
    // The loaded or once loaded model that was used last; empty if none was.
    QString lastUsed(ModelType type) const;

private:
    const Clock &m_clock;
    std::map<QString, ModelUsage> m_models;
};

} // namespace modeldeck
