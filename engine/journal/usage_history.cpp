// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/usage_history.h"

#include <algorithm>

namespace modeldeck {

namespace {

constexpr qint64 hourSeconds = 3600;
constexpr qint64 twelfthSeconds = hourSeconds / 12;

} // namespace

Result<void> UsageHistory::read(HistoryFile &file)
{
    auto result = file.read(
        "SELECT model_id, hour, requests, last_used, cold_starts, inference_seconds, twelfths FROM usage",
        [this](const QSqlQuery &row) {
            const UsageHour hour{row.value(0).toString(),   row.value(1).toLongLong(),
                                 row.value(2).toLongLong(), row.value(3).toDouble(),
                                 row.value(4).toLongLong(), row.value(5).toDouble(),
                                 row.value(6).toUInt()};
            m_hours[{hour.modelId, hour.hour}] = hour;
        });
    if (!result)
        return result;
    return file.read("SELECT model_id, vision, uses, last_used, load_seconds FROM models",
                     [this](const QSqlQuery &row) {
                         RestoredState::Usage &usage = m_models[row.value(0).toString()];
                         usage.type = row.value(1).toBool() ? ModelType::Vision : ModelType::Text;
                         usage.count = row.value(2).toULongLong();
                         if (!row.isNull(3))
                             usage.lastUsed = row.value(3).toDouble();
                         if (!row.isNull(4))
                             usage.loadSeconds = row.value(4).toDouble();
                     });
}

void UsageHistory::forget()
{
    m_hours.clear();
    m_models.clear();
}

void UsageHistory::prune(EpochSeconds oldest)
{
    const qint64 oldestHour = qint64(oldest) / hourSeconds;
    if (std::erase_if(m_hours, [&](const auto &row) { return row.first.second < oldestHour; }) > 0)
        m_store.write("DELETE FROM usage WHERE hour < ?", oldestHour);
}

void UsageHistory::add(const ModelUses &uses)
{
    const qint64 hour = qint64(uses.lastUsed) / hourSeconds;
    UsageHour &row = m_hours[{uses.modelId, hour}];
    row.modelId = uses.modelId;
    row.hour = hour;
    row.requests += uses.requests;
    row.lastUsed = std::max(row.lastUsed, uses.lastUsed);
    row.coldStarts += uses.coldStarts;
    row.inferenceSeconds += uses.inferenceSeconds;
    row.twelfths |= 1U << (qint64(uses.lastUsed) % hourSeconds / twelfthSeconds);
    m_store.write("INSERT OR REPLACE INTO usage (model_id, hour, requests, last_used, cold_starts, "
                  "inference_seconds, twelfths) VALUES (?, ?, ?, ?, ?, ?, ?)",
                  uses.modelId, hour, row.requests, row.lastUsed, row.coldStarts, row.inferenceSeconds,
                  qint64(row.twelfths));
    RestoredState::Usage &usage = m_models[uses.modelId];
    usage.type = uses.type;
    usage.count += quint64(uses.requests);
    usage.lastUsed = uses.lastUsed;
    save(uses.modelId, usage);
}

void UsageHistory::loaded(const QString &modelId, ModelType type, double seconds)
{
    RestoredState::Usage &usage = m_models[modelId];
    usage.type = type;
    usage.loadSeconds = seconds;
    save(modelId, usage);
}

void UsageHistory::save(const QString &modelId, const RestoredState::Usage &usage)
{
    m_store.write("INSERT OR REPLACE INTO models (model_id, vision, uses, last_used, load_seconds) "
                  "VALUES (?, ?, ?, ?, ?)",
                  modelId, usage.type == ModelType::Vision, qint64(usage.count), usage.lastUsed,
                  usage.loadSeconds);
}

EpochSeconds UsageHistory::lastAt() const
{
    EpochSeconds last = 0;
    for (const auto &[id, usage] : m_models)
        last = std::max(last, usage.lastUsed.value_or(0));
    return last;
}

} // namespace modeldeck
