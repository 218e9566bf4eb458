// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/scheduler.h"

#include <algorithm>

// The scheduler's part that gives back: unloads, drains, moves to RAM, shutting down. See scheduler.cpp.
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
    };
    const auto all = std::make_shared<Gathered>();
    const auto oneDone = [all, done](const Result<UnloadReport> &one) {
        if (one) {
            all->report.modelIds += one->modelIds;
            std::ranges::copy(one->receipts, std::back_inserter(all->report.receipts));
        } else {
            all->report.failure = one.error();
        }
        if (--all->missing == 0)
            done(all->report);
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
    if (slot.state == ModelState::Draining)
        return cancelUnload(slot, done);
    if (slot.state != ModelState::Loading)
        return done(failure(ErrorCode::InvalidRequest, MD_TEXT("“%1” is not being loaded"), slot.entry.id));
    const Error error =
        Error(ErrorCode::ModelLoadFailed, MD_TEXT("The load of “%1” was cancelled"), slot.entry.id);
    const auto loads = std::exchange(slot.loadWaiters, {});
    dropRequests(slot.queue, error);
    orderUnload(slot, {UnloadReason::Manual, MD_TEXT("the load was cancelled"), {}, {}, false});
    settle();
    for (const PendingLoad &waiter : loads)
        waiter.done(tl::unexpected(error));
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

// A load that is not wanted any more ends, unless somebody waits for it: who came before gets
// an answer first.
void Scheduler::abandonLoad(ModelSlot &slot)
{
    if (!slot.queue.empty() || !slot.loadWaiters.empty())
        return;
    transition(slot, ModelEvent::LoadCancelled);
    if (!slot.awaitingRoom)
        return m_effects.startUnload(slot.entry.id);
    stopWaitingForRoom(slot);
    transition(slot, ModelEvent::UnloadFinished);
    gone(slot, {});
}

void Scheduler::stopModel(ModelSlot &slot)
{
    transition(slot, ModelEvent::UnloadStarted, slot.orders.front().rule);
    slot.orphans.clear();
    m_effects.startUnload(slot.entry.id);
}

void Scheduler::unloaded(const QString &modelId, const UnloadMeasurement &seen)
{
    ModelSlot &slot = m_slots.at(modelId);
    UnloadReport report;
    if (!slot.info.dtype.isEmpty()) // else it had not been loaded yet
        report = {{modelId}, {receipt(modelId, slot.entry.type, slot.orders.front(), seen)}};
    transition(slot, ModelEvent::UnloadFinished);
    m_tracker.markUnloaded(modelId);
    gone(slot, report);
}

void Scheduler::unloadFailed(const QString &modelId, const Error &error)
{
    ModelSlot &slot = m_slots.at(modelId);
    if (m_shuttingDown) // there is no time to try again: it is left behind
        return unloaded(modelId, {slot.memory, {}, {}, 0});
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

Receipt Scheduler::receipt(const QString &modelId, ModelType type, const UnloadOrder &order,
                           const UnloadMeasurement &seen, bool movedToRam)
{
    ++m_counters.unloads[order.reason];
    m_counters.returnedRam += seen.returned.anonymous;
    m_counters.returnedDevice += seen.returned.device.value_or(Bytes{});
    return m_effects.keepReceipt({0, modelId, type, m_clock.epoch(), order.reason, order.rule, seen.held,
                                  seen.returned, seen.systemAvailable, seen.seconds, order.candidates,
                                  movedToRam});
}

// The orders whose time to drain is over: a forced one breaks the leases, any other is given up, and
// the rest stand.
void Scheduler::expireOrders(ModelSlot &slot)
{
    if (slot.state != ModelState::Draining && slot.state != ModelState::Loading)
        return;
    const auto isOver = [now = m_clock.now()](const UnloadOrder &order) {
        return order.deadline && *order.deadline <= now;
    };
    if (std::ranges::any_of(slot.orders,
                            [&](const UnloadOrder &order) { return order.force && isOver(order); }))
        return breakLeases(slot);
    const int leases = int(slot.active.size() + slot.queue.size());
    Text why{MD_TEXT_N("“%2” still serves %n request(s), so it was not unloaded"), leases, slot.entry.id};
    if (slot.state == ModelState::Loading)
        why = {MD_TEXT("“%1” is still being loaded, so it was not unloaded"), slot.entry.id};
    const Text hint{MD_TEXT("Wait longer, or try again when they are done")};
    giveUpOrders(slot, isOver, Error(ErrorCode::ModelBusy, why).withHint(hint).retryIn(1s));
}

// Those of the orders end with the error. The model stays if no other is left.
void Scheduler::giveUpOrders(ModelSlot &slot, const std::function<bool(const UnloadOrder &)> &which,
                             const Error &error)
{
    std::vector<UnloadOrder> over;
    std::ranges::copy_if(slot.orders, std::back_inserter(over), which);
    if (over.empty())
        return;
    std::erase_if(slot.orders, which);
    if (slot.orders.empty())
        staysAfterAll(slot);
    for (const UnloadOrder &order : over) {
        if (order.done)
            order.done(tl::unexpected(error));
    }
}

// A person may think better of it while requests still run. What pressure or the program's end ordered
// stands, and with it the rest: the model goes all the same.
void Scheduler::cancelUnload(ModelSlot &slot, const Done<LoadReport> &done)
{
    const QString id = slot.entry.id;
    const auto stands = std::ranges::find_if(slot.orders, [](const UnloadOrder &order) {
        return order.reason != UnloadReason::Manual || order.force;
    });
    if (stands != slot.orders.end())
        return done(failure(ErrorCode::InvalidRequest, MD_TEXT("“%1” will be unloaded anyway: %2"), id,
                            reasonText(stands->reason)));
    giveUpOrders(
        slot, [](const UnloadOrder &) { return true; },
        Error(ErrorCode::Cancelled, MD_TEXT("The unload of “%1” was cancelled"), id));
    settle();
    done(LoadReport{id, 0});
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
    transition(slot,
               slot.state == ModelState::Unloading ? ModelEvent::UnloadRefused : ModelEvent::DrainExpired);
    pump(slot);
    retryRoom();
    for (const PendingLoad &waiter : loads) {
        keepFor(slot, waiter.keepAlive);
        waiter.done(LoadReport{slot.entry.id, 0});
    }
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
    slot.configuration.reset(); // it is another load now: what it holds says nothing of one onto the GPU
    m_departures.push_back(
        {modelId, slot.entry.type, *std::exchange(slot.move, std::nullopt), slot.heldOnDevice()});
    slot.memory.device = Bytes{};
    transition(slot, ModelEvent::MovedToRam, m_departures.back().order.rule);
    m_effects.stopDeviceRunner(modelId);
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
    const auto it = std::ranges::find(m_departures, modelId, &Departure::modelId);
    if (it == m_departures.end())
        return;
    const Departure gone = std::move(*it);
    m_departures.erase(it);
    receipt(gone.modelId, gone.type, gone.order, seen, true);
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

void Scheduler::shutDown(std::chrono::nanoseconds drain, Done<int> done)
{
    m_shuttingDown = true;
    m_shutDownDone = std::move(done);
    const UnloadOrder order{
        UnloadReason::Shutdown, MD_TEXT("Modeldeck is exiting"), {}, m_clock.now() + drain, true};
    for (ModelSlot *slot : present()) {
        if (slot->external && !m_settings[OllamaManageExternal] && slot->state == ModelState::Ready) {
            foundUnloaded(slot->entry.id); // what others loaded stays when we go
            continue;
        }
        // Only what a loaded model has begun or found in its queue is still served.
        dropRequests(slot->later, shuttingDownError());
        if (slot->state == ModelState::Loading)
            dropRequests(slot->queue, shuttingDownError());
        for (auto *waiting : {&slot->loadWaiters, &slot->laterLoads}) {
            for (const PendingLoad &waiter : std::exchange(*waiting, {}))
                waiter.done(tl::unexpected(shuttingDownError()));
        }
        orderUnload(*slot, order);
    }
    settle();
}

} // namespace modeldeck
