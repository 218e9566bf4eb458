// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/journal/history_store.h"

namespace modeldeck {

// One load of a model, and its outcome.
struct LoadRecord
{
    qint64 id = 0;
    QString modelId;
    EpochSeconds at = 0; // when it was loaded, or failed
    double seconds = 0;
    bool failed = false;
    bool preloaded = false;
    std::optional<bool> used;               // for a preload, once there is a verdict
    std::optional<EpochSeconds> unloadedAt; // absent while loaded
};

// The loads of all models, also stored in the history's file. Engine thread.
class LoadHistory
{
public:
    LoadHistory(HistoryStore &store, std::size_t most)
        : m_store(store), m_rows(store, "DELETE FROM loads WHERE id <= ?", most)
    {
    }

    Result<void> read(HistoryFile &file);
    void forget() { m_rows.forget(); }
    void prune(EpochSeconds oldest) { m_rows.prune(oldest); }

    void add(LoadRecord load); // assigns its number
    void unloaded(const QString &modelId, EpochSeconds at);
    void judgePreload(const QString &modelId, bool used); // its last one
    // Marks models that seem to be still loaded as lost at that time. Returns them.
    QStringList closeAll(EpochSeconds at);

    const std::deque<LoadRecord> &all() const { return m_rows.all(); } // oldest first
    EpochSeconds lastAt() const { return m_rows.lastAt(); }

private:
    void save(const LoadRecord &load);

    HistoryStore &m_store;
    HistoryRows<LoadRecord, &LoadRecord::id> m_rows;
    qint64 m_next = 1;
};

} // namespace modeldeck
