// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/load_history.h"

namespace modeldeck {

Result<void> LoadHistory::read(HistoryFile &file)
{
    return file.read(
        "SELECT id, model_id, at, seconds, failed, preloaded, used, ended_at FROM loads ORDER BY id",
        [this](const QSqlQuery &row) {
            LoadRecord load;
            load.id = row.value(0).toLongLong();
            load.modelId = row.value(1).toString();
            load.at = row.value(2).toDouble();
            load.seconds = row.value(3).toDouble();
            load.failed = row.value(4).toBool();
            load.preloaded = row.value(5).toBool();
            if (!row.isNull(6))
                load.used = row.value(6).toBool();
            if (!row.isNull(7))
                load.unloadedAt = row.value(7).toDouble();
            m_next = load.id + 1;
            m_rows.restore(std::move(load));
        });
}

void LoadHistory::add(LoadRecord load)
{
    load.id = m_next++;
    save(m_rows.add(std::move(load)));
}

void LoadHistory::unloaded(const QString &modelId, EpochSeconds at)
{
    LoadRecord *load =
        m_rows.findNewest([&](const LoadRecord &one) { return one.modelId == modelId && !one.unloadedAt; });
    if (!load)
        return;
    load->unloadedAt = at;
    save(*load);
}

void LoadHistory::judgePreload(const QString &modelId, bool used)
{
    LoadRecord *load = m_rows.findNewest(
        [&](const LoadRecord &one) { return one.modelId == modelId && one.preloaded && !one.failed; });
    if (!load || load->used)
        return;
    load->used = used;
    save(*load);
}

QStringList LoadHistory::closeAll(EpochSeconds at)
{
    QStringList lost;
    while (LoadRecord *load = m_rows.findNewest([](const LoadRecord &one) { return !one.unloadedAt; })) {
        load->unloadedAt = std::max(load->at, at);
        save(*load);
        lost.prepend(load->modelId);
    }
    return lost;
}

void LoadHistory::save(const LoadRecord &load)
{
    m_store.write(
        "INSERT OR REPLACE INTO loads (id, model_id, at, seconds, failed, preloaded, used, ended_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        load.id, load.modelId, load.at, load.seconds, load.failed, load.preloaded, load.used,
        load.unloadedAt);
}

} // namespace modeldeck
