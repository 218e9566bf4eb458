// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/models.h"

#include <QLoggingCategory>

namespace modeldeck {

Q_LOGGING_CATEGORY(schedulerLog, "modeldeck.scheduler")

namespace {

Error notInstalledError(const CatalogEntry &entry)
{
    const Text hint = entry.hint.isEmpty()
                          ? Text(MD_TEXT("Put its folder into a models directory and rescan"))
                          : entry.hint;
    return Error(ErrorCode::ModelNotFound, MD_TEXT("The model “%1” is not installed: %2"), entry.id,
                 entry.reason)
        .withHint(hint);
}

} // namespace

Models::Models(Effects &useEffects, const Clock &useClock, const Settings &useSettings)
    : effects(useEffects), clock(useClock), settings(useSettings), tracker(useClock)
{
}

void Models::setCatalog(const Catalog &catalog)
{
    m_catalog = catalog;
    std::erase_if(m_slots, [&](const auto &item) {
        return !m_catalog.find(item.first) && item.second.state == ModelState::Unloaded;
    });
    for (auto &[id, slot] : m_slots) {
        if (m_catalog.find(id))
            continue;
        CatalogEntry missing = *slot.entry;
        missing.installed = false;
        missing.reason = MD_TEXT("its folder no longer exists");
        slot.entry = std::make_shared<const CatalogEntry>(std::move(missing));
    }
    auto place = m_slots.begin(); // both are sorted by id
    for (const CatalogEntry &entry : m_catalog.entries()) {
        place = m_slots.try_emplace(place, entry.id);
        place->second.pinned = m_pinned.contains(entry.id);
        place->second.entry = m_catalog.share(entry);
        ++place;
    }
}

ModelSlot *Models::find(const QString &id)
{
    const auto it = m_slots.find(id);
    return it == m_slots.end() ? nullptr : &it->second;
}

Result<ModelSlot *> Models::resolve(const QString &idOrAlias)
{
    if (shuttingDown)
        return tl::unexpected(shuttingDownError());
    if (idOrAlias.isEmpty())
        return failure(Error(ErrorCode::ModelNotFound, MD_TEXT("No model is installed"))
                           .withHint(MD_TEXT("Put a model into a models directory and rescan")));
    if (ModelSlot *slot = find(idOrAlias); slot && slot->isResident())
        return slot;
    const CatalogEntry *entry = m_catalog.find(idOrAlias);
    if (!entry)
        return tl::unexpected(m_catalog.unknownModel(idOrAlias));
    ModelSlot &slot = at(entry->id);
    if (!entry->installed && !slot.isResident())
        return tl::unexpected(entry->unreachable ? effects.whyUnreachable() : notInstalledError(*entry));
    return &slot;
}

std::vector<ModelSlot *> Models::present() const
{
    std::vector<ModelSlot *> slots;
    for (const auto &[id, slot] : m_present)
        slots.push_back(slot);
    return slots;
}

void Models::transition(ModelSlot &slot, ModelEvent event, const Text &why)
{
    const auto next = nextState(slot.state, event);
    if (!next) {
        qCCritical(schedulerLog) << slot.entry->id << "cannot take" << eventName(event) << "while"
                                 << stateName(slot.state);
        Q_ASSERT_X(next, "Scheduler", "an event that the state table does not know");
        return;
    }
    slot.state = *next;
    if (slot.state == ModelState::Unloaded)
        m_present.erase(slot.entry->id);
    else
        m_present[slot.entry->id] = &slot;
    effects.stateChanged(slot.entry->id, slot.state, why);
}

void Models::pin(ModelSlot &slot, bool pinned)
{
    slot.pinned = pinned;
    if (pinned)
        m_pinned.insert(slot.entry->id);
    else
        m_pinned.erase(slot.entry->id);
}

void Models::restorePins(const std::set<QString> &pinned)
{
    m_pinned = pinned;
    for (auto &[id, slot] : m_slots)
        slot.pinned = m_pinned.contains(id);
}

ResidentModel Models::resident(const ModelSlot &slot) const
{
    const ModelUsage *usage = tracker.find(slot.entry->id);
    ResidentModel model;
    model.id = slot.entry->id;
    model.type = slot.entry->type;
    model.busy = slot.requests.hasLeases() || slot.state == ModelState::Loading;
    model.pinned = slot.pinned;
    model.idleSince = slot.idleSince;
    model.keepAlive = slot.keepAlive;
    if (usage) {
        model.ramTimeout = usage->timeouts.ram;
        model.vramTimeout = usage->timeouts.vram;
    }
    model.onDevice = slot.isOnDevice() && !slot.move; // once it moves, the RAM timeout is the one that counts
    model.canMoveToRam = model.onDevice && slot.entry->type == ModelType::Vision;
    model.ram = slot.held();
    model.device = slot.heldOnDevice();
    model.loadedAt = slot.loadedAt;
    model.loadSeconds = slot.info.seconds;
    return model;
}

bool Models::isOursToManage(const ModelSlot &slot) const
{
    return !slot.external || settings[OllamaManageExternal];
}

ModelUsage Models::usage(const ModelSlot &slot) const
{
    if (const ModelUsage *known = tracker.find(slot.entry->id))
        return *known;
    ModelUsage unused;
    unused.timeouts = timeoutsOf(slot.entry->id, slot.entry->type, settings);
    return unused;
}

std::vector<ResidentModel> Models::residents() const
{
    std::vector<ResidentModel> models;
    for (const auto &[id, slot] : m_present) {
        if (slot->isServing() && isOursToManage(*slot))
            models.push_back(resident(*slot));
    }
    return models;
}

} // namespace modeldeck
