// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/scheduler.h"

#include <QLoggingCategory>
#include <algorithm>

// The scheduler's core: what models there are, requests and their leases. scheduler_load.cpp is the part that
// loads, scheduler_unload.cpp the one that gives back when told to, scheduler_automatic.cpp the one that does
// so by itself.
namespace modeldeck {

using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(schedulerLog, "modeldeck.scheduler")

namespace {

// One is computed while the next is already there; the rest wait here, where they can still be cancelled.
constexpr std::size_t maxSent = 2;

Error notInstalledError(const CatalogEntry &entry)
{
    const Text hint = entry.hint.isEmpty()
                          ? Text(MD_TEXT("Put its folder into a models directory and rescan"))
                          : entry.hint;
    return Error(ErrorCode::ModelNotFound, MD_TEXT("The model “%1” is not installed: %2"), entry.id,
                 entry.reason)
        .withHint(hint);
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
            slot.entry.reason = MD_TEXT("its folder no longer exists");
        }
    }
    for (const CatalogEntry &entry : m_catalog.entries()) {
        const auto [it, isNew] = m_slots.try_emplace(entry.id);
        ModelSlot &slot = it->second;
        if (isNew)
            slot.pinned = m_pinned.contains(entry.id);
        slot.entry = entry;
    }
    settle();
}

void Scheduler::forgetFailures()
{
    for (auto &[id, slot] : m_slots) {
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
    applyCapacity();
    applyPressure();
    retryRoom();
    settle();
}

Result<ModelSlot *> Scheduler::resolve(const QString &idOrAlias)
{
    if (m_shuttingDown)
        return tl::unexpected(shuttingDownError());
    const QString wanted = idOrAlias.isEmpty() ? currentVisionModel() : idOrAlias;
    if (wanted.isEmpty())
        return failure(Error(ErrorCode::ModelNotFound, MD_TEXT("No model is installed"))
                           .withHint(MD_TEXT("Put a model into a models directory and rescan")));
    if (const auto it = m_slots.find(wanted); it != m_slots.end() && it->second.isResident())
        return &it->second;
    const CatalogEntry *entry = m_catalog.find(wanted);
    if (!entry)
        return tl::unexpected(m_catalog.unknownModel(wanted));
    ModelSlot &slot = m_slots.at(entry->id);
    if (!entry->installed && !slot.isResident())
        return tl::unexpected(entry->unreachable ? m_effects.whyUnreachable() : notInstalledError(*entry));
    return &slot;
}

void Scheduler::transition(ModelSlot &slot, ModelEvent event, const Text &why)
{
    const auto next = nextState(slot.state, event);
    if (!next) {
        qCCritical(schedulerLog) << slot.entry.id << "cannot take" << eventName(event) << "while"
                                 << stateName(slot.state);
        Q_ASSERT_X(next, "Scheduler", "an event that the state table does not know");
        return;
    }
    slot.state = *next;
    if (slot.state == ModelState::Unloaded)
        m_present.erase(slot.entry.id);
    else
        m_present[slot.entry.id] = &slot;
    m_effects.stateChanged(slot.entry.id, slot.state, why);
}

std::vector<ModelSlot *> Scheduler::present() const
{
    std::vector<ModelSlot *> slots;
    for (const auto &[id, slot] : m_present)
        slots.push_back(slot);
    return slots;
}

bool Scheduler::anyResident() const
{
    return !m_departures.empty() ||
           std::ranges::any_of(m_present, [](const auto &item) { return item.second->isResident(); });
}

QStringList Scheduler::presentIds() const
{
    QStringList ids;
    for (const auto &[id, slot] : m_present)
        ids += id;
    return ids;
}

bool Scheduler::serves(const QString &modelId) const
{
    const auto it = m_slots.find(modelId);
    return it != m_slots.end() && it->second.isServing();
}

bool Scheduler::hasWork(const QString &modelId) const
{
    const auto it = m_slots.find(modelId);
    return it != m_slots.end() && it->second.hasWork();
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
    if (qint64(waiting) >= m_settings[MaxQueuedRequests]) {
        Error error = Error(ErrorCode::QueueFull, MD_TEXT_N("“%2” already has %n waiting request(s)"),
                            qint64(waiting), slot.entry.id)
                          .retryIn(1s);
        return done(tl::unexpected(error));
    }
    ++m_counters.requests;
    enqueue(slot, {id, std::move(request), std::move(done), m_clock.now(), 0ns});
    settle();
}

void Scheduler::enqueue(ModelSlot &slot, PendingEmbed pending)
{
    if (slot.state == ModelState::Failed) // nobody would serve its queue
        return pending.done(tl::unexpected(withRetry(slot, *slot.failure)));
    if (slot.isLeaving() || (slot.state == ModelState::Loading && !slot.orders.empty())) {
        slot.later.push_back(std::move(pending));
        return;
    }
    slot.preloaded = false; // from now on it is needed
    slot.queue.push_back(std::move(pending));
    if (slot.state == ModelState::Unloaded || slot.state == ModelState::ResidentInRam)
        beginLoad(slot);
    else
        pump(slot);
}

// Sends what the runner can take.
void Scheduler::pump(ModelSlot &slot)
{
    if (!slot.isLoaded())
        return;
    if (!slot.queue.empty()) {
        slot.external = false; // we use it: its time is ours to keep
        giveUpMove(slot);
        if (slot.state == ModelState::Ready)
            transition(slot, ModelEvent::LeaseTaken);
    }
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

// What a call that only loads asks of a loaded model, as far as the settings allow: its time begins now.
void Scheduler::keepFor(ModelSlot &slot, std::optional<std::chrono::nanoseconds> asked)
{
    if (!asked)
        return;
    slot.external = false; // its time is ours to keep
    slot.idleSince = m_clock.now();
    slot.keepAlive = allowedKeepAlive(*asked, m_settings);
    m_effects.keepAliveChanged(slot.entry.id, *asked);
}

void Scheduler::workDone(const QString &modelId, RequestId id, Result<Embeddings> result)
{
    ModelSlot &slot = m_slots.at(modelId);
    if (slot.orphans.erase(id) > 0) {
        pump(slot);
        settle();
        return;
    }
    auto node = slot.active.extract(id);
    if (node.empty())
        return; // broken off by a forced unload
    if (result) {
        slot.failures = 0;
        const PendingEmbed &served = node.mapped();
        m_tracker.recordUse(modelId, slot.entry.type,
                            {served.request.askedBy, result->runnerTime, served.loadTime > 0ns});
        result->loadTime = served.loadTime;
    }
    leaseEnded(slot);
    settle();
    node.mapped().done(std::move(result));
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
    for (ModelSlot *slot : present()) {
        if (slot->active.erase(id) > 0) {
            slot->orphans.insert(id);
            m_effects.cancelWork(slot->entry.id, id);
        } else if (std::erase_if(slot->queue, isIt) + std::erase_if(slot->later, isIt) == 0) {
            continue;
        }
        if (slot->isLoaded())
            leaseEnded(*slot);
        else if (slot->state == ModelState::Loading && !slot->orders.empty())
            abandonLoad(*slot); // unless others wait for it still
        settle();
        return;
    }
}

void Scheduler::dropRequests(std::deque<PendingEmbed> &requests, const Error &error)
{
    for (const PendingEmbed &pending : std::exchange(requests, {}))
        pending.done(tl::unexpected(error));
}

void Scheduler::measured(const QString &modelId, const MemoryUse &memory)
{
    const auto it = m_present.find(modelId);
    if (it == m_present.end() || !it->second->isLoaded())
        return;
    ModelSlot &slot = *it->second;
    slot.memory = memory;
    slot.peak.pss = std::max(slot.peak.pss, memory.pss);
    if (memory.device)
        slot.peak.device = std::max(slot.peak.device.value_or(Bytes{}), *memory.device);
    if (slot.configuration)
        m_estimator.learn(*slot.configuration, slot.peak);
}

QString Scheduler::currentVisionModel() const
{
    const auto installed = [this](const QString &id) {
        const CatalogEntry *entry = m_catalog.find(id);
        return entry && entry->installed && entry->type == ModelType::Vision ? entry->id : QString();
    };
    for (const QString &id :
         {m_switch.target(), m_tracker.lastUsed(ModelType::Vision), m_settings[VisionDefaultModel]}) {
        if (const QString found = installed(id); !found.isEmpty())
            return found;
    }
    for (const CatalogEntry &entry : m_catalog.entries()) {
        if (entry.installed && entry.type == ModelType::Vision)
            return entry.id;
    }
    return {};
}

} // namespace modeldeck
