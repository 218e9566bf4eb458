// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/history_store.h"
#include "engine/journal/model_uses.h"
#include "engine/journal/restored_state.h"

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

// How much each model was used, by hour and in total, also stored in the history's file. Engine thread.
class UsageHistory
{
public:
    using Hours = std::map<std::pair<QString, qint64>, UsageHour>; // by model and hour
    using Models = std::map<QString, RestoredState::Usage>;

    explicit UsageHistory(HistoryStore &store) : m_store(store) {}

    Result<void> read(HistoryFile &file);
    void forget();
    void prune(EpochSeconds oldest); // drops hours; the total use of a model stays

    void add(const ModelUses &uses);
    void loaded(const QString &modelId, ModelType type, double seconds);

    const Hours &hours() const { return m_hours; }
    const Models &models() const { return m_models; }
    EpochSeconds lastAt() const;

private:
    void save(const QString &modelId, const RestoredState::Usage &usage);

    HistoryStore &m_store;
    Hours m_hours;
    Models m_models;
};

} // namespace modeldeck
