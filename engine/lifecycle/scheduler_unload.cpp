// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/pressure_policy.h"
#include "engine/lifecycle/scheduler.h"

#include <algorithm>

// The scheduler's part that gives back: unloads, drains, policies, timers, shutting down. See scheduler.cpp.
namespace modeldeck {

using namespace std::chrono_literals;

void Scheduler::unload(const QString &modelId, UnloadOrder order, Done<UnloadReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found && found.error().code != ErrorCode::ModelNotFound)
        return done(tl::unexpected(found.error()));
    // Known but neither installed nor loaded is just not loaded.
    const CatalogEntry *entry = m_catalog.find(modelId);
    if (!found && !entry)
        return done(tl::unexpected(found.error()));
    if (!found || !(*found)->isPresent())
        return done(UnloadReport{});
    order.done = std::move(done);
    orderUnload(**found, std::move(order));
    settle();
}

void Scheduler::unloadAll(ModelType type, const UnloadOrder &order, Done<UnloadReport> done)
{
    struct Gathered
    {
        int missing = 1;
        UnloadReport report;
        std::optional<Error> error;
    };
    const auto all = std::make_shared<Gathered>();
    const auto oneDone = [all, done](const Result<UnloadReport> &one) {
        if (one) {
            all->report.modelIds += one->modelIds;
            std::ranges::copy(one->receipts, std::back_inserter(all->report.receipts));
        } else {
            all->error = one.error();
        }
        if (--all->missing == 0)
            done(all->error ? Result<UnloadReport>(tl::unexpected(*all->error)) : all->report);
    };
    QStringList ids;
    for (const auto &[id, slot] : m_present) {
        if (slot->entry.type == type && slot->isPresent())
            ids += id;
    }
    all->missing += int(ids.size());
    for (const QString &id : ids)
        unload(id, order, oneDone);
    oneDone(UnloadReport{});
}

void Scheduler::cancelLoad(const QString &modelId, Done<LoadReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    ModelSlot &slot = **found;
    if (slot.state != ModelState::Loading)
        return done(failure(ErrorCode::InvalidRequest, {MD_TEXT("No load of “%1” is running"), {slot.entry.id}}));
    const Error error{ErrorCode::ModelLoadFailed, {MD_TEXT("The load of “%1” was cancelled"), {slot.entry.id}}, {}, {}, {}, {}};
    const auto loads = std::exchange(slot.loadWaiters, {});
    dropRequests(slot.queue, error);
    orderUnload(slot, {UnloadReason::Manual, {MD_TEXT("the load was cancelled"), {}}, {}, {}, false});
    settle();
    for (const auto &waiter : loads)
        waiter(tl::unexpected(error));
    done(LoadReport{slot.entry.id, 0});
}

void Scheduler::reload(const QString &modelId, UnloadOrder order, Done<LoadReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    const QString id = (*found)->entry.id;
    unload(id, std::move(order), [this, id, done](const Result<UnloadReport> &gone) {
        if (gone)
            load(id, done);
        else
            done(tl::unexpected(gone.error()));
    });
}

// The model is to go. What holds a lease now is served first.
void Scheduler::orderUnload(ModelSlot &slot, UnloadOrder order)
{
    switch (slot.state) {
    case ModelState::Loading:
        slot.orders.push_back(std::move(order));
        abandonLoad(slot);
        return;
    case ModelState::Ready:
    case ModelState::Busy:
    case ModelState::ResidentInRam:
        giveUpMove(slot);
        slot.orders.push_back(std::move(order));
        transition(slot, ModelEvent::UnloadOrdered, slot.orders.front().rule);
        if (!slot.hasWork())
            stopModel(slot);
        return;
    case ModelState::Draining:
    case ModelState::Unloading:
        slot.orders.push_back(std::move(order));
        return;
    case ModelState::Unloaded:
    case ModelState::Failed:
        if (order.done)
            order.done(UnloadReport{});
        return;
    }
}

// A load that is not wanted any more ends, unless somebody waits for it: who came before gets an answer first.
void Scheduler::abandonLoad(ModelSlot &slot)
{
    if (!slot.queue.empty() || !slot.loadWaiters.empty())
        return;
    transition(slot, ModelEvent::LoadCancelled);
    if (!slot.awaitingRoom)
        return m_effects.stop(slot.entry.id);
    stopWaitingForRoom(slot);
    transition(slot, ModelEvent::Stopped);
    gone(slot, {});
}

void Scheduler::stopModel(ModelSlot &slot)
{
    transition(slot, ModelEvent::StopStarted, slot.orders.front().rule);
    slot.orphans.clear();
    m_effects.stop(slot.entry.id);
}

void Scheduler::stopped(const QString &modelId, const UnloadMeasurement &seen)
{
    ModelSlot &slot = m_slots.at(modelId);
    UnloadReport report;
    if (!slot.info.dtype.isEmpty()) // else it had not been loaded yet
        report = {{modelId}, {receipt(slot, slot.orders.front(), seen)}};
    transition(slot, ModelEvent::Stopped);
    m_tracker.markUnloaded(modelId);
    gone(slot, report);
}

void Scheduler::unloadFailed(const QString &modelId, const Error &error)
{
    ModelSlot &slot = m_slots.at(modelId);
    if (m_shuttingDown) // there is no time to try again: it is left behind
        return stopped(modelId, {slot.memory, {}, {}, 0});
    const auto orders = std::exchange(slot.orders, {});
    slot.idleSince = m_clock.now(); // somebody uses it: it is not due again at once
    staysAfterAll(slot);
    settle();
    for (const UnloadOrder &order : orders) {
        if (order.done)
            order.done(tl::unexpected(error));
    }
}

// The model has just become unloaded: answer, and let in who waits.
void Scheduler::gone(ModelSlot &slot, const UnloadReport &report)
{
    const auto orders = std::exchange(slot.orders, {});
    slot.info = {};
    slot.memory = {};
    slot.move.reset();
    slot.external = slot.preloaded = false;
    slot.queue = std::exchange(slot.later, {});
    slot.loadWaiters = std::exchange(slot.laterLoads, {});
    if (!slot.queue.empty() || !slot.loadWaiters.empty())
        beginLoad(slot);
    retryRoom();
    settle();
    for (const UnloadOrder &order : orders) {
        if (order.done)
            order.done(report);
    }
}

Receipt Scheduler::receipt(const ModelSlot &slot, const UnloadOrder &order, const UnloadMeasurement &seen)
{
    ++m_counters.unloads[order.reason];
    m_counters.returnedRam += seen.returned.anonymous;
    m_counters.returnedDevice += seen.returned.device.value_or(Bytes{});
    return m_effects.keepReceipt({0, slot.entry.id, slot.entry.type, m_clock.epoch(), order.reason, order.rule,
                                  seen.held, seen.returned, seen.systemAvailable, seen.seconds, order.candidates});
}

// The orders whose time to drain is over: a forced one breaks the leases, any other is given up, and the rest stand.
void Scheduler::expireOrders(ModelSlot &slot)
{
    if (slot.state != ModelState::Draining && slot.state != ModelState::Loading)
        return;
    const auto isOver = [now = m_clock.now()](const UnloadOrder &order) { return order.deadline && *order.deadline <= now; };
    if (std::ranges::any_of(slot.orders, [&](const UnloadOrder &order) { return order.force && isOver(order); }))
        return breakLeases(slot);
    std::vector<UnloadOrder> over;
    std::ranges::copy_if(slot.orders, std::back_inserter(over), isOver);
    if (over.empty())
        return;
    std::erase_if(slot.orders, isOver);
    const auto leases = slot.active.size() + slot.queue.size();
    const Error error{ErrorCode::ModelBusy,
                      {MD_TEXT("“%1” still serves %2 requests, so it was not unloaded"), {slot.entry.id, QString::number(leases)}},
                      {MD_TEXT("Wait longer, or try again when they are done"), {}}, {}, {}, 1s};
    if (slot.orders.empty())
        staysAfterAll(slot);
    for (const UnloadOrder &order : over) {
        if (order.done)
            order.done(tl::unexpected(error));
    }
}

void Scheduler::breakLeases(ModelSlot &slot)
{
    const Error error = shuttingDownError();
    const auto broken = std::exchange(slot.active, {});
    dropRequests(slot.queue, error);
    if (slot.state == ModelState::Draining)
        stopModel(slot);
    else
        abandonLoad(slot);
    for (const auto &[id, pending] : broken)
        pending.done(tl::unexpected(error));
}

// Nobody wants it to go any more: who had to wait for its return is let in.
void Scheduler::staysAfterAll(ModelSlot &slot)
{
    std::ranges::move(std::exchange(slot.later, {}), std::back_inserter(slot.queue));
    auto loads = std::exchange(slot.laterLoads, {});
    if (slot.state == ModelState::Loading) {
        std::ranges::move(loads, std::back_inserter(slot.loadWaiters));
        return;
    }
    transition(slot, slot.state == ModelState::Unloading ? ModelEvent::StopRefused : ModelEvent::DrainExpired);
    pump(slot);
    retryRoom();
    for (const auto &done : loads)
        done(LoadReport{slot.entry.id, 0});
}

void Scheduler::giveUpMove(ModelSlot &slot)
{
    if (slot.move && slot.state == ModelState::Ready) {
        slot.move.reset();
        m_effects.cancelMoveToRam(slot.entry.id);
    }
}

void Scheduler::readyInRam(const QString &modelId, LoadedInfo info)
{
    ModelSlot &slot = m_slots.at(modelId);
    if (!slot.move || slot.state != ModelState::Ready)
        return;
    slot.info = std::move(info);
    transition(slot, ModelEvent::MovedToRam, slot.move->rule);
    m_effects.finishMoveToRam(modelId);
    settle();
}

// The GPU's memory is to come back all the same, so it goes altogether.
void Scheduler::moveFailed(const QString &modelId, const Error &error)
{
    ModelSlot &slot = m_slots.at(modelId);
    if (!slot.move || slot.state != ModelState::Ready)
        return;
    UnloadOrder order = std::move(*slot.move);
    slot.move.reset();
    slot.failure = error;
    orderUnload(slot, std::move(order));
    settle();
}

void Scheduler::movedToRam(const QString &modelId, const UnloadMeasurement &seen)
{
    ModelSlot &slot = m_slots.at(modelId);
    if (const auto order = std::exchange(slot.move, std::nullopt))
        receipt(slot, *order, seen);
    settle();
}

void Scheduler::setPinned(const QString &modelId, bool pinned, Done<LoadReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    (*found)->pinned = pinned;
    if (pinned)
        m_pinned.insert((*found)->entry.id);
    else
        m_pinned.erase((*found)->entry.id);
    retryRoom();
    settle();
    done(LoadReport{(*found)->entry.id, 0});
}

void Scheduler::switchTo(const QString &modelId, Done<SwitchReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    m_switch.switchTo((*found)->entry.id, std::move(done));
    settle();
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

void Scheduler::shutDown(std::chrono::nanoseconds drain, Done<int> done)
{
    m_shuttingDown = true;
    m_shutDownDone = std::move(done);
    const UnloadOrder order{UnloadReason::Shutdown, {MD_TEXT("Modeldeck ends"), {}}, {}, m_clock.now() + drain, true};
    for (ModelSlot *slot : present()) {
        if (slot->external && !m_settings.flag(Key::OllamaManageExternal) && slot->state == ModelState::Ready) {
            vanished(slot->entry.id); // what others loaded stays when we go
            continue;
        }
        // Only what a loaded model has begun or found in its queue is still served.
        dropRequests(slot->later, shuttingDownError());
        if (slot->state == ModelState::Loading)
            dropRequests(slot->queue, shuttingDownError());
        for (auto *waiting : {&slot->loadWaiters, &slot->laterLoads}) {
            for (const auto &waiter : std::exchange(*waiting, {}))
                waiter(tl::unexpected(shuttingDownError()));
        }
        orderUnload(*slot, order);
    }
    settle();
}

bool Scheduler::unloadsByItself() const
{
    return !m_shuttingDown && !m_paused;
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
    model.onDevice = slot.isOnDevice() && !slot.move; // once it has moved, the RAM timeout is the one that counts
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
    const bool externalToo = m_settings.flag(Key::OllamaManageExternal);
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
    applyPressure();
    settle();
}

void Scheduler::applyPressure()
{
    if (!unloadsByItself() || std::max(m_readings.ramLevel, m_readings.deviceLevel) < PressureLevel::High)
        return;
    Bytes leaving, leavingDevice;
    for (const auto &[id, slot] : m_present) {
        if (slot->isLeaving())
            leaving += slot->held();
        if (slot->isLeaving() || slot->move)
            leavingDevice += slot->heldOnDevice();
    }
    apply(pressurePolicy(m_settings)->decide(residents(), m_readings, leaving, leavingDevice, m_clock.now(), m_settings));
}

// The limit was lowered.
void Scheduler::applyCapacity()
{
    const int limit = int(m_settings.integer(Key::MaxLoadedModels));
    apply(CapacityPolicy::makeRoom(visionResidents(), limit, currentVisionModel(), 0).actions);
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
        crashed(id, {ErrorCode::RunnerCrashed, {MD_TEXT("Its process is gone"), {}}, {}, {}, {}, {}}, {});
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
    if (!unloadsByItself() || !slot.isServing() || (slot.external && !m_settings.flag(Key::OllamaManageExternal)))
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
