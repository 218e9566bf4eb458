// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/journal/history.h"
#include "engine/journal/observers.h"

namespace modeldeck {

// Everything that happens passes through here: it becomes an event with a number and a time, and goes to the
// observers, the log and the history. Engine thread.
class Chronicle
{
public:
    // Continues from what the directory contains, and reports what was found there. Empty: nothing is saved.
    // `age`: how long to keep it.
    Chronicle(const Clock &clock, const QString &directory, std::chrono::days age);
    void setAge(std::chrono::days age); // older data is deleted at once

    const History &history() const { return m_history; }
    // The latest, newest first.
    const std::shared_ptr<const std::vector<Receipt>> &receipts() const { return m_receipts; }

    void observe(std::weak_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot, EventHandler onEvent);
    void tell(Event event); // assigns its number and time
    void tell(EventKind kind, const Text &text);
    void stateChanged(const QString &modelId, ModelState state, const Text &why);
    void loaded(const QString &modelId, ModelType type, double seconds, bool preloaded);
    void loadFailed(const QString &modelId, bool preloaded);
    void unloadedWithoutReceipt(const QString &modelId); // by others than us
    void used(const ModelUses &uses) { m_history.addUses(uses); }
    void judgePreload(const QString &modelId, bool used) { m_history.judgePreload(modelId, used); }
    Receipt keep(Receipt receipt); // with its number
    void publish(const std::shared_ptr<const Snapshot> &snapshot);

    // The state that a restart continues from.
    void remember(const QString &currentVisionModel, const std::set<QString> &pinned,
                  const std::map<QString, std::set<QString>> &inOllama)
    {
        m_history.remember(currentVisionModel, pinned, inOllama);
    }

private:
    void shareReceipts();

    const Clock &m_clock;
    History m_history;
    Observers m_observers;
    std::map<QString, ModelState> m_lastStates;
    std::shared_ptr<const std::vector<Receipt>> m_receipts;
    quint64 m_eventSequence = 0;
};

} // namespace modeldeck
