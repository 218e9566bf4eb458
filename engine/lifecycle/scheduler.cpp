// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/scheduler.h"

#include "engine/lifecycle/lifecycle_view.h"

#include <algorithm>

namespace modeldeck {

using namespace std::chrono_literals;

Scheduler::Scheduler(Effects &effects, const Clock &clock, const Settings &settings)
    : m_models(effects, clock, settings),
      m_unloads(m_models, m_room,
                {[this](ModelSlot &slot) { afterUnload(slot); },
                 [this](ModelSlot &slot, const std::vector<PendingLoad> &loads) { afterKept(slot, loads); }})
{
}

void Scheduler::setCatalog(const Catalog &catalog)
{
    m_models.setCatalog(catalog);
    settle();
}

void Scheduler::forgetFailures()
{
    for (auto &[id, slot] : m_models.all()) {
        slot.failures = 0;
        if (slot.state == ModelState::Failed)
            m_models.transition(slot, ModelEvent::RetryDue);
        slot.failure.reset();
    }
    settle();
}

void Scheduler::setSettings(const Settings &settings)
{
    m_models.settings = settings;
    m_models.tracker.applyTimeouts(settings);
    m_automatic.applyLimit();
    m_automatic.applyPressure();
    m_loads.retryRoom();
    settle();
}

void Scheduler::restore(const RestoredState &state)
{
    m_switch.restoreTarget(state.currentVisionModel);
    m_models.restorePins(state.pinned);
    m_models.tracker.restore(state.usage, m_models.settings);
    settle();
}

Result<ModelSlot *> Scheduler::resolve(const QString &idOrAlias)
{
    return m_models.resolve(idOrAlias.isEmpty() ? currentVisionModel() : idOrAlias);
}

void Scheduler::embed(RequestId id, EmbedRequest request, Done<Embeddings> done)
{
    const Result<ModelSlot *> found = resolve(request.model);
    if (!found)
        return done(tl::unexpected(found.error()));
    ModelSlot &slot = **found;
    if (slot.state == ModelState::Failed)
        return done(tl::unexpected(m_loads.withRetry(slot, *slot.failure)));
    const auto waiting = qint64(slot.requests.leases() + slot.requests.waitingForNextLoad());
    if (waiting >= m_models.settings[MaxQueuedRequests]) {
        Error error = Error(ErrorCode::QueueFull, MD_TEXT_N("“%2” already has %n waiting request(s)"),
                            waiting, slot.entry->id)
                          .retryIn(1s);
        return done(tl::unexpected(error));
    }
    ++m_models.counters.requests;
    m_requests.add(slot, {id, std::move(request), std::move(done), m_models.clock.now(), 0ns});
    settle();
}

void Scheduler::cancel(RequestId id)
{
    for (ModelSlot *slot : m_models.present()) {
        if (m_requests.cancel(*slot, id))
            return settle();
    }
}

void Scheduler::workDone(const QString &modelId, RequestId id, Result<Embeddings> result)
{
    const auto pending = m_requests.answered(m_models.at(modelId), id, result);
    settle();
    if (pending)
        pending->done(std::move(result));
}

void Scheduler::load(const QString &modelId, Done<LoadReport> done,
                     std::optional<std::chrono::nanoseconds> keepAlive)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    const bool isThere = m_loads.add(**found, {done, keepAlive});
    settle();
    if (isThere)
        done(LoadReport{(*found)->entry->id, 0});
}

void Scheduler::preload(const QString &modelId, Done<LoadReport> done, const Text &why)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    ModelSlot &slot = **found;
    if (slot.state != ModelState::Unloaded)
        return done(tl::unexpected(preloadRefused(slot.entry->id)));
    slot.preloaded = true;
    slot.loadWaiters.push_back({std::move(done)});
    m_loads.begin(slot, why);
    settle();
}

void Scheduler::cancelLoad(const QString &modelId, Done<LoadReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    ModelSlot &slot = **found;
    const QString id = slot.entry->id;
    if (slot.state == ModelState::Draining) {
        const auto cancelled = m_unloads.cancel(slot);
        settle();
        return done(cancelled);
    }
    if (slot.state != ModelState::Loading)
        return done(failure(ErrorCode::InvalidRequest, MD_TEXT("“%1” is not being loaded"), id));
    const Error error = Error(ErrorCode::ModelLoadFailed, MD_TEXT("The load of “%1” was cancelled"), id);
    const auto loads = std::exchange(slot.loadWaiters, {});
    slot.requests.failQueue(error);
    m_unloads.order(slot, {UnloadReason::Manual, MD_TEXT("the load was cancelled"), {}, {}, false});
    settle();
    for (const PendingLoad &waiter : loads)
        waiter.done(tl::unexpected(error));
    done(LoadReport{id, 0});
}

void Scheduler::unload(const QString &modelId, UnloadOrder order, Done<UnloadReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found && found.error().code != ErrorCode::ModelNotFound)
        return done(tl::unexpected(found.error()));
    // Known but neither installed nor loaded is just not loaded.
    if (!found && !m_models.catalog().find(modelId))
        return done(tl::unexpected(found.error()));
    if (!found || !(*found)->isPresent())
        return done(UnloadReport{});
    order.done = std::move(done);
    m_unloads.order(**found, std::move(order));
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
    for (const ModelSlot *slot : m_models.present()) {
        if (slot->entry->type == type && slot->isPresent())
            ids += slot->entry->id;
    }
    all->missing += int(ids.size());
    for (const QString &id : ids)
        unload(id, order, oneDone);
    oneDone(UnloadReport{});
}

void Scheduler::reload(const QString &modelId, UnloadOrder order, Done<LoadReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    const QString id = (*found)->entry->id;
    unload(id, std::move(order), [this, id, done](const Result<UnloadReport> &unloaded) {
        if (unloaded)
            load(id, done);
        else
            done(tl::unexpected(unloaded.error()));
    });
}

void Scheduler::switchTo(const QString &modelId, Done<SwitchReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    m_switch.switchTo((*found)->entry->id, std::move(done));
    settle();
}

void Scheduler::setPinned(const QString &modelId, bool pinned, Done<LoadReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    m_models.pin(**found, pinned);
    m_loads.retryRoom();
    settle();
    done(LoadReport{(*found)->entry->id, 0});
}

void Scheduler::pause(std::optional<std::chrono::seconds> time, Done<int> done)
{
    m_automatic.pause(time);
    settle();
    done(0);
}

void Scheduler::resume(Done<int> done)
{
    m_automatic.resume();
    alarm();
    done(0);
}

void Scheduler::shutDown(std::chrono::nanoseconds drain, Done<int> done)
{
    m_models.shuttingDown = true;
    m_shutDownDone = std::move(done);
    const UnloadOrder order{
        UnloadReason::Shutdown, MD_TEXT("Modeldeck is exiting"), {}, m_models.clock.now() + drain, true};
    for (ModelSlot *slot : m_models.present()) {
        if (!m_models.isOursToManage(*slot) && slot->state == ModelState::Ready) {
            m_unloads.foundUnloaded(*slot); // what others loaded stays when we go
            continue;
        }
        // Only what a loaded model has begun or found in its queue is still served.
        slot->requests.failWaiting(shuttingDownError());
        if (slot->state == ModelState::Loading)
            slot->requests.failQueue(shuttingDownError());
        for (auto *waiting : {&slot->loadWaiters, &slot->laterLoads}) {
            for (const PendingLoad &waiter : std::exchange(*waiting, {}))
                waiter.done(tl::unexpected(shuttingDownError()));
        }
        m_unloads.order(*slot, order);
    }
    settle();
}

void Scheduler::loaded(const QString &modelId, LoadedInfo info)
{
    ModelSlot &slot = m_models.at(modelId);
    const double seconds = info.seconds;
    const auto waiters = m_loads.finished(slot, std::move(info));
    m_requests.pump(slot);
    if (!slot.orders.empty()) {
        m_unloads.drain(slot);
    } else {
        m_automatic.applyLimit();
        m_loads.retryRoom();
    }
    settle();
    for (const PendingLoad &waiter : waiters)
        waiter.done(LoadReport{modelId, seconds});
}

void Scheduler::loadFailed(const QString &modelId, const Error &error)
{
    m_loads.failed(m_models.at(modelId), error);
    settle();
}

void Scheduler::crashed(const QString &modelId, const Error &error, const UnloadMeasurement &seen)
{
    ModelSlot &slot = m_models.at(modelId);
    if (slot.state == ModelState::Loading && !slot.isReturning())
        return loadFailed(modelId, error);
    if (slot.state == ModelState::Unloading)
        return unloaded(modelId, seen);
    if (!slot.isLoaded() && !slot.isReturning())
        return;
    ++m_models.counters.runnerCrashes;
    const UnloadReport report{
        {modelId},
        {m_unloads.receipt(modelId, slot.entry->type, {UnloadReason::Failure, error.message, {}, {}, false},
                           seen)}};
    slot.memory = {};
    slot.move.reset();
    const auto broken = slot.requests.takeSent();
    slot.requests.forgetCancelled();
    // Those that had not been sent did not do it: the first crash costs them only a new load.
    auto unsent = slot.requests.takeUnsent();
    const bool again = slot.failures == 0 && !m_models.shuttingDown;
    const auto laterLoads = again ? std::exchange(slot.laterLoads, {}) : std::vector<PendingLoad>{};
    m_loads.fail(slot, ModelEvent::Crashed, error, report);
    if (!again)
        failAll(std::exchange(unsent, {}), m_loads.withRetry(slot, error));
    for (const PendingLoad &waiter : laterLoads)
        load(modelId, waiter.done, waiter.keepAlive);
    for (PendingEmbed &pending : unsent)
        m_requests.add(slot, std::move(pending));
    m_loads.retryRoom();
    settle();
    for (const PendingEmbed &pending : broken)
        pending.done(tl::unexpected(m_loads.withRetry(slot, error)));
}

void Scheduler::unloaded(const QString &modelId, const UnloadMeasurement &seen)
{
    m_unloads.finished(m_models.at(modelId), seen);
}

void Scheduler::unloadFailed(const QString &modelId, const Error &error)
{
    m_unloads.refused(m_models.at(modelId), error);
}

void Scheduler::readyInRam(const QString &modelId, LoadedInfo info)
{
    m_unloads.readyInRam(m_models.at(modelId), std::move(info));
    settle();
}

void Scheduler::moveFailed(const QString &modelId, const Error &error)
{
    m_unloads.moveFailed(m_models.at(modelId), error);
    settle();
}

void Scheduler::movedToRam(const QString &modelId, const UnloadMeasurement &seen)
{
    m_unloads.movedToRam(modelId, seen);
    settle();
}

void Scheduler::foundLoaded(const QString &modelId, LoadedInfo info, bool isOurs)
{
    ModelSlot *slot = m_models.find(modelId);
    if (!slot || (slot->state != ModelState::Unloaded && slot->state != ModelState::Failed))
        return;
    m_loads.foundLoaded(*slot, std::move(info), isOurs);
    settle();
}

void Scheduler::foundUnloaded(const QString &modelId)
{
    // Busy: its server loads it again for those who wait. Being unloaded: expected.
    if (ModelSlot *slot = m_models.find(modelId); slot && slot->state == ModelState::Ready)
        m_unloads.foundUnloaded(*slot);
}

// Lets in those who wait for the model, and those who wait for its room.
void Scheduler::afterUnload(ModelSlot &slot)
{
    if (slot.requests.queued() > 0 || !slot.loadWaiters.empty())
        m_loads.begin(slot);
    m_loads.retryRoom();
    settle();
}

void Scheduler::afterKept(ModelSlot &slot, const std::vector<PendingLoad> &loads)
{
    m_requests.pump(slot);
    m_loads.retryRoom();
    for (const PendingLoad &waiter : loads) {
        m_loads.keepFor(slot, waiter.keepAlive);
        waiter.done(LoadReport{slot.entry->id, 0});
    }
    settle();
}

void Scheduler::measured(const QString &modelId, const MemoryUse &memory)
{
    if (ModelSlot *slot = m_models.find(modelId); slot && slot->isLoaded())
        m_room.learn(*slot, memory);
}

void Scheduler::remember(const MemoryReadings &readings)
{
    m_room.remember(readings, m_switch.from());
    m_automatic.applyPressure();
    settle();
}

void Scheduler::alarm()
{
    for (ModelSlot *slot : m_models.present()) {
        if (slot->state == ModelState::Failed && slot->retryAt <= m_models.clock.now())
            m_models.transition(*slot, ModelEvent::RetryDue);
        m_unloads.expire(*slot);
    }
    m_automatic.applyDeadlines();
    settle();
}

int Scheduler::sweep(const std::function<bool(const QString &)> &isThere)
{
    int corrections = 0;
    for (const ModelSlot *slot : m_models.present()) {
        const QString id = slot->entry->id;
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
    std::optional<BootTime> earliest = m_automatic.pausedUntil();
    const auto consider = [&](std::optional<BootTime> at) {
        if (at && (!earliest || *at < *earliest))
            earliest = at;
    };
    for (const auto &[id, slot] : m_models.presentById()) {
        if (slot->state == ModelState::Failed)
            consider(slot->retryAt);
        if (slot->state == ModelState::Draining || slot->state == ModelState::Loading) {
            for (const UnloadOrder &order : slot->orders)
                consider(order.deadline);
        }
        if (const auto due = m_automatic.deadline(*slot))
            consider(due->at);
    }
    return earliest;
}

// Ends every call: the alarm follows what has changed.
void Scheduler::settle()
{
    m_models.effects.setAlarm(nextAlarm());
    if (m_models.shuttingDown && m_shutDownDone && !anyResident())
        std::exchange(m_shutDownDone, {})(0);
}

bool Scheduler::anyResident() const
{
    return m_unloads.isAnyRunnerStopping() ||
           std::ranges::any_of(m_models.presentById(),
                               [](const auto &item) { return item.second->isResident(); });
}

QStringList Scheduler::presentIds() const
{
    QStringList ids;
    for (const auto &[id, slot] : m_models.presentById())
        ids += id;
    return ids;
}

bool Scheduler::serves(const QString &modelId) const
{
    const ModelSlot *slot = m_models.find(modelId);
    return slot && slot->isServing();
}

bool Scheduler::hasWork(const QString &modelId) const
{
    const ModelSlot *slot = m_models.find(modelId);
    return slot && slot->requests.hasLeases();
}

QString Scheduler::currentVisionModel() const
{
    const Catalog &catalog = m_models.catalog();
    for (const QString &id : {m_switch.target(), m_models.tracker.lastUsed(ModelType::Vision),
                              m_models.settings[VisionDefaultModel]}) {
        const CatalogEntry *entry = catalog.find(id);
        if (entry && entry->installed && entry->type == ModelType::Vision)
            return entry->id;
    }
    for (const CatalogEntry &entry : catalog.entries()) {
        if (entry.installed && entry.type == ModelType::Vision)
            return entry.id;
    }
    return {};
}

void Scheduler::describe(Snapshot &snapshot) const
{
    snapshot.currentVisionModel = currentVisionModel();
    describeLifecycle(snapshot, m_models, m_automatic, m_room.readings());
}

} // namespace modeldeck
