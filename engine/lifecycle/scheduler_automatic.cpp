// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/pressure_policy.h"
#include "engine/lifecycle/scheduler.h"

#include <algorithm>

// The scheduler's part that acts by itself: what the policies may choose from, their orders, the alarm, the
// sweep. See scheduler.cpp.
namespace modeldeck {

bool Scheduler::unloadsByItself() const
{
    return !m_shuttingDown && !m_paused;
}

void Scheduler::pause(std::optional<std::chrono::seconds> time, Done<int> done)
{
    m_paused = true;
    m_pausedUntil = time ? std::optional(m_clock.now() + *time) : std::nullopt;
    settle();
    done(0);
}

void Scheduler::resume(Done<int> done)
{
    m_paused = false;
    m_pausedUntil.reset();
    alarm();
    done(0);
}

ResidentModel Scheduler::resident(const ModelSlot &slot) const
{
    const ModelUsage *usage = m_tracker.find(slot.entry.id);
    ResidentModel model;
    model.id = slot.entry.id;
    model.type = slot.entry.type;
    model.busy = slot.hasWork() || slot.state == ModelState::Loading;
    model.pinned = slot.pinned;
    model.idleSince = slot.idleSince;
    model.keepAlive = slot.keepAlive;
    if (usage) {
        model.ramTimeout = usage->timeouts.ram;
        model.vramTimeout = usage->timeouts.vram;
    }
    model.onDevice = slot.isOnDevice() && !slot.move; // once it moves, the RAM timeout is the one that counts
    model.canMoveToRam = model.onDevice && slot.entry.type == ModelType::Vision;
    model.ram = slot.held();
    model.device = slot.heldOnDevice();
    model.loadedAt = slot.loadedAt;
    model.loadSeconds = slot.info.seconds;
    return model;
}

// The models that a policy may choose from: loaded, not already on their way out, and ours to manage.
std::vector<ResidentModel> Scheduler::residents() const
{
    const bool externalToo = m_settings[OllamaManageExternal];
    std::vector<ResidentModel> models;
    for (const auto &[id, slot] : m_present) {
        if (slot->isServing() && (externalToo || !slot->external))
            models.push_back(resident(*slot));
    }
    return models;
}

std::vector<ResidentModel> Scheduler::visionResidents() const
{
    auto models = residents();
    std::erase_if(models, [](const ResidentModel &model) { return model.type != ModelType::Vision; });
    return models;
}

void Scheduler::apply(std::vector<UnloadAction> actions)
{
    for (UnloadAction &action : actions) {
        ModelSlot &slot = m_slots.at(action.modelId);
        UnloadOrder order{action.reason, action.rule, std::move(action.candidates), {}, false};
        if (action.kind == UnloadKind::Unload) {
            orderUnload(slot, std::move(order));
        } else if (!slot.move && slot.state == ModelState::Ready) {
            slot.move = std::move(order);
            m_effects.startMoveToRam(action.modelId);
        }
    }
}

void Scheduler::remember(const MemoryReadings &readings)
{
    m_readings = readings;
    forgetShortage();
    applyPressure();
    settle();
}

void Scheduler::applyPressure()
{
    if (!unloadsByItself() || m_readings.worstLevel() < PressureLevel::High)
        return;
    Bytes leaving, leavingDevice;
    for (const auto &[id, slot] : m_present) {
        if (slot->isLeaving())
            leaving += slot->held();
        if (slot->isLeaving() || slot->move)
            leavingDevice += slot->heldOnDevice();
    }
    for (const Departure &departure : m_departures)
        leavingDevice += departure.device;
    apply(pressurePolicy(m_settings)
              ->decide(residents(), m_readings, leaving, leavingDevice, m_clock.now(), m_settings));
}

// The limit was lowered.
void Scheduler::applyCapacity()
{
    const int limit = int(m_settings[MaxLoadedModels]);
    apply(CapacityPolicy::makeRoom(visionResidents(), limit, m_switch.from(), 0).actions);
}

void Scheduler::alarm()
{
    const BootTime now = m_clock.now();
    if (m_pausedUntil && *m_pausedUntil <= now) {
        m_paused = false;
        m_pausedUntil.reset();
    }
    for (ModelSlot *slot : present()) {
        if (slot->state == ModelState::Failed && slot->retryAt <= now)
            transition(*slot, ModelEvent::RetryDue);
        expireOrders(*slot);
    }
    if (unloadsByItself()) {
        apply(IdleTimeoutPolicy::decide(residents(), now, m_settings));
        applyPressure();
    }
    settle();
}

int Scheduler::sweep(const std::function<bool(const QString &)> &isThere)
{
    int corrections = 0;
    for (const ModelSlot *slot : present()) {
        const QString id = slot->entry.id;
        if (!slot->isServing() || isThere(id))
            continue;
        ++corrections;
        crashed(id, Error(ErrorCode::RunnerCrashed, MD_TEXT("Its process no longer exists")), {});
    }
    alarm();
    return corrections;
}

std::optional<BootTime> Scheduler::nextAlarm() const
{
    std::optional<BootTime> earliest = m_pausedUntil;
    const auto consider = [&](std::optional<BootTime> at) {
        if (at && (!earliest || *at < *earliest))
            earliest = at;
    };
    for (const auto &[id, slot] : m_present) {
        if (slot->state == ModelState::Failed)
            consider(slot->retryAt);
        if (slot->state == ModelState::Draining || slot->state == ModelState::Loading) {
            for (const UnloadOrder &order : slot->orders)
                consider(order.deadline);
        }
        if (const auto due = deadline(*slot))
            consider(due->at);
    }
    return earliest;
}

// When the model goes by itself, as things are; nothing where it stays.
std::optional<UnloadDeadline> Scheduler::deadline(const ModelSlot &slot) const
{
    if (!unloadsByItself() || !slot.isServing() || (slot.external && !m_settings[OllamaManageExternal]))
        return std::nullopt;
    const ResidentModel model = resident(slot);
    const auto idle = IdleTimeoutPolicy::deadline(model, m_settings);
    const auto pressed = PressurePolicy::deadline(model, m_readings, m_settings);
    // One that is over was spared: enough memory comes back without it.
    const bool isPressed = pressed && pressed->at > m_clock.now() && (!idle || pressed->at < idle->at);
    return isPressed ? pressed : idle;
}

// Ends every call: the alarm follows what has changed.
void Scheduler::settle()
{
    m_effects.setAlarm(nextAlarm());
    if (m_shuttingDown && m_shutDownDone && !anyResident())
        std::exchange(m_shutDownDone, {})(0);
}

} // namespace modeldeck
