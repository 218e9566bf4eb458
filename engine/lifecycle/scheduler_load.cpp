// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/scheduler.h"

#include <algorithm>

// The scheduler's part that loads: places, memory, failures. See scheduler.cpp.
namespace modeldeck {

using namespace std::chrono_literals;

namespace {

// The pause before the next attempt: none after a first failure, then 1 s doubling to 60 s.
std::chrono::seconds backoff(int failures)
{
    return failures <= 1 ? 0s : std::min(60s, 1s * (1 << std::min(failures - 2, 6)));
}

Error preloadRefused(const QString &modelId)
{
    return Error(ErrorCode::InsufficientMemory,
                 MD_TEXT("“%1” is not preloaded: other models would have to be unloaded"), modelId);
}

} // namespace

void Scheduler::load(const QString &modelId, Done<LoadReport> done,
                     std::optional<std::chrono::nanoseconds> keepAlive)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    ModelSlot &slot = **found;
    slot.preloaded = false;
    if (slot.isServing() && slot.state != ModelState::ResidentInRam) {
        keepFor(slot, keepAlive);
        settle();
        return done(LoadReport{slot.entry.id, 0});
    }
    if (slot.isLeaving() || (slot.state == ModelState::Loading && !slot.orders.empty())) {
        slot.laterLoads.push_back({std::move(done), keepAlive}); // what is ordered comes first
        return;
    }
    slot.loadWaiters.push_back({std::move(done), keepAlive});
    if (slot.state == ModelState::Failed) // a person asks: the backoff is for machines
        transition(slot, ModelEvent::RetryDue);
    if (slot.state == ModelState::Unloaded || slot.state == ModelState::ResidentInRam)
        beginLoad(slot);
    settle();
}

void Scheduler::preload(const QString &modelId, Done<LoadReport> done, const Text &why)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    ModelSlot &slot = **found;
    if (slot.state != ModelState::Unloaded)
        return done(tl::unexpected(preloadRefused(slot.entry.id)));
    slot.preloaded = true;
    slot.loadWaiters.push_back({std::move(done)});
    beginLoad(slot, why);
    settle();
}

void Scheduler::beginLoad(ModelSlot &slot, const Text &why)
{
    const bool backToDevice = slot.state == ModelState::ResidentInRam; // it has its place
    transition(slot, ModelEvent::LoadStarted, why);
    if (backToDevice)
        return startLoad(slot);
    slot.awaitingRoom = true;
    m_awaitingRoom.push_back(slot.entry.id);
    retryRoom();
}

void Scheduler::retryRoom()
{
    const auto waiting = m_awaitingRoom;
    for (const QString &id : waiting) {
        if (ModelSlot &slot = m_slots.at(id); slot.awaitingRoom)
            findRoom(slot);
    }
}

// Starts the load if there is room; else sees to it that there will be.
void Scheduler::findRoom(ModelSlot &slot)
{
    if (slot.entry.type == ModelType::Vision && (!findPlace(slot) || !findMemory(slot)))
        return; // it waits, or was refused
    stopWaitingForRoom(slot);
    startLoad(slot);
}

void Scheduler::startLoad(ModelSlot &slot)
{
    slot.configuration = LoadEstimator::configuration(slot.entry.id, m_settings);
    m_effects.startLoad(slot.entry);
}

void Scheduler::stopWaitingForRoom(ModelSlot &slot)
{
    slot.awaitingRoom = false;
    std::erase(m_awaitingRoom, slot.entry.id);
}

// A pin holds a model against the clock and against pressure, not against a person who switches to another.
std::vector<ResidentModel> Scheduler::replaceable(std::vector<ResidentModel> models) const
{
    for (ResidentModel &model : models)
        model.pinned = model.pinned && model.id != m_switch.from();
    return models;
}

bool Scheduler::findPlace(ModelSlot &slot)
{
    const int limit = int(m_settings[MaxLoadedModels]);
    int taken = 0, leaving = 0, loading = 0;
    for (const auto &[id, other] : m_present) {
        if (other->entry.type != ModelType::Vision)
            continue;
        taken += other->isResident();
        leaving += other->isLeaving();
        loading += other->state == ModelState::Loading && !other->awaitingRoom;
    }
    if (taken < limit)
        return true;
    if (slot.preloaded) {
        refuse(slot, preloadRefused(slot.entry.id));
        return false;
    }
    if (taken - leaving < limit)
        return false;
    const auto decision =
        CapacityPolicy::makeRoom(replaceable(visionResidents()), limit - loading, m_switch.from());
    apply(decision.actions);
    if (decision.missing > 0 && loading + leaving == 0 && decision.actions.empty()) {
        refuse(
            slot,
            Error(ErrorCode::InsufficientMemory,
                  MD_TEXT_N(
                      "The limit of %n loaded model(s) is reached, and none can be unloaded: all are pinned"),
                  int(taken))
                .withHint(MD_TEXT("Unpin one, or raise max_loaded_models")));
    }
    return false;
}

bool Scheduler::findMemory(ModelSlot &slot)
{
    LoadEstimate reserved, leaving;
    for (const auto &[id, other] : m_present) {
        if (other->state == ModelState::Loading && !other->awaitingRoom) {
            const LoadEstimate its = m_estimator.estimate(other->entry, m_settings);
            reserved.ram += its.ram;
            reserved.device += its.device;
        } else if (other->isLeaving()) {
            leaving.ram += other->held();
            leaving.device += other->heldOnDevice();
        }
    }
    m_readings = m_effects.readMemory();
    const auto decision = MemoryAdmission::makeRoom(
        slot.entry.id, m_estimator.estimate(slot.entry, m_settings), replaceable(residents()), m_readings,
        reserved, leaving, m_switch.from(), m_settings);
    if (decision.refusal) {
        refuse(slot, *decision.refusal);
        m_shortOfMemory.insert(slot.entry.id);
        return false;
    }
    if (decision.actions.empty())
        return !decision.wait;
    if (slot.preloaded)
        refuse(slot, preloadRefused(slot.entry.id));
    else
        apply(decision.actions);
    return false;
}

void Scheduler::loaded(const QString &modelId, LoadedInfo info)
{
    ModelSlot &slot = m_slots.at(modelId);
    ++m_counters.loads;
    m_tracker.registerModel(modelId, slot.entry.type, info.seconds, m_settings);
    slot.info = std::move(info);
    slot.failure.reset();
    slot.peak = {};
    slot.external = false;
    slot.loadedAt = slot.idleSince = m_clock.now();
    slot.keepAlive.reset();
    for (const PendingLoad &waiter : slot.loadWaiters)
        keepFor(slot, waiter.keepAlive);
    transition(slot, ModelEvent::Loaded);
    for (PendingEmbed &pending : slot.queue)
        pending.loadTime = m_clock.now() - pending.since;
    const double seconds = slot.info.seconds;
    const auto waiters = std::exchange(slot.loadWaiters, {});
    pump(slot);
    if (!slot.orders.empty()) {
        transition(slot, ModelEvent::UnloadOrdered, slot.orders.front().rule);
        if (!slot.hasWork())
            stopModel(slot);
    } else {
        applyCapacity(); // the limit may have been lowered meanwhile
        retryRoom();
    }
    settle();
    for (const PendingLoad &waiter : waiters)
        waiter.done(LoadReport{modelId, seconds});
}

void Scheduler::loadFailed(const QString &modelId, const Error &error)
{
    ModelSlot &slot = m_slots.at(modelId);
    ++m_counters.loadFailures;
    if (isRefusal(error.code))
        refuse(slot, error);
    else
        fail(slot, ModelEvent::LoadFailed, error);
    retryRoom();
    settle();
}

// That there was no memory holds as long as it would be said again.
void Scheduler::forgetShortage()
{
    std::erase_if(m_shortOfMemory, [this](const QString &id) {
        const auto it = m_slots.find(id);
        if (it == m_slots.end() || !it->second.failure || !isRefusal(it->second.failure->code))
            return true;
        ModelSlot &slot = it->second;
        if (MemoryAdmission::makeRoom(id, m_estimator.estimate(slot.entry, m_settings),
                                      replaceable(residents()), m_readings, {}, {}, m_switch.from(),
                                      m_settings)
                .refusal)
            return false;
        slot.failure.reset();
        return true;
    });
}

// The error, with the time that is left of the backoff.
Error Scheduler::withRetry(const ModelSlot &slot, Error error) const
{
    if (slot.state == ModelState::Failed)
        error.retryAfter =
            std::max(1s, std::chrono::ceil<std::chrono::seconds>(slot.retryAt - m_clock.now()));
    return error;
}

// There is no room for it, or nobody to load it.
void Scheduler::refuse(ModelSlot &slot, const Error &reason)
{
    stopWaitingForRoom(slot);
    if (!slot.preloaded) // nobody has missed a preload
        slot.failure = reason;
    slot.info = {};
    transition(slot, ModelEvent::LoadRefused, reason.message);
    answerFailure(slot, reason, {});
}

// The model is not there for a reason that concerns all who wait for it.
void Scheduler::fail(ModelSlot &slot, ModelEvent event, const Error &reason, const UnloadReport &report)
{
    ++slot.failures;
    slot.retryAt = m_clock.now() + backoff(slot.failures);
    slot.failure = reason;
    slot.info = {};
    transition(slot, event, reason.message);
    m_tracker.markUnloaded(slot.entry.id);
    if (slot.retryAt <= m_clock.now())
        transition(slot, ModelEvent::RetryDue);
    answerFailure(slot, withRetry(slot, reason), report);
}

void Scheduler::answerFailure(ModelSlot &slot, const Error &error, const UnloadReport &report)
{
    slot.preloaded = false;
    const auto loads = std::exchange(slot.loadWaiters, {});
    const auto laterLoads = std::exchange(slot.laterLoads, {});
    const auto orders = std::exchange(slot.orders, {});
    dropRequests(slot.queue, error);
    dropRequests(slot.later, error);
    for (const auto &waiting : {loads, laterLoads}) {
        for (const PendingLoad &waiter : waiting)
            waiter.done(tl::unexpected(error));
    }
    for (const UnloadOrder &order : orders) {
        if (order.done)
            order.done(report);
    }
}

void Scheduler::crashed(const QString &modelId, const Error &error, const UnloadMeasurement &seen)
{
    ModelSlot &slot = m_slots.at(modelId);
    if (slot.state == ModelState::Loading && !slot.isReturning())
        return loadFailed(modelId, error);
    if (slot.state == ModelState::Unloading)
        return unloaded(modelId, seen);
    if (!slot.isLoaded() && !slot.isReturning())
        return;
    ++m_counters.runnerCrashes;
    const UnloadReport report{
        {modelId},
        {receipt(modelId, slot.entry.type, {UnloadReason::Failure, error.message, {}, {}, false}, seen)}};
    slot.memory = {};
    slot.move.reset();
    const auto broken = std::exchange(slot.active, {});
    slot.orphans.clear();
    // Those that had not been sent did not do it: the first crash costs them only a new load.
    auto unsent = std::exchange(slot.queue, {});
    std::ranges::move(std::exchange(slot.later, {}), std::back_inserter(unsent));
    const bool again = slot.failures == 0 && !m_shuttingDown;
    const auto laterLoads = again ? std::exchange(slot.laterLoads, {}) : std::vector<PendingLoad>{};
    fail(slot, ModelEvent::Crashed, error, report);
    if (!again)
        dropRequests(unsent, withRetry(slot, error));
    for (const PendingLoad &waiter : laterLoads)
        load(modelId, waiter.done, waiter.keepAlive);
    for (PendingEmbed &pending : unsent)
        enqueue(slot, std::move(pending));
    retryRoom();
    settle();
    for (const auto &[id, pending] : broken)
        pending.done(tl::unexpected(withRetry(slot, error)));
}

void Scheduler::foundLoaded(const QString &modelId, LoadedInfo info, bool isOurs)
{
    const auto it = m_slots.find(modelId);
    if (it == m_slots.end() ||
        (it->second.state != ModelState::Unloaded && it->second.state != ModelState::Failed))
        return;
    ModelSlot &slot = it->second;
    slot.info = std::move(info);
    slot.failure.reset();
    slot.configuration.reset();
    slot.external = !isOurs;
    slot.keepAlive.reset();
    slot.loadedAt = slot.idleSince = m_clock.now();
    m_tracker.registerModel(modelId, slot.entry.type, slot.info.seconds, m_settings);
    transition(slot, ModelEvent::FoundLoaded,
               isOurs ? Text(MD_TEXT("it was still loaded")) : Text(MD_TEXT("another program loaded it")));
    settle();
}

void Scheduler::foundUnloaded(const QString &modelId)
{
    const auto it = m_present.find(modelId);
    if (it == m_present.end() || it->second->state != ModelState::Ready)
        return; // busy: its server loads it again for those who wait; on its way out: expected
    ModelSlot &slot = *it->second;
    transition(slot, ModelEvent::FoundUnloaded, MD_TEXT("its server unloaded it"));
    m_tracker.markUnloaded(modelId);
    gone(slot, {});
}

} // namespace modeldeck
