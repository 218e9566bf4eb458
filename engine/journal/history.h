// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/believed_clock.h"
#include "engine/journal/load_history.h"
#include "engine/journal/memory_history.h"
#include "engine/journal/usage_history.h"

namespace modeldeck {

// What open() found worth telling.
struct HistoryNote
{
    QString modelId; // empty: of the file itself
    Text text;
};

// What outlives the program: receipts, events, loads, usage, memory and what the engine goes on from, in
// DIRECTORY/history.db (SQLite). All of it is held in memory, bounded, and read from there; the file only
// keeps it, and is written by a thread of its own. So nothing that befalls the file stops the program, and
// nobody waits for it. Engine thread.
class History
{
public:
    struct Limits
    {
        std::size_t receipts = 1000;
        std::size_t events = 500;
        std::size_t loads = 5000;
        std::chrono::days age{90}; // the setting history_days
    };

    History() : History(Limits()) {} // in memory alone
    explicit History(Limits limits);
    Q_DISABLE_COPY_MOVE(History)

    // Makes the directory, reads what the file holds. A file that is damaged is moved to history.db.corrupt
    // and a new one begun; vision models that were loaded when the program died are closed as lost: notes()
    // tells.
    // On an error nothing is kept beyond this run.
    Result<void> open(const QString &directory, EpochSeconds now);
    const std::vector<HistoryNote> &notes() const { return m_notes; }
    bool isKept() const { return m_store.isOpen(); }
    void setAge(std::chrono::days age) { m_age = age; }
    void prune(EpochSeconds now); // what is too old goes; by itself at the start and once an hour
    const BelievedClock &clock() const { return m_clock; } // as far as the history has seen it

    // The number given to it; the receipt's own is ignored.
    qint64 append(const Receipt &receipt);
    void append(const Event &event); // of its receipt, the number; sequences only grow
    void addUses(const ModelUses &uses) { m_usage.add(uses); }
    void addLoad(const QString &modelId, ModelType type, EpochSeconds at, double seconds, bool preloaded);
    void addLoadFailure(const QString &modelId, EpochSeconds at, bool preloaded);
    void unloaded(const QString &modelId, EpochSeconds at) { m_loads.unloaded(modelId, at); }
    void judgePreload(const QString &modelId, bool used) { m_loads.judgePreload(modelId, used); }
    void sample(const Snapshot &snapshot); // at any pace
    // Writes what has changed of it.
    void remember(const QString &currentVisionModel, const std::set<QString> &pinned,
                  const std::map<QString, std::set<QString>> &inOllama); // models by server

    RestoredState state() const; // as open() found it; usage goes on
    std::vector<Receipt> receipts(int limit) const { return m_receipts.newest(limit); } // newest first
    std::vector<Event> events(int limit) const;                                         // newest first
    quint64 lastSequence() const { return m_events.lastNumber(); }
    const UsageHistory::Hours &usage() const { return m_usage.hours(); }
    const UsageHistory::Models &models() const { return m_usage.models(); }
    const std::deque<LoadRecord> &loads() const { return m_loads.all(); } // oldest first
    std::vector<HistorySample> memory(EpochSeconds from, EpochSeconds to) const
    {
        return m_memory.range(from, to);
    }

private:
    Result<void> read(HistoryFile &file);
    Result<void> readRecords(HistoryFile &file);
    Result<void> readState(HistoryFile &file);
    void forget();
    EpochSeconds lastSign() const;
    void closeLostLoads();

    HistoryStore m_store;
    std::chrono::days m_age;
    std::vector<HistoryNote> m_notes;
    RestoredState m_state; // but for the usage
    HistoryRows<Receipt, &Receipt::id> m_receipts;
    HistoryRows<Event, &Event::sequence> m_events;
    LoadHistory m_loads;
    UsageHistory m_usage;
    MemoryHistory m_memory;
    qint64 m_nextReceipt = 1;
    BelievedClock m_clock;
    qint64 m_prunedHour = 0;
    EpochSeconds m_sampledAt = 0;
};

} // namespace modeldeck
