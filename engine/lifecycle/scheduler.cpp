// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/scheduler.h"

#include <QLoggingCategory>
#include <algorithm>

// The scheduler's half that serves: requests, loads, failures. scheduler_unload.cpp is the half that gives back.
namespace modeldeck {

using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(schedulerLog, "modeldeck.scheduler")

namespace {

// One is computed while the next is already there; the rest wait here, where they can still be cancelled.
constexpr std::size_t maxSent = 2;

// The pause before the next attempt: none after a first failure, then 1 s doubling to 60 s.
std::chrono::seconds backoff(int failures)
{
    return failures <= 1 ? 0s : std::min(60s, 1s * (1 << std::min(failures - 2, 6)));
}

} // namespace

Scheduler::Scheduler(Effects &effects, const Clock &clock, const Settings &settings)
    : m_effects(effects), m_clock(clock), m_settings(settings), m_tracker(clock)
{
}

void Scheduler::setCatalog(const Catalog &catalog)
{
    m_catalog = catalog;
    std::erase_if(m_slots, [&](const auto &item) {
        return !m_catalog.find(item.first) && item.second.state == ModelState::Unloaded;
    });
    for (auto &[id, slot] : m_slots) {
        if (!m_catalog.find(id)) {
            slot.entry.installed = false;
            slot.entry.reason = {MD_TEXT("its folder is gone"), {}};
        }
    }
    for (const CatalogEntry &entry : m_catalog.entries()) {
        const auto [it, isNew] = m_slots.try_emplace(entry.id);
        ModelSlot &slot = it->second;
        if (isNew)
            slot.pinned = m_pinned.contains(entry.id);
        slot.entry = entry;
        slot.failures = 0;
        if (slot.state == ModelState::Failed)
            transition(slot, ModelEvent::RetryDue);
        slot.failure.reset();
    }
    settle();
}

void Scheduler::setSettings(const Settings &settings)
{
    m_settings = settings;
    m_tracker.applyTimeouts(settings);
    retryRoom();
    settle();
}

Result<ModelSlot *> Scheduler::resolve(const QString &idOrAlias)
{
    if (m_shuttingDown)
        return tl::unexpected(shuttingDownError());
    const QString wanted = idOrAlias.isEmpty() ? currentVisionModel() : idOrAlias;
    if (wanted.isEmpty())
        return failure(ErrorCode::ModelNotFound, {MD_TEXT("No model is installed"), {}},
                       {MD_TEXT("Put a model into a models directory and rescan"), {}});
    if (const auto it = m_slots.find(wanted); it != m_slots.end() && it->second.isResident())
        return &it->second;
    const CatalogEntry *entry = m_catalog.find(wanted);
    if (!entry) {
        const QStringList nearest = m_catalog.nearest(wanted, 3);
        return failure(ErrorCode::ModelNotFound, {MD_TEXT("There is no model “%1”"), {wanted.left(200)}},
                       {MD_TEXT("Nearest: %1"), {nearest.join(QLatin1String(", "))}});
    }
    ModelSlot &slot = m_slots.at(entry->id);
    if (!entry->installed && !slot.isResident())
        return failure(ErrorCode::ModelNotFound,
                       {MD_TEXT("The model “%1” is not installed: %2"), {entry->id, entry->reason.english()}},
                       {MD_TEXT("Put its folder into a models directory and rescan"), {}});
    return &slot;
}

void Scheduler::transition(ModelSlot &slot, ModelEvent event, const Text &why)
{
    const auto next = nextState(slot.state, event);
    if (!next) {
        qCCritical(schedulerLog) << slot.entry.id << "cannot take" << eventName(event) << "while" << stateName(slot.state);
        Q_ASSERT_X(next, "Scheduler", "an event that the state table does not know");
        return;
    }
    slot.state = *next;
    m_effects.stateChanged(slot.entry.id, slot.state, why);
}

ResidentModel Scheduler::resident(const ModelSlot &slot) const
{
    const ModelUsage *usage = m_tracker.find(slot.entry.id);
    return {slot.entry.id,
            slot.entry.type,
            slot.hasWork() || slot.state == ModelState::Loading,
            slot.pinned,
            slot.idleSince,
            slot.keepAlive,
            usage ? usage->timeouts.ram : 0s};
}

// The models that a policy may choose from: loaded, and not already on their way out.
std::vector<ResidentModel> Scheduler::residents() const
{
    std::vector<ResidentModel> models;
    for (const auto &[id, slot] : m_slots) {
        if (slot.isLoaded() && !slot.isLeaving())
            models.push_back(resident(slot));
    }
    return models;
}

void Scheduler::embed(RequestId id, EmbedRequest request, Done<Embeddings> done)
{
    const Result<ModelSlot *> found = resolve(request.model);
    if (!found)
        return done(tl::unexpected(found.error()));
    ModelSlot &slot = **found;
    if (slot.state == ModelState::Failed)
        return done(tl::unexpected(withRetry(slot, *slot.failure)));
    const auto waiting = slot.active.size() + slot.queue.size() + slot.later.size();
    if (qint64(waiting) >= m_settings.integer(Key::MaxQueuedRequests)) {
        Error error{ErrorCode::QueueFull, {MD_TEXT("%1 requests wait for “%2” already"), {QString::number(waiting), slot.entry.id}},
                    {}, {}, {}, 1s};
        return done(tl::unexpected(error));
    }
    ++m_requests;
    enqueue(slot, {id, std::move(request), std::move(done), m_clock.now(), 0ns});
    settle();
}

void Scheduler::enqueue(ModelSlot &slot, PendingEmbed pending)
{
    if (slot.state == ModelState::Failed) // nobody would serve its queue
        return pending.done(tl::unexpected(withRetry(slot, *slot.failure)));
    if (slot.isLeaving() || (slot.state == ModelState::Loading && slot.order)) {
        slot.later.push_back(std::move(pending));
        return;
    }
    slot.queue.push_back(std::move(pending));
    if (slot.state == ModelState::Unloaded)
        beginLoad(slot);
    else
        pump(slot);
}

// Sends what the runner can take.
void Scheduler::pump(ModelSlot &slot)
{
    if (!slot.isLoaded())
        return;
    if (slot.state == ModelState::Ready && !slot.queue.empty())
        transition(slot, ModelEvent::LeaseTaken);
    while (!slot.queue.empty() && slot.active.size() + slot.orphans.size() < maxSent) {
        PendingEmbed pending = std::move(slot.queue.front());
        slot.queue.pop_front();
        slot.keepAlive.reset();
        if (pending.request.keepAlive)
            slot.keepAlive = allowedKeepAlive(*pending.request.keepAlive, m_settings);
        const RequestId id = pending.id;
        PendingEmbed &sent = slot.active.emplace(id, std::move(pending)).first->second;
        m_effects.startWork(slot.entry.id, id, sent.request);
        sent.request.inputs.clear(); // the service has them now
    }
}

void Scheduler::workDone(const QString &modelId, RequestId id, Result<Embeddings> result)
{
    ModelSlot &slot = m_slots.at(modelId);
    if (slot.orphans.erase(id) == 0) {
        auto node = slot.active.extract(id);
        if (node.empty())
            return; // broken off by a forced unload
        if (result) {
            slot.failures = 0;
            const PendingEmbed &served = node.mapped();
            m_tracker.recordUse(modelId, slot.entry.type, {served.request.askedBy, result->runnerTime, served.loadTime > 0ns});
            result->loadTime = served.loadTime;
        }
        leaseEnded(slot);
        settle();
        node.mapped().done(std::move(result));
        return;
    }
    pump(slot);
    settle();
}

void Scheduler::leaseEnded(ModelSlot &slot)
{
    slot.idleSince = m_clock.now();
    pump(slot);
    if (slot.hasWork())
        return;
    if (slot.state == ModelState::Draining) {
        stopModel(slot);
    } else if (slot.state == ModelState::Busy) {
        transition(slot, ModelEvent::LastLeaseEnded);
        retryRoom();
    }
}

void Scheduler::cancel(RequestId id)
{
    const auto isIt = [id](const PendingEmbed &pending) { return pending.id == id; };
    for (auto &[modelId, slot] : m_slots) {
        if (slot.active.erase(id) > 0) {
            slot.orphans.insert(id);
        } else if (std::erase_if(slot.queue, isIt) + std::erase_if(slot.later, isIt) == 0) {
            continue;
        }
        if (slot.isLoaded())
            leaseEnded(slot);
        settle();
        return;
    }
}

void Scheduler::load(const QString &modelId, Done<LoadReport> done)
{
    const Result<ModelSlot *> found = resolve(modelId);
    if (!found)
        return done(tl::unexpected(found.error()));
    ModelSlot &slot = **found;
    if (slot.isLoaded() && !slot.isLeaving())
        return done(LoadReport{slot.entry.id, 0});
    slot.loadWaiters.push_back(std::move(done));
    if (slot.state == ModelState::Failed) // a person asks: the backoff is for machines
        transition(slot, ModelEvent::RetryDue);
    if (slot.state == ModelState::Unloaded)
        beginLoad(slot);
    settle();
}

void Scheduler::beginLoad(ModelSlot &slot)
{
    transition(slot, ModelEvent::LoadStarted);
    slot.awaitingRoom = true;
    m_awaitingRoom.push_back(slot.entry.id);
    retryRoom();
}

// Starts the load if there is room; else sees to it that there will be.
void Scheduler::findRoom(ModelSlot &slot)
{
    const int limit = int(m_settings.integer(Key::MaxLoadedModels));
    int taken = 0, leaving = 0, loading = 0;
    for (const auto &[id, other] : m_slots) {
        taken += other.isResident();
        leaving += other.isLeaving();
        loading += other.state == ModelState::Loading && !other.awaitingRoom;
    }
    if (taken < limit) {
        slot.awaitingRoom = false;
        std::erase(m_awaitingRoom, slot.entry.id);
        m_effects.startLoad(slot.entry);
        return;
    }
    if (taken - leaving < limit)
        return;
    const auto decision = CapacityPolicy::makeRoom(residents(), limit - loading, m_switchingFrom);
    for (const UnloadAction &action : decision.actions)
        orderUnload(m_slots.at(action.modelId), {action.reason, action.rule, action.candidates, {}, false});
    if (decision.missing > 0 && loading + leaving == 0 && decision.actions.empty()) {
        slot.awaitingRoom = false;
        std::erase(m_awaitingRoom, slot.entry.id);
        fail(slot, ModelEvent::LoadFailed,
             {ErrorCode::InsufficientMemory,
              {MD_TEXT("%1 models are loaded, which is the limit, and all of them are pinned"), {QString::number(taken)}},
              {MD_TEXT("Unpin one, or raise max_loaded_models"), {}}, {}, {}, {}});
    }
}

void Scheduler::retryRoom()
{
    const auto waiting = m_awaitingRoom;
    for (const QString &id : waiting) {
        if (ModelSlot &slot = m_slots.at(id); slot.awaitingRoom)
            findRoom(slot);
    }
}

void Scheduler::loaded(const QString &modelId, LoadedInfo info)
{
    ModelSlot &slot = m_slots.at(modelId);
    m_tracker.registerModel(modelId, slot.entry.type, info.seconds, m_settings);
    slot.info = std::move(info);
    slot.failure.reset();
    slot.idleSince = m_clock.now();
    slot.keepAlive.reset();
    transition(slot, ModelEvent::Loaded);
    for (PendingEmbed &pending : slot.queue)
        pending.loadTime = m_clock.now() - pending.since;
    const double seconds = slot.info.seconds;
    const auto waiters = std::exchange(slot.loadWaiters, {});
    pump(slot);
    if (auto order = std::exchange(slot.order, std::nullopt))
        orderUnload(slot, std::move(*order));
    else
        retryRoom();
    settle();
    for (const auto &done : waiters)
        done(LoadReport{modelId, seconds});
}

void Scheduler::loadFailed(const QString &modelId, const Error &error)
{
    fail(m_slots.at(modelId), ModelEvent::LoadFailed, error);
    retryRoom();
    settle();
}

// The error, with the time that is left of the backoff.
Error Scheduler::withRetry(const ModelSlot &slot, Error error) const
{
    if (slot.state == ModelState::Failed)
        error.retryAfter = std::max(1s, std::chrono::ceil<std::chrono::seconds>(slot.retryAt - m_clock.now()));
    return error;
}

// The model is not there for a reason that concerns all who wait for it.
void Scheduler::fail(ModelSlot &slot, ModelEvent event, const Error &reason)
{
    ++slot.failures;
    slot.retryAt = m_clock.now() + backoff(slot.failures);
    slot.failure = reason;
    transition(slot, event, reason.message);
    m_tracker.markUnloaded(slot.entry.id);
    if (slot.retryAt <= m_clock.now())
        transition(slot, ModelEvent::RetryDue);
    const Error error = withRetry(slot, reason);
    slot.order.reset();
    const auto loads = std::exchange(slot.loadWaiters, {});
    const auto unloads = std::exchange(slot.unloadWaiters, {});
    dropRequests(slot.queue, error);
    dropRequests(slot.later, error);
    for (const auto &done : loads)
        done(tl::unexpected(error));
    for (const auto &done : unloads)
        done(UnloadReport{});
}

void Scheduler::dropRequests(std::deque<PendingEmbed> &requests, const Error &error)
{
    for (const PendingEmbed &pending : std::exchange(requests, {}))
        pending.done(tl::unexpected(error));
}

void Scheduler::crashed(const QString &modelId, const Error &error, const UnloadMeasurement &seen)
{
    ModelSlot &slot = m_slots.at(modelId);
    if (slot.state == ModelState::Loading)
        return loadFailed(modelId, error);
    if (slot.state == ModelState::Unloading)
        return stopped(modelId, seen);
    slot.order = UnloadOrder{UnloadReason::Failure, error.message, {}, {}, false};
    receipt(slot, seen);
    slot.info = {};
    slot.memory = {};
    const auto broken = std::exchange(slot.active, {});
    slot.orphans.clear();
    // Those that had not been sent did not do it: the first crash costs them only a new load.
    auto unsent = std::exchange(slot.queue, {});
    std::ranges::move(std::exchange(slot.later, {}), std::back_inserter(unsent));
    const bool again = slot.failures == 0 && !m_shuttingDown;
    fail(slot, ModelEvent::Crashed, error);
    if (!again)
        dropRequests(unsent, withRetry(slot, error));
    for (PendingEmbed &pending : unsent)
        enqueue(slot, std::move(pending));
    retryRoom();
    settle();
    for (const auto &[id, pending] : broken)
        pending.done(tl::unexpected(withRetry(slot, error)));
}

void Scheduler::measured(const QString &modelId, const MemoryUse &memory)
{
    if (const auto it = m_slots.find(modelId); it != m_slots.end() && it->second.isLoaded())
        it->second.memory = memory;
}

QString Scheduler::currentVisionModel() const
{
    const auto installed = [this](const QString &id) {
        const CatalogEntry *entry = m_catalog.find(id);
        return entry && entry->installed && entry->type == ModelType::Vision ? entry->id : QString();
    };
    for (const QString &id : {m_switchedTo, m_tracker.lastUsed(ModelType::Vision), m_settings.text(Key::VisionDefaultModel)}) {
        if (const QString found = installed(id); !found.isEmpty())
            return found;
    }
    for (const CatalogEntry &entry : m_catalog.entries()) {
        if (entry.installed && entry.type == ModelType::Vision)
            return entry.id;
    }
    return {};
}

bool Scheduler::anyResident() const
{
    return std::ranges::any_of(m_slots, [](const auto &item) { return item.second.isResident(); });
}

} // namespace modeldeck
