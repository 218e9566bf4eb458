// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/loads.h"

#include "engine/lifecycle/model_switch.h"

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

// The pause before the next attempt: none after a first failure, then 1 s doubling to 60 s.
std::chrono::seconds backoff(int failures)
{
    return failures <= 1 ? 0s : std::min(60s, 1s * (1 << std::min(failures - 2, 6)));
}

} // namespace

Loads::Loads(Models &models, Room &room, Unloads &unloads, const ModelSwitch &modelSwitch)
    : m_models(models), m_room(room), m_unloads(unloads), m_switch(modelSwitch)
{
}

bool Loads::add(ModelSlot &slot, PendingLoad load)
{
    slot.preloaded = false;
    if (slot.isServing() && slot.state != ModelState::ResidentInRam) {
        keepFor(slot, load.keepAlive);
        return true;
    }
    if (slot.isOrderedAway()) { // what is ordered comes first
        slot.laterLoads.push_back(std::move(load));
        return false;
    }
    slot.loadWaiters.push_back(std::move(load));
    if (slot.state == ModelState::Failed) // a person asks: the backoff is for machines
        m_models.transition(slot, ModelEvent::RetryDue);
    if (slot.state == ModelState::Unloaded || slot.state == ModelState::ResidentInRam)
        begin(slot);
    return false;
}

void Loads::begin(ModelSlot &slot, const Text &why)
{
    const bool backToDevice = slot.state == ModelState::ResidentInRam; // it has its place
    m_models.transition(slot, ModelEvent::LoadStarted, why);
    if (backToDevice)
        return start(slot);
    m_room.await(slot);
    retryRoom();
}

void Loads::retryRoom()
{
    for (ModelSlot *slot : m_room.waiting()) {
        if (slot->awaitingRoom)
            findRoom(*slot);
    }
}

// Starts the load if there is room; else sees to it that there will be.
void Loads::findRoom(ModelSlot &slot)
{
    const RoomDecision decision = m_room.decide(slot, m_switch.from());
    if (decision.refusal)
        return refuse(slot, *decision.refusal);
    if (!decision.isRoom())
        return m_unloads.apply(decision.actions);
    m_room.stopAwaiting(slot);
    start(slot);
}

void Loads::start(ModelSlot &slot)
{
    slot.configuration = LoadEstimator::configuration(slot.entry->id, m_models.settings);
    m_models.effects.startLoad(*slot.entry);
}

std::vector<PendingLoad> Loads::finished(ModelSlot &slot, LoadedInfo info)
{
    ++m_models.counters.loads;
    slot.peak = {};
    slot.external = false;
    becomeLoaded(slot, std::move(info));
    for (const PendingLoad &waiter : slot.loadWaiters)
        keepFor(slot, waiter.keepAlive);
    m_models.transition(slot, ModelEvent::Loaded);
    slot.requests.modelLoaded(m_models.clock.now());
    return std::exchange(slot.loadWaiters, {});
}

void Loads::foundLoaded(ModelSlot &slot, LoadedInfo info, bool isOurs)
{
    slot.configuration.reset();
    slot.external = !isOurs;
    becomeLoaded(slot, std::move(info));
    m_models.transition(slot, ModelEvent::FoundLoaded,
                        isOurs ? Text(MD_TEXT("it was still loaded"))
                               : Text(MD_TEXT("another program loaded it")));
}

void Loads::becomeLoaded(ModelSlot &slot, LoadedInfo info)
{
    slot.info = std::move(info);
    slot.failure.reset();
    slot.keepAlive.reset();
    slot.loadedAt = slot.idleSince = m_models.clock.now();
    m_models.tracker.registerModel(slot.entry->id, slot.entry->type, slot.info.seconds, m_models.settings);
}

void Loads::keepFor(ModelSlot &slot, std::optional<std::chrono::nanoseconds> asked)
{
    if (!asked)
        return;
    slot.external = false; // its time is ours to keep
    slot.idleSince = m_models.clock.now();
    slot.keepAlive = allowedKeepAlive(*asked, m_models.settings);
    m_models.effects.keepAliveChanged(slot.entry->id, *asked);
}

void Loads::failed(ModelSlot &slot, const Error &error)
{
    ++m_models.counters.loadFailures;
    if (isRefusal(error.code))
        refuse(slot, error);
    else
        fail(slot, ModelEvent::LoadFailed, error);
    retryRoom();
}

Error Loads::withRetry(const ModelSlot &slot, Error error) const
{
    if (slot.state == ModelState::Failed)
        error.retryAfter =
            std::max(1s, std::chrono::ceil<std::chrono::seconds>(slot.retryAt - m_models.clock.now()));
    return error;
}

// There is no room for it, or nobody to load it.
void Loads::refuse(ModelSlot &slot, const Error &reason)
{
    m_room.stopAwaiting(slot);
    if (!slot.preloaded) // nobody has missed a preload
        slot.failure = reason;
    slot.info = {};
    m_models.transition(slot, ModelEvent::LoadRefused, reason.message);
    answerFailure(slot, reason, {});
}

void Loads::fail(ModelSlot &slot, ModelEvent event, const Error &reason, const UnloadReport &report)
{
    const BootTime now = m_models.clock.now();
    ++slot.failures;
    slot.retryAt = now + backoff(slot.failures);
    slot.failure = reason;
    slot.info = {};
    m_models.transition(slot, event, reason.message);
    m_models.tracker.markUnloaded(slot.entry->id);
    if (slot.retryAt <= now)
        m_models.transition(slot, ModelEvent::RetryDue);
    answerFailure(slot, withRetry(slot, reason), report);
}

void Loads::answerFailure(ModelSlot &slot, const Error &error, const UnloadReport &report)
{
    slot.preloaded = false;
    const auto loads = std::exchange(slot.loadWaiters, {});
    const auto laterLoads = std::exchange(slot.laterLoads, {});
    const auto orders = std::exchange(slot.orders, {});
    failAll(slot.requests.takeUnsent(), error);
    for (const auto &waiting : {loads, laterLoads}) {
        for (const PendingLoad &waiter : waiting)
            waiter.done(tl::unexpected(error));
    }
    for (const UnloadOrder &order : orders) {
        if (order.done)
            order.done(report);
    }
}

} // namespace modeldeck
