// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/scheduler.h"

#include <algorithm>

// The scheduler's half that gives back: unloads, drains, timers, switching, shutting down. See scheduler.cpp.
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
    (*found)->unloadWaiters.push_back(std::move(done));
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
    for (const auto &[id, slot] : m_slots) {
        if (slot.entry.type == type && slot.isPresent())
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
        if (!slot.queue.empty() || !slot.loadWaiters.empty()) {
            slot.order = std::move(order); // those who wait get their answer first
            return;
        }
        slot.order = std::move(order);
        transition(slot, ModelEvent::LoadCancelled);
        if (std::exchange(slot.awaitingRoom, false)) {
            std::erase(m_awaitingRoom, slot.entry.id);
            slot.order.reset();
            transition(slot, ModelEvent::Stopped);
            gone(slot, {});
        } else {
            m_effects.stop(slot.entry.id);
        }
        return;
    case ModelState::Ready:
    case ModelState::Busy:
        transition(slot, ModelEvent::UnloadOrdered, order.rule);
        slot.order = std::move(order);
        if (!slot.hasWork())
            stopModel(slot);
        return;
    case ModelState::Draining:
        if (order.force) {
            slot.order->deadline = order.deadline;
            slot.order->force = true;
        }
        return;
    default:
        return; // going or gone
    }
}

void Scheduler::stopModel(ModelSlot &slot)
{
    transition(slot, ModelEvent::StopStarted, slot.order->rule);
    slot.orphans.clear();
    m_effects.stop(slot.entry.id);
}

void Scheduler::stopped(const QString &modelId, const UnloadMeasurement &seen)
{
    ModelSlot &slot = m_slots.at(modelId);
    const bool wasLoaded = !slot.info.dtype.isEmpty();
    UnloadReport report;
    if (wasLoaded)
        report = {{modelId}, {receipt(slot, seen)}};
    slot.order.reset();
    transition(slot, ModelEvent::Stopped);
    m_tracker.markUnloaded(modelId);
    gone(slot, report);
}

// The model has just become unloaded: answer, and let in who waits.
void Scheduler::gone(ModelSlot &slot, const UnloadReport &report)
{
    const auto waiters = std::exchange(slot.unloadWaiters, {});
    slot.info = {};
    slot.memory = {};
    slot.queue = std::exchange(slot.later, {});
    if (!slot.queue.empty() || !slot.loadWaiters.empty())
        beginLoad(slot);
    retryRoom();
    settle();
    for (const auto &done : waiters)
        done(report);
}

Receipt Scheduler::receipt(ModelSlot &slot, const UnloadMeasurement &seen)
{
    const UnloadOrder order = slot.order.value_or(UnloadOrder{});
    return m_effects.keepReceipt({0, slot.entry.id, slot.entry.type, m_clock.epoch(), order.reason, order.rule,
                                  seen.held, seen.returned, seen.systemAvailable, seen.seconds, order.candidates});
}

void Scheduler::drainExpired(ModelSlot &slot)
{
    if (slot.order->force) {
        const Error error = shuttingDownError();
        const auto broken = std::exchange(slot.active, {});
        dropRequests(slot.queue, error);
        stopModel(slot);
        for (const auto &[id, pending] : broken)
            pending.done(tl::unexpected(error));
        return;
    }
    const auto leases = slot.active.size() + slot.queue.size();
    const Error error{ErrorCode::ModelBusy,
                      {MD_TEXT("“%1” still serves %2 requests, so it was not unloaded"), {slot.entry.id, QString::number(leases)}},
                      {MD_TEXT("Wait longer, or try again when they are done"), {}}, {}, {}, 1s};
    slot.order.reset();
    transition(slot, ModelEvent::DrainExpired);
    std::ranges::move(std::exchange(slot.later, {}), std::back_inserter(slot.queue));
    pump(slot);
    const auto loads = std::exchange(slot.loadWaiters, {});
    for (const auto &done : std::exchange(slot.unloadWaiters, {}))
        done(tl::unexpected(error));
    for (const auto &done : loads)
        done(LoadReport{slot.entry.id, 0});
    retryRoom();
}

void Scheduler::setPinned(const QString &modelId, bool pinned, Done<LoadReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    (*found)->pinned = pinned;
    retryRoom();
    settle();
    done(LoadReport{(*found)->entry.id, 0});
}

void Scheduler::switchTo(const QString &modelId, Done<SwitchReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    m_switches.push_back({(*found)->entry.id, std::move(done)});
    if (m_switches.size() == 1)
        startSwitch();
}

void Scheduler::startSwitch()
{
    const QString target = m_switches.front().modelId;
    const QString current = currentVisionModel();
    const auto it = m_slots.find(current);
    const QString old = current != target && it != m_slots.end() && it->second.isLoaded() ? current : QString();
    m_switchingFrom = old;
    load(target, [this, old](const Result<LoadReport> &result) {
        m_switchingFrom.clear();
        if (result)
            return switchLoaded(old);
        const Error error = result.error();
        const auto oldSlot = m_slots.find(old);
        if (old.isEmpty() || oldSlot == m_slots.end() || (oldSlot->second.isLoaded() && !oldSlot->second.isLeaving()))
            return endSwitch(tl::unexpected(error));
        // It had to make room first: a failed switch leaves a working model.
        load(old, [this, error](const Result<LoadReport> &) { endSwitch(tl::unexpected(error)); });
    });
}

void Scheduler::switchLoaded(const QString &old)
{
    const QString target = m_switches.front().modelId;
    m_switchedTo = target;
    const UnloadOrder order{UnloadReason::Switch, {MD_TEXT("switched to %1"), {target}}, {}, {}, false};
    const auto it = m_slots.find(old);
    if (it == m_slots.end() || !it->second.isLoaded()) {
        endSwitch(SwitchReport{target});
    } else if (it->second.hasWork()) {
        unload(old, order, [](const Result<UnloadReport> &) {}); // it drains on its own
        endSwitch(SwitchReport{target});
    } else {
        unload(old, order, [this, target](const Result<UnloadReport> &) { endSwitch(SwitchReport{target}); });
    }
}

void Scheduler::endSwitch(Result<SwitchReport> result)
{
    const auto done = std::move(m_switches.front().done);
    m_switches.pop_front();
    settle();
    if (!m_switches.empty())
        startSwitch();
    done(std::move(result));
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
    for (auto &[id, slot] : m_slots) {
        // Only what a loaded model has begun or found in its queue is still served.
        dropRequests(slot.later, shuttingDownError());
        if (slot.state == ModelState::Loading)
            dropRequests(slot.queue, shuttingDownError());
        for (const auto &waiter : std::exchange(slot.loadWaiters, {}))
            waiter(tl::unexpected(shuttingDownError()));
        orderUnload(slot, order);
    }
    settle();
}

void Scheduler::alarm()
{
    const BootTime now = m_clock.now();
    for (auto &[id, slot] : m_slots) {
        if (slot.state == ModelState::Failed && slot.retryAt <= now)
            transition(slot, ModelEvent::RetryDue);
        if (slot.state == ModelState::Draining && slot.order->deadline && *slot.order->deadline <= now)
            drainExpired(slot);
    }
    if (!m_shuttingDown) {
        for (UnloadAction &action : IdleTimeoutPolicy::decide(residents(), now, m_settings))
            orderUnload(m_slots.at(action.modelId), {action.reason, action.rule, std::move(action.candidates), {}, false});
    }
    settle();
}

std::optional<BootTime> Scheduler::nextAlarm() const
{
    std::optional<BootTime> earliest;
    const auto consider = [&](std::optional<BootTime> at) {
        if (at && (!earliest || *at < *earliest))
            earliest = at;
    };
    for (const auto &[id, slot] : m_slots) {
        if (slot.state == ModelState::Failed)
            consider(slot.retryAt);
        if (slot.state == ModelState::Draining)
            consider(slot.order->deadline);
    }
    for (const ResidentModel &model : residents()) {
        if (const auto due = IdleTimeoutPolicy::deadline(model, m_settings); due && !m_shuttingDown)
            consider(due->at);
    }
    return earliest;
}

// Ends every call: the alarm follows what has changed.
void Scheduler::settle()
{
    m_effects.setAlarm(nextAlarm());
    if (m_shuttingDown && m_shutDownDone && !anyResident())
        std::exchange(m_shutDownDone, {})(0);
}

void Scheduler::describe(Snapshot &snapshot) const
{
    const BootTime now = m_clock.now();
    const EpochSeconds epoch = m_clock.epoch();
    snapshot.currentVisionModel = currentVisionModel();
    snapshot.counters.requests = m_requests;
    snapshot.shuttingDown = m_shuttingDown;
    for (const auto &[id, slot] : m_slots) {
        const CatalogEntry &entry = slot.entry;
        ModelView view;
        view.id = id;
        view.name = entry.name;
        view.type = entry.type;
        view.dimension = slot.info.dimension ? slot.info.dimension : entry.dimension;
        view.contextLength = entry.contextLength;
        view.imageSize = entry.imageSize;
        view.installed = entry.installed;
        view.untrained = entry.untrained;
        view.notInstalledReason = entry.reason;
        view.repository = entry.repository;
        view.path = entry.path;
        view.bytesOnDisk = entry.bytesOnDisk;
        view.state = slot.state;
        view.loaded = slot.isLoaded();
        view.pinned = slot.pinned;
        view.device = slot.info.device;
        view.dtype = slot.info.dtype;
        view.memory = slot.memory;
        view.inFlight = slot.isLoaded() ? int(slot.active.size() + slot.queue.size()) : 0;
        view.queued = int(slot.later.size() + (slot.isLoaded() ? 0 : slot.queue.size()));
        view.failure = slot.failure;
        ModelUsage usage;
        usage.timeouts = timeoutsOf(id, entry.type, m_settings);
        if (const ModelUsage *known = m_tracker.find(id))
            usage = *known;
        view.usageCount = usage.count;
        view.lastUsed = usage.lastUsed;
        view.loadSeconds = usage.loadSeconds;
        view.vramTimeout = usage.timeouts.vram;
        view.ramTimeout = usage.timeouts.ram;
        if (const auto due = IdleTimeoutPolicy::deadline(resident(slot), m_settings); due && slot.isLoaded() && !slot.isLeaving()) {
            view.unloadAt = epoch + std::chrono::duration<double>(due->at - now).count();
            view.unloadReasonNext = due->reason;
            view.unloadRule = due->rule;
        }
        snapshot.models.push_back(std::move(view));
    }
}

} // namespace modeldeck
