// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/requests.h"

namespace modeldeck {

using namespace std::chrono_literals;

Requests::Requests(Models &models, Loads &loads, Unloads &unloads)
    : m_models(models), m_loads(loads), m_unloads(unloads)
{
}

void Requests::add(ModelSlot &slot, PendingEmbed pending)
{
    if (slot.state == ModelState::Failed) // nobody would serve its queue
        return pending.done(tl::unexpected(m_loads.withRetry(slot, *slot.failure)));
    if (slot.isOrderedAway())
        return slot.requests.addForNextLoad(std::move(pending));
    slot.preloaded = false; // from now on it is needed
    slot.requests.add(std::move(pending));
    if (slot.state == ModelState::Unloaded || slot.state == ModelState::ResidentInRam)
        m_loads.begin(slot);
    else
        pump(slot);
}

void Requests::pump(ModelSlot &slot)
{
    if (!slot.isLoaded())
        return;
    if (slot.requests.queued() > 0) {
        slot.external = false; // we use it: its time is ours to keep
        m_unloads.giveUpMove(slot);
        if (slot.state == ModelState::Ready)
            m_models.transition(slot, ModelEvent::LeaseTaken);
    }
    while (PendingEmbed *sent = slot.requests.sendNext()) {
        slot.keepAlive.reset();
        if (sent->request.keepAlive)
            slot.keepAlive = allowedKeepAlive(*sent->request.keepAlive, m_models.settings);
        m_models.effects.startWork(slot.entry->id, sent->id, sent->request);
        sent->request.inputs.clear(); // the service has them now
    }
}

std::optional<PendingEmbed> Requests::answered(ModelSlot &slot, RequestId id, Result<Embeddings> &result)
{
    auto pending = slot.requests.takeAnswered(id);
    if (!pending) {
        pump(slot);
        return pending;
    }
    if (result) {
        slot.failures = 0;
        m_models.tracker.recordUse(slot.entry->id, slot.entry->type,
                                   {pending->request.askedBy, result->runnerTime, pending->loadTime > 0ns});
        result->loadTime = pending->loadTime;
    }
    leaseEnded(slot);
    return pending;
}

bool Requests::cancel(ModelSlot &slot, RequestId id)
{
    switch (slot.requests.cancel(id)) {
    case ModelRequests::Cancelled::NotFound:
        return false;
    case ModelRequests::Cancelled::Sent:
        m_models.effects.cancelWork(slot.entry->id, id);
        break;
    case ModelRequests::Cancelled::Waiting:
        break;
    }
    if (slot.isLoaded())
        leaseEnded(slot);
    else if (slot.state == ModelState::Loading && !slot.orders.empty())
        m_unloads.abandonLoad(slot); // unless others wait for it still
    return true;
}

void Requests::leaseEnded(ModelSlot &slot)
{
    slot.idleSince = m_models.clock.now();
    pump(slot);
    if (slot.requests.hasLeases())
        return;
    if (slot.state == ModelState::Draining) {
        m_unloads.drained(slot);
    } else if (slot.state == ModelState::Busy) {
        m_models.transition(slot, ModelEvent::LastLeaseEnded);
        m_loads.retryRoom();
    }
}

} // namespace modeldeck
