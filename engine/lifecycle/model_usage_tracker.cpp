// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/model_usage_tracker.h"

namespace modeldeck {

using namespace Qt::StringLiterals;

void ModelUsageTracker::restore(const std::map<QString, RestoredState::Usage> &usage,
                                const Settings &settings)
{
    for (const auto &[id, before] : usage) {
        ModelUsage &known = m_models[id].usage;
        known.type = before.type;
        known.timeouts = timeoutsOf(id, before.type, settings);
        known.count = before.count;
        known.lastUsed = before.lastUsed;
        known.loadSeconds = before.loadSeconds;
    }
}

void ModelUsageTracker::registerModel(const QString &id, ModelType type, double loadSeconds,
                                      const Settings &settings)
{
    ModelUsage &usage = m_models[id].usage;
    usage.type = type;
    usage.loaded = true;
    usage.loadSeconds = loadSeconds;
    usage.timeouts = timeoutsOf(id, type, settings);
}

// On the path of every request: no allocation but for a model's first use.
void ModelUsageTracker::recordUse(const QString &id, ModelType type, const ModelUse &use)
{
    Models::value_type &model = *m_models.try_emplace(id).first;
    ModelUsage &usage = model.second.usage;
    usage.type = type;
    ++usage.count;
    usage.lastUsed = m_clock.epoch();
    usage.lastUse = m_clock.now();
    usage.lastAskedBy = use.askedBy;
    ModelUses &fresh = model.second.fresh;
    if (fresh.requests == 0)
        m_used.push_back(&model);
    ++fresh.requests;
    fresh.coldStarts += use.coldStart;
    fresh.inferenceSeconds += std::chrono::duration<double>(use.inference).count();
}

void ModelUsageTracker::markUnloaded(const QString &id)
{
    if (const auto it = m_models.find(id); it != m_models.end())
        it->second.usage.loaded = false;
}

void ModelUsageTracker::applyTimeouts(const Settings &settings)
{
    for (auto &[id, entry] : m_models)
        entry.usage.timeouts = timeoutsOf(id, entry.usage.type, settings);
}

const ModelUsage *ModelUsageTracker::find(const QString &id) const
{
    const auto it = m_models.find(id);
    return it == m_models.end() ? nullptr : &it->second.usage;
}

QString ModelUsageTracker::lastUsed(ModelType type) const
{
    // A use in this run is later than any of an earlier one, whatever the wall clock says; those of earlier
    // runs have only that.
    const auto moment = [](const ModelUsage &usage) { return std::pair(usage.lastUse, usage.lastUsed); };
    QString id;
    const ModelUsage *latest = nullptr;
    for (const auto &[candidate, entry] : m_models) {
        const ModelUsage &usage = entry.usage;
        if (usage.type == type && usage.lastUsed && (!latest || moment(usage) > moment(*latest))) {
            id = candidate;
            latest = &usage;
        }
    }
    return id;
}

std::vector<ModelUses> ModelUsageTracker::takeUses()
{
    std::vector<ModelUses> uses;
    for (Models::value_type *model : std::exchange(m_used, {})) {
        ModelUses fresh = std::exchange(model->second.fresh, {});
        fresh.modelId = model->first;
        fresh.type = model->second.usage.type;
        fresh.lastUsed = *model->second.usage.lastUsed;
        uses.push_back(std::move(fresh));
    }
    return uses;
}

} // namespace modeldeck
