// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/room.h"

namespace modeldeck {

Error preloadRefused(const QString &modelId)
{
    return Error(ErrorCode::InsufficientMemory,
                 MD_TEXT("“%1” is not preloaded: other models would have to be unloaded"), modelId);
}

namespace {

// A runner gives back what a request took a second after it.
constexpr auto untilMemoryIsBack = std::chrono::seconds(2);

Error noPlace(int limit)
{
    return Error(ErrorCode::InsufficientMemory,
                 MD_TEXT_N(
                     "The limit of %n loaded model(s) is reached, and none can be unloaded: all are pinned"),
                 limit)
        .withHint(MD_TEXT("Unpin one, or raise max_loaded_models"));
}

std::vector<ResidentModel> visionOnly(std::vector<ResidentModel> models)
{
    std::erase_if(models, [](const ResidentModel &model) { return model.type != ModelType::Vision; });
    return models;
}

} // namespace

void Room::await(ModelSlot &slot)
{
    slot.awaitingRoom = true;
    m_waiting.push_back(slot.entry->id);
}

void Room::stopAwaiting(ModelSlot &slot)
{
    slot.awaitingRoom = false;
    std::erase(m_waiting, slot.entry->id);
}

std::vector<ModelSlot *> Room::waiting() const
{
    std::vector<ModelSlot *> slots;
    for (const QString &id : m_waiting)
        slots.push_back(&m_models.at(id));
    return slots;
}

RoomDecision Room::decide(const ModelSlot &slot, const QString &keep)
{
    if (slot.entry->type != ModelType::Vision)
        return {};
    const auto byPlaces = decideByPlaces(slot, keep);
    return byPlaces ? *byPlaces : decideByMemory(slot, keep);
}

// A pin holds a model against the clock and against pressure, not against a person who switches to another.
std::vector<ResidentModel> Room::replaceable(const QString &keep) const
{
    auto models = m_models.residents();
    for (ResidentModel &model : models)
        model.pinned = model.pinned && model.id != keep;
    return models;
}

// Nothing: there is a place.
std::optional<RoomDecision> Room::decideByPlaces(const ModelSlot &slot, const QString &keep) const
{
    const int limit = int(m_models.settings[MaxLoadedModels]);
    int taken = 0, unloading = 0, loading = 0;
    for (const auto &[id, other] : m_models.presentById()) {
        if (other->entry->type != ModelType::Vision)
            continue;
        taken += other->isResident();
        unloading += other->isBeingUnloaded();
        loading += other->state == ModelState::Loading && !other->awaitingRoom;
    }
    if (taken < limit)
        return std::nullopt;
    RoomDecision decision;
    decision.wait = true;
    if (slot.preloaded) {
        decision.refusal = preloadRefused(slot.entry->id);
    } else if (taken - unloading >= limit) {
        auto room = CapacityPolicy::makeRoom(visionOnly(replaceable(keep)), limit - loading, keep);
        if (room.missing > 0 && loading + unloading == 0 && room.actions.empty())
            decision.refusal = noPlace(taken);
        decision.actions = std::move(room.actions);
    }
    return decision;
}

RoomDecision Room::decideByMemory(const ModelSlot &slot, const QString &keep)
{
    LoadEstimate reserved, unloading;
    for (const auto &[id, other] : m_models.presentById()) {
        if (other->state == ModelState::Loading && !other->awaitingRoom) {
            const LoadEstimate its = m_estimator.estimate(*other->entry, m_models.settings);
            reserved.ram += its.ram;
            reserved.device += its.device;
        } else if (other->isBeingUnloaded()) {
            unloading.ram += other->held();
            unloading.device += other->heldOnDevice();
        }
    }
    m_readings = m_models.effects.readMemory();
    RoomDecision decision = admit(slot, reserved, unloading, keep);
    if (decision.refusal) {
        m_shortOfMemory.insert(slot.entry->id);
        if (!slot.preloaded)
            m_estimator.doubt(*slot.entry, m_models.settings);
    } else if (slot.preloaded && !decision.actions.empty())
        return {{}, false, preloadRefused(slot.entry->id)};
    return decision;
}

RoomDecision Room::admit(const ModelSlot &slot, const LoadEstimate &reserved, const LoadEstimate &unloading,
                         const QString &keep) const
{
    return MemoryAdmission::makeRoom(slot.entry->id, m_estimator.estimate(*slot.entry, m_models.settings),
                                     replaceable(keep), m_readings, reserved, unloading, keep,
                                     m_models.settings);
}

std::vector<UnloadAction> Room::withinLimit(const QString &keep) const
{
    const int limit = int(m_models.settings[MaxLoadedModels]);
    return CapacityPolicy::makeRoom(visionOnly(m_models.residents()), limit, keep, 0).actions;
}

void Room::remember(const MemoryReadings &readings, const QString &keep)
{
    m_readings = readings;
    std::erase_if(m_shortOfMemory, [&](const QString &id) {
        ModelSlot *slot = m_models.find(id);
        if (!slot || !slot->failure || !isRefusal(slot->failure->code))
            return true;
        if (admit(*slot, {}, {}, keep).refusal)
            return false;
        slot->failure.reset();
        return true;
    });
}

void Room::learn(ModelSlot &slot, const MemoryUse &memory)
{
    slot.memory = memory;
    if (slot.requests.hasLeases() || m_models.clock.now() - slot.idleSince < untilMemoryIsBack)
        return; // the peak of one request is no need of the model
    slot.peak.pss = std::max(slot.peak.pss, memory.pss);
    if (memory.device)
        slot.peak.device = std::max(slot.peak.device.value_or(Bytes{}), *memory.device);
    if (slot.configuration)
        m_estimator.learn(*slot.configuration, slot.peak);
}

} // namespace modeldeck
