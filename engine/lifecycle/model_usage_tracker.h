// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/config/model_timeouts.h"
#include "engine/journal/model_uses.h"
#include "engine/journal/restored_state.h"

#include <unordered_map>

namespace modeldeck {

// One request that was answered.
struct ModelUse
{
    QString askedBy{}; // a client's name; empty: not known
    std::chrono::nanoseconds inference{0};
    bool coldStart = false; // it had to wait for a load
};

// What is known of one model's use. It outlives the model's unloads.
struct ModelUsage
{
    ModelType type = ModelType::Vision;
    bool loaded = false;
    ModelTimeouts timeouts;
    quint64 count = 0; // earlier runs of the program included
    std::optional<EpochSeconds> lastUsed;
    std::optional<BootTime> lastUse; // in this run
    QString lastAskedBy;
    std::optional<double> loadSeconds; // of the last load
};

// Registers each model when it loads, counts uses, marks unloads. It never believes more than it is told:
// recording a use does not make a model loaded. Engine thread.
class ModelUsageTracker
{
public:
    explicit ModelUsageTracker(const Clock &clock) : m_clock(clock) {}

    // What earlier runs of the program saw. Before anything else.
    void restore(const std::map<QString, RestoredState::Usage> &usage, const Settings &settings);
    void registerModel(const QString &id, ModelType type, double loadSeconds, const Settings &settings);
    void recordUse(const QString &id, ModelType type, const ModelUse &use);
    void markUnloaded(const QString &id);
    // The timeouts of every registered model follow the settings now in force.
    void applyTimeouts(const Settings &settings);

    const ModelUsage *find(const QString &id) const;
    // The loaded or once loaded model that was used last; empty if none was.
    QString lastUsed(ModelType type) const;
    // What was recorded since the last call, added up by model: for the history.
    std::vector<ModelUses> takeUses();

private:
    struct Entry
    {
        ModelUsage usage;
        ModelUses fresh; // since takeUses(); no requests: none
    };
    using Models = std::unordered_map<QString, Entry>;

    const Clock &m_clock;
    Models m_models;
    std::vector<Models::value_type *> m_used; // those with fresh uses
};

} // namespace modeldeck
