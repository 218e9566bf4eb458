// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/chronicle.h"

#include "engine/journal/activity_log.h"

#include <QLoggingCategory>

namespace modeldeck {

Q_LOGGING_CATEGORY(chronicleLog, "modeldeck.engine")

namespace {

constexpr int keptReceipts = 200; // in a snapshot, as many as REST shows by default; the history has more

} // namespace

Chronicle::Chronicle(const Clock &clock, const QString &directory, std::chrono::days age) : m_clock(clock)
{
    m_history.setAge(age);
    if (!directory.isEmpty()) {
        if (const auto opened = m_history.open(directory, m_clock.epoch()); !opened)
            qCWarning(chronicleLog).noquote() << opened.error().message.english();
    }
    m_eventSequence = m_history.lastSequence();
    for (const HistoryNote &note : m_history.notes()) {
        qCWarning(chronicleLog).noquote() << note.text.english();
        Event event;
        event.modelId = note.modelId;
        event.kind = note.modelId.isEmpty() ? EventKind::Setting : EventKind::State;
        if (event.kind == EventKind::State)
            event.state = ModelState::Unloaded;
        event.text = note.text;
        tell(std::move(event));
    }
    shareReceipts();
}

void Chronicle::setAge(std::chrono::days age)
{
    m_history.setAge(age);
    m_history.prune(m_clock.epoch());
    shareReceipts();
}

void Chronicle::observe(std::weak_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot, EventHandler onEvent)
{
    m_observers.add(std::move(mailbox), std::move(onSnapshot), std::move(onEvent));
}

void Chronicle::tell(Event event)
{
    event.sequence = ++m_eventSequence;
    event.at = m_clock.epoch();
    activity_log::happened(event);
    m_history.append(event);
    m_observers.tell(event);
}

void Chronicle::tell(EventKind kind, const Text &text)
{
    Event event;
    event.kind = kind;
    event.text = text;
    tell(std::move(event));
}

void Chronicle::stateChanged(const QString &modelId, ModelState state, const Text &why)
{
    // Becoming busy and ready again is part of every request, so it is no event.
    ModelState &before = m_lastStates[modelId];
    const bool news =
        state != ModelState::Busy && !(state == ModelState::Ready && before == ModelState::Busy);
    before = state;
    if (!news)
        return;
    Event event;
    event.kind = EventKind::State;
    event.modelId = modelId;
    event.state = state;
    event.text = why;
    tell(std::move(event));
}

void Chronicle::loaded(const QString &modelId, ModelType type, double seconds, bool preloaded)
{
    m_history.addLoad(modelId, type, m_clock.epoch(), seconds, preloaded);
}

void Chronicle::loadFailed(const QString &modelId, bool preloaded)
{
    m_history.addLoadFailure(modelId, m_clock.epoch(), preloaded);
}

void Chronicle::unloadedWithoutReceipt(const QString &modelId)
{
    m_history.unloaded(modelId, m_clock.epoch());
}

Receipt Chronicle::keep(Receipt receipt)
{
    if (!receipt.movedToRam)
        m_history.unloaded(receipt.modelId, receipt.at);
    receipt.id = m_history.append(receipt);
    shareReceipts();
    Event event;
    event.kind = EventKind::Receipt;
    event.modelId = receipt.modelId;
    event.receipt = receipt;
    tell(std::move(event));
    return receipt;
}

void Chronicle::publish(const std::shared_ptr<const Snapshot> &snapshot)
{
    m_history.sample(*snapshot);
    m_observers.tell(snapshot);
}

void Chronicle::shareReceipts()
{
    m_receipts = std::make_shared<const std::vector<Receipt>>(m_history.receipts(keptReceipts));
}

} // namespace modeldeck
