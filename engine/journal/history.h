// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/believed_clock.h"
#include "engine/journal/load_history.h"
#include "engine/journal/memory_history.h"
#include "engine/journal/usage_history.h"

namespace modeldeck {

// What open() has to report.
struct HistoryNote
{
    QString modelId; // empty: about the file itself
    Text text;
};

// What outlives the program: receipts, events, loads, usage, memory and the state that the engine continues
// from, in DIRECTORY/history.db (SQLite). Everything is in memory, with limits, and read from there; a
// thread of its own writes the file. So no problem with the file stops the program, and nobody waits for
// it. Engine thread.
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

    // Creates the directory and reads the file. A damaged file is moved to history.db.corrupt, and a new one
    // is started; vision models that were loaded when the program died are recorded as lost; notes() reports
    // both. After an error, nothing is saved beyond this run.
    Result<void> open(const QString &directory, EpochSeconds now);
    const std::vector<HistoryNote> &notes() const { return m_notes; }
    bool isKept() const { return m_store.isOpen(); }
    void setAge(std::chrono::days age) { m_age = age; }
    void prune(EpochSeconds now); // deletes what is too old; also runs at the start and once an hour
    const BelievedClock &clock() const { return m_clock; } // as far as the history has seen it

    // Returns the number that it assigns; the receipt's own is ignored.
    qint64 append(const Receipt &receipt);
    void append(const Event &event); // of its receipt, only the number; sequences only grow
    void addUses(const ModelUses &uses) { m_usage.add(uses); }
    void addLoad(const QString &modelId, ModelType type, EpochSeconds at, double seconds, bool preloaded);
    void addLoadFailure(const QString &modelId, EpochSeconds at, bool preloaded);
    void unloaded(const QString &modelId, EpochSeconds at) { m_loads.unloaded(modelId, at); }
    void judgePreload(const QString &modelId, bool used) { m_loads.judgePreload(modelId, used); }
    void sample(const Snapshot &snapshot); // at any rate
    // Writes what has changed.
    void remember(const QString &currentVisionModel, const std::set<QString> &pinned,
                  const std::map<QString, std::set<QString>> &inOllama); // models by server

    RestoredState state() const; // as open() found it; usage is updated
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
    RestoredState m_state; // except for the usage
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
