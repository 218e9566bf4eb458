// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/believed_clock.h"
#include "engine/journal/history_writer.h"
#include "engine/journal/memory_history.h"
#include "engine/journal/model_uses.h"
#include "engine/journal/restored_state.h"

#include <deque>
#include <map>

namespace modeldeck {

// Requests for one model in one hour.
struct UsageHour
{
    QString modelId;
    qint64 hour = 0; // since the epoch
    qint64 requests = 0;
    EpochSeconds lastUsed = 0;
    qint64 coldStarts = 0;
    double inferenceSeconds = 0; // of all requests
    quint32 twelfths = 0;        // bit i: used in the minutes from 5 i
};

// One load of a model, and what became of it.
struct LoadRecord
{
    qint64 id = 0;
    QString modelId;
    EpochSeconds at = 0; // when it was there, or failed
    double seconds = 0;
    bool failed = false;
    bool preloaded = false;
    std::optional<bool> used;            // a preload, once it is judged
    std::optional<EpochSeconds> endedAt; // absent while loaded
};

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

    History() = default; // in memory alone
    explicit History(Limits limits) : m_limits(limits) {}
    History(const History &) = delete;
    History &operator=(const History &) = delete;

    // Makes the directory, reads what the file holds. A file that is damaged is moved to history.db.corrupt
    // and a new one begun; vision models that were loaded when the program died are closed as lost: notes()
    // tells.
    // On an error nothing is kept beyond this run.
    Result<void> open(const QString &directory, EpochSeconds now);
    const std::vector<HistoryNote> &notes() const { return m_notes; }
    bool isKept() const { return m_writer != nullptr; }
    void setAge(std::chrono::days age) { m_limits.age = age; }
    void prune(EpochSeconds now); // what is too old goes; by itself at the start and once an hour
    const BelievedClock &clock() const { return m_clock; } // as far as the history has seen it

    // The number given to it; the receipt's own is ignored.
    qint64 append(const Receipt &receipt);
    void append(const Event &event); // of its receipt, the number; sequences only grow
    void addUses(const ModelUses &uses);
    void addLoad(const QString &modelId, ModelType type, EpochSeconds at, double seconds, bool preloaded);
    void addLoadFailure(const QString &modelId, EpochSeconds at, bool preloaded);
    void endLoad(const QString &modelId, EpochSeconds at); // unloaded, or its process died
    void judgePreload(const QString &modelId, bool used);  // its last one
    void sample(const Snapshot &snapshot);                 // at any pace
    // Writes what has changed of it.
    void remember(const QString &currentVisionModel, const std::set<QString> &pinned,
                  const std::map<QString, std::set<QString>> &inOllama); // models by server

    const RestoredState &state() const { return m_state; } // as open() found it; usage goes on
    std::vector<Receipt> receipts(int limit) const;        // newest first
    std::vector<Event> events(int limit) const;            // newest first
    quint64 lastSequence() const { return m_events.empty() ? 0 : m_events.back().sequence; }
    const std::map<std::pair<QString, qint64>, UsageHour> &usage() const
    {
        return m_usage;
    }                                                               // by model and hour
    const std::deque<LoadRecord> &loads() const { return m_loads; } // oldest first
    std::vector<HistorySample> memory(EpochSeconds from, EpochSeconds to) const
    {
        return m_memory.range(from, to);
    }

private:
    Result<void> readFile(const QString &path);
    Result<void> readRecords(HistoryFile &file);
    Result<void> readState(HistoryFile &file);
    void forget();
    void moveAside(const QString &path);
    EpochSeconds lastSign() const;
    void closeLostLoads();
    void addLoad(LoadRecord load);
    void save(const LoadRecord &load);
    bool isText(const QString &modelId) const;
    template <class... Values>
    void write(const char *statement, const Values &...values);

    Limits m_limits;
    std::vector<HistoryNote> m_notes;
    RestoredState m_state;
    std::deque<Receipt> m_receipts; // these three oldest first
    std::deque<Event> m_events;
    std::deque<LoadRecord> m_loads;
    std::map<std::pair<QString, qint64>, UsageHour> m_usage;
    MemoryHistory m_memory;
    qint64 m_nextReceipt = 1;
    qint64 m_nextLoad = 1;
    BelievedClock m_clock;
    qint64 m_prunedHour = 0;
    EpochSeconds m_sampledAt = 0;
    // In a thread of its own, so that nobody waits for a disk. Last: it writes what is left before the rest
    // goes.
    std::unique_ptr<InThread<HistoryWriter>> m_writer;
};

} // namespace modeldeck
