// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/model_usage_tracker.h"

namespace modeldeck {

namespace {

void setTimeouts(ModelUsage &usage, const Settings &settings)
{
    const bool vision = usage.type == ModelType::Vision;
    usage.vramTimeout = settings.seconds(vision ? Key::VisionEmbeddingVramTimeout : Key::EmbeddingModelVramTimeout);
    usage.ramTimeout = settings.seconds(vision ? Key::VisionEmbeddingRamTimeout : Key::EmbeddingModelRamTimeout);
}

} // namespace

void ModelUsageTracker::registerModel(const QString &id, ModelType type, double loadSeconds,
                                      const Settings &settings)
{
    ModelUsage &usage = m_models[id];
    usage.type = type;
    usage.loaded = true;
    usage.loadSeconds = loadSeconds;
    setTimeouts(usage, settings);
}

void ModelUsageTracker::recordUse(const QString &id, ModelType type)
{
    ModelUsage &usage = m_models[id];
    usage.type = type;
    ++usage.count;
    usage.lastUsed = m_clock.epoch();
    usage.lastUse = m_clock.now();
}

void ModelUsageTracker::markUnloaded(const QString &id)
{
    if (const auto it = m_models.find(id); it != m_models.end())
        it->second.loaded = false;
}

void ModelUsageTracker::applyTimeouts(const Settings &settings)
{
    for (auto &[id, usage] : m_models)
        setTimeouts(usage, settings);
}

const ModelUsage *ModelUsageTracker::find(const QString &id) const
{
    const auto it = m_models.find(id);
    return it == m_models.end() ? nullptr : &it->second;
}

QString ModelUsageTracker::lastUsed(ModelType type) const
{
    QString id;
    BootTime latest;
    for (const auto &[candidate, usage] : m_models) {
        if (usage.type == type && usage.lastUsed && (id.isEmpty() || usage.lastUse > latest)) {
            id = candidate;
            latest = usage.lastUse;
        }
    }
    return id;
}

} // namespace modeldeck
