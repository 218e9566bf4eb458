// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/unloads.h"

#include <algorithm>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

template <class Answer>
void answer(const std::vector<UnloadOrder> &orders, const Answer &answer)
{
    for (const UnloadOrder &order : orders) {
        if (order.done)
            order.done(answer);
    }
}

} // namespace

Unloads::Unloads(Models &models, Room &room, Aftermath aftermath)
    : m_models(models), m_room(room), m_aftermath(std::move(aftermath))
{
}

void Unloads::order(ModelSlot &slot, UnloadOrder order)
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
        return drain(slot);
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

void Unloads::apply(std::vector<UnloadAction> actions)
{
    for (UnloadAction &action : actions) {
        ModelSlot &slot = m_models.at(action.modelId);
        UnloadOrder order{action.reason, action.rule, std::move(action.candidates), {}, false};
        if (action.kind == UnloadKind::Unload) {
            this->order(slot, std::move(order));
        } else if (!slot.move && slot.state == ModelState::Ready) {
            slot.move = std::move(order);
            m_models.effects.startMoveToRam(action.modelId);
        }
    }
}

void Unloads::abandonLoad(ModelSlot &slot)
{
    if (slot.requests.queued() > 0 || !slot.loadWaiters.empty())
        return;
    m_models.transition(slot, ModelEvent::LoadCancelled);
    if (!slot.awaitingRoom)
        return m_models.effects.startUnload(slot.entry->id);
    m_room.stopAwaiting(slot);
    m_models.transition(slot, ModelEvent::UnloadFinished);
    becomeUnloaded(slot, {});
}

void Unloads::drain(ModelSlot &slot)
{
    m_models.transition(slot, ModelEvent::UnloadOrdered, slot.orders.front().rule);
    if (!slot.requests.hasLeases())
        drained(slot);
}

void Unloads::drained(ModelSlot &slot)
{
    m_models.transition(slot, ModelEvent::UnloadStarted, slot.orders.front().rule);
    slot.requests.forgetCancelled();
    m_models.effects.startUnload(slot.entry->id);
}

void Unloads::finished(ModelSlot &slot, const UnloadMeasurement &seen)
{
    const QString id = slot.entry->id;
    UnloadReport report;
    if (!slot.info.dtype.isEmpty()) // else it had not been loaded yet
        report = {{id}, {receipt(id, slot.entry->type, slot.orders.front(), seen)}};
    m_models.transition(slot, ModelEvent::UnloadFinished);
    m_models.tracker.markUnloaded(id);
    becomeUnloaded(slot, report);
}

void Unloads::refused(ModelSlot &slot, const Error &error)
{
    if (m_models.shuttingDown) // there is no time to try again: it is left behind
        return finished(slot, {slot.memory, {}, {}, 0});
    const auto orders = std::exchange(slot.orders, {});
    slot.idleSince = m_models.clock.now(); // somebody uses it: it is not due again at once
    keep(slot);
    answer(orders, tl::unexpected(error));
}

void Unloads::foundUnloaded(ModelSlot &slot)
{
    m_models.transition(slot, ModelEvent::FoundUnloaded, MD_TEXT("its server unloaded it"));
    m_models.tracker.markUnloaded(slot.entry->id);
    becomeUnloaded(slot, {});
}

void Unloads::becomeUnloaded(ModelSlot &slot, const UnloadReport &report)
{
    const auto orders = std::exchange(slot.orders, {});
    slot.info = {};
    slot.memory = {};
    slot.move.reset();
    slot.external = slot.preloaded = false;
    slot.requests.admitWaiting();
    slot.loadWaiters = std::exchange(slot.laterLoads, {});
    m_aftermath.unloaded(slot);
    answer(orders, report);
}

Receipt Unloads::receipt(const QString &modelId, ModelType type, const UnloadOrder &order,
                         const UnloadMeasurement &seen, bool movedToRam)
{
    Counters &counters = m_models.counters;
    ++counters.unloads[order.reason];
    counters.returnedRam += seen.returned.anonymous;
    counters.returnedDevice += seen.returned.device.value_or(Bytes{});
    return m_models.effects.keepReceipt({0, modelId, type, m_models.clock.epoch(), order.reason, order.rule,
                                         seen.held, seen.returned, seen.systemAvailable, seen.seconds,
                                         order.candidates, movedToRam});
}

void Unloads::expire(ModelSlot &slot)
{
    if (slot.state != ModelState::Draining && slot.state != ModelState::Loading)
        return;
    const auto isOver = [now = m_models.clock.now()](const UnloadOrder &order) {
        return order.deadline && *order.deadline <= now;
    };
    if (std::ranges::any_of(slot.orders,
                            [&](const UnloadOrder &order) { return order.force && isOver(order); }))
        return breakLeases(slot);
    Text why{MD_TEXT_N("“%2” still serves %n request(s), so it was not unloaded"),
             int(slot.requests.leases()), slot.entry->id};
    if (slot.state == ModelState::Loading)
        why = {MD_TEXT("“%1” is still being loaded, so it was not unloaded"), slot.entry->id};
    const Text hint{MD_TEXT("Wait longer, or try again when they are done")};
    giveUp(slot, isOver, Error(ErrorCode::ModelBusy, why).withHint(hint).retryIn(1s));
}

// Those of the orders end with the error. The model stays if no other is left.
void Unloads::giveUp(ModelSlot &slot, const std::function<bool(const UnloadOrder &)> &which,
                     const Error &error)
{
    std::vector<UnloadOrder> over;
    std::ranges::copy_if(slot.orders, std::back_inserter(over), which);
    if (over.empty())
        return;
    std::erase_if(slot.orders, which);
    if (slot.orders.empty())
        keep(slot);
    answer(over, tl::unexpected(error));
}

// What pressure or the program's end ordered stands, and with it the rest: the model goes all the same.
Result<LoadReport> Unloads::cancel(ModelSlot &slot)
{
    const QString id = slot.entry->id;
    const auto stands = std::ranges::find_if(slot.orders, [](const UnloadOrder &order) {
        return order.reason != UnloadReason::Manual || order.force;
    });
    if (stands != slot.orders.end())
        return failure(ErrorCode::InvalidRequest, MD_TEXT("“%1” will be unloaded anyway: %2"), id,
                       reasonText(stands->reason));
    giveUp(
        slot, [](const UnloadOrder &) { return true; },
        Error(ErrorCode::Cancelled, MD_TEXT("The unload of “%1” was cancelled"), id));
    return LoadReport{id, 0};
}

void Unloads::breakLeases(ModelSlot &slot)
{
    const Error error = shuttingDownError();
    const auto broken = slot.requests.takeSent();
    slot.requests.failQueue(error);
    if (slot.state == ModelState::Draining)
        drained(slot);
    else
        abandonLoad(slot);
    for (const PendingEmbed &pending : broken)
        pending.done(tl::unexpected(error));
}

// Whoever had to wait for its return is let in.
void Unloads::keep(ModelSlot &slot)
{
    slot.requests.admitWaiting();
    auto loads = std::exchange(slot.laterLoads, {});
    if (slot.state == ModelState::Loading) {
        std::ranges::move(loads, std::back_inserter(slot.loadWaiters));
        return;
    }
    m_models.transition(slot, slot.state == ModelState::Unloading ? ModelEvent::UnloadRefused
                                                                  : ModelEvent::DrainExpired);
    m_aftermath.kept(slot, std::move(loads));
}

void Unloads::giveUpMove(ModelSlot &slot)
{
    if (slot.move && slot.state == ModelState::Ready) {
        slot.move.reset();
        m_models.effects.cancelMoveToRam(slot.entry->id);
    }
}

void Unloads::readyInRam(ModelSlot &slot, LoadedInfo info)
{
    if (!slot.move || slot.state != ModelState::Ready)
        return;
    slot.info = std::move(info);
    slot.configuration.reset(); // it is another load now: what it holds says nothing of one onto the GPU
    m_stopping.push_back(
        {slot.entry->id, slot.entry->type, *std::exchange(slot.move, std::nullopt), slot.heldOnDevice()});
    slot.memory.device = Bytes{};
    m_models.transition(slot, ModelEvent::MovedToRam, m_stopping.back().order.rule);
    m_models.effects.stopDeviceRunner(slot.entry->id);
}

// The GPU's memory is to come back all the same, so the model is unloaded altogether.
void Unloads::moveFailed(ModelSlot &slot, const Error &error)
{
    if (!slot.move || slot.state != ModelState::Ready)
        return;
    UnloadOrder order = *std::exchange(slot.move, std::nullopt);
    slot.failure = error;
    this->order(slot, std::move(order));
}

void Unloads::movedToRam(const QString &modelId, const UnloadMeasurement &seen)
{
    const auto it = std::ranges::find(m_stopping, modelId, &StoppingRunner::modelId);
    if (it == m_stopping.end())
        return;
    const StoppingRunner stopped = std::move(*it);
    m_stopping.erase(it);
    receipt(stopped.modelId, stopped.type, stopped.order, seen, true);
}

LoadEstimate Unloads::awaited() const
{
    LoadEstimate bytes;
    for (const auto &[id, slot] : m_models.presentById()) {
        if (slot->isBeingUnloaded())
            bytes.ram += slot->held();
        if (slot->isBeingUnloaded() || slot->move)
            bytes.device += slot->heldOnDevice();
    }
    for (const StoppingRunner &runner : m_stopping)
        bytes.device += runner.device;
    return bytes;
}

} // namespace modeldeck
