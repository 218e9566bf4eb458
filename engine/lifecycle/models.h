// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/model_slot.h"
#include "engine/lifecycle/model_usage_tracker.h"
#include "engine/lifecycle/state_table.h"

namespace modeldeck {

// What the parts of the scheduler share: the models with their states, and what decisions depend on. A state
// changes only by transition(). Engine thread.
class Models
{
public:
    Models(Effects &effects, const Clock &clock, const Settings &settings);

    void setCatalog(const Catalog &catalog); // loaded models stay, even if their files are gone
    const Catalog &catalog() const { return m_catalog; }
    const std::map<QString, ModelSlot> &all() const { return m_slots; }
    std::map<QString, ModelSlot> &all() { return m_slots; }
    ModelSlot *find(const QString &id);
    const ModelSlot *find(const QString &id) const { return const_cast<Models *>(this)->find(id); }
    ModelSlot &at(const QString &id) { return m_slots.at(id); }
    // The model that a call means; an error for one that can't be loaded.
    Result<ModelSlot *> resolve(const QString &idOrAlias);
    // Those that are not simply unloaded: few, of many. A copy, as transitions change it.
    std::vector<ModelSlot *> present() const;
    const std::map<QString, ModelSlot *> &presentById() const { return m_present; }

    void transition(ModelSlot &slot, ModelEvent event, const Text &why = {});
    void pin(ModelSlot &slot, bool pinned);
    void restorePins(const std::set<QString> &pinned);
    const std::set<QString> &pinned() const { return m_pinned; }

    // As the policies see it.
    ResidentModel resident(const ModelSlot &slot) const;
    // The models that a policy may choose from: loaded, not being unloaded, and ours to manage.
    std::vector<ResidentModel> residents() const;
    bool isOursToManage(const ModelSlot &slot) const;
    ModelUsage usage(const ModelSlot &slot) const;

    Effects &effects;
    const Clock &clock;
    Settings settings;
    ModelUsageTracker tracker;
    Counters counters;
    bool shuttingDown = false;

private:
    Catalog m_catalog;
    std::map<QString, ModelSlot> m_slots;
    std::map<QString, ModelSlot *> m_present;
    std::set<QString> m_pinned; // also those whose files are not there at present
};

} // namespace modeldeck
