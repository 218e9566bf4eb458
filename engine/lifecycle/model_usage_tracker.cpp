// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/model_usage_tracker.h"

namespace modeldeck {

using namespace Qt::StringLiterals;

ModelTimeouts timeoutsOf(const QString &id, ModelType type, const Settings &settings)
{
    const bool vision = type == ModelType::Vision;
    ModelTimeouts timeouts{settings.seconds(vision ? Key::VisionEmbeddingVramTimeout : Key::EmbeddingModelVramTimeout),
                           settings.seconds(vision ? Key::VisionEmbeddingRamTimeout : Key::EmbeddingModelRamTimeout)};
    const QVariantMap own = settings.map(Key::ModelTimeoutOverrides).value(id).toMap();
    if (own.contains(u"vram_timeout"_s))
        timeouts.vram = std::chrono::seconds(own.value(u"vram_timeout"_s).toLongLong());
    if (own.contains(u"ram_timeout"_s))
        timeouts.ram = std::chrono::seconds(own.value(u"ram_timeout"_s).toLongLong());
    return timeouts;
}

void ModelUsageTracker::registerModel(const QString &id, ModelType type, double loadSeconds,
                                      const Settings &settings)
{
    ModelUsage &usage = m_models[id];
    usage.type = type;
    usage.loaded = true;
    usage.loadSeconds = loadSeconds;
    usage.timeouts = timeoutsOf(id, type, settings);
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
        usage.timeouts = timeoutsOf(id, usage.type, settings);
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
