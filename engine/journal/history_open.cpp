// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/history.h"
#include "engine/journal/history_json.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>

// How the history begins: what the file holds, and what to do about one that is not sound. It is done before
// the engine serves anybody, so that to wait for the disk is no harm here.
namespace modeldeck {

using namespace Qt::StringLiterals;

Result<void> History::open(const QString &directory, EpochSeconds now)
{
    QDir().mkpath(QFileInfo(directory).absolutePath());
    QDir().mkdir(directory, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    const QString path = directory + u"/history.db"_s;
    if (QFileInfo::exists(path) && !QFileInfo(path).isFile())
        return historyNotKept(u"%1 is not a file"_s.arg(path));
    if (auto read = readFile(path); !read)
        return read;
    m_writer = std::make_unique<InThread<HistoryWriter>>(u"history"_s, path);
    closeLostLoads();
    for (const Event &event : m_events) // as the clock said it, one after the other
        m_clock.look(event.at);
    if (m_events.empty() && lastSign() > 0)
        m_clock.look(lastSign());
    prune(now);
    return {};
}

Result<void> History::readFile(const QString &path)
{
    HistoryFile file;
    auto result = file.open(path);
    if (result)
        result = file.check();
    if (result)
        result = readRecords(file);
    if (result)
        result = readState(file);
    if (result || file.trouble() != HistoryFile::Trouble::Damage)
        return result;
    file.close();
    forget();
    moveAside(path);
    return file.open(path);
}

void History::forget()
{
    m_receipts.clear();
    m_events.clear();
    m_loads.clear();
    m_usage.clear();
    m_memory = {};
    m_state = {};
}

void History::moveAside(const QString &path)
{
    const QString aside = path + u".corrupt"_s;
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
        QFile::remove(aside + suffix);
        QFile::rename(path + suffix, aside + suffix);
    }
    m_notes.push_back(
        {{}, {MD_TEXT("The history was damaged. It was moved to %1, and a new one was started"), aside}});
}

Result<void> History::readRecords(HistoryFile &file)
{
    auto result = file.read("SELECT id, body FROM receipts ORDER BY id", [this](const QSqlQuery &row) {
        const qint64 id = row.value(0).toLongLong();
        m_nextReceipt = id + 1;
        if (auto receipt = receiptFromJson(row.value(1).toByteArray())) {
            receipt->id = id;
            m_receipts.push_back(std::move(*receipt));
        }
    });
    if (!result)
        return result;
    result = file.read("SELECT id, body FROM events ORDER BY id", [this](const QSqlQuery &row) {
        if (auto event = eventFromJson(row.value(1).toByteArray())) {
            event->sequence = row.value(0).toULongLong();
            m_events.push_back(std::move(*event));
        }
    });
    if (!result)
        return result;
    const auto maybe = []<class T>(const QVariant &value, std::optional<T> &out) {
        if (!value.isNull())
            out = value.value<T>();
    };
    result = file.read(
        "SELECT id, model_id, at, seconds, failed, preloaded, used, ended_at FROM loads ORDER BY id",
        [&](const QSqlQuery &row) {
            LoadRecord load{row.value(0).toLongLong(),
                            row.value(1).toString(),
                            row.value(2).toDouble(),
                            row.value(3).toDouble(),
                            row.value(4).toBool(),
                            row.value(5).toBool(),
                            {},
                            {}};
            maybe(row.value(6), load.used);
            maybe(row.value(7), load.endedAt);
            m_nextLoad = load.id + 1;
            m_loads.push_back(std::move(load));
        });
    if (!result)
        return result;
    return file.read("SELECT step, body FROM samples ORDER BY at", [this](const QSqlQuery &row) {
        const std::chrono::seconds step(row.value(0).toLongLong());
        const auto tier = std::ranges::find(MemoryHistory::tiers, step, &MemoryHistory::Tier::step);
        if (auto sample = sampleFromJson(row.value(1).toByteArray());
            sample && tier != MemoryHistory::tiers.end())
            m_memory.restore({std::size_t(tier - MemoryHistory::tiers.begin()), std::move(*sample)});
    });
}

Result<void> History::readState(HistoryFile &file)
{
    auto result = file.read(
        "SELECT model_id, hour, requests, last_used, cold_starts, inference_seconds, twelfths FROM usage",
        [this](const QSqlQuery &row) {
            const UsageHour hour{row.value(0).toString(),   row.value(1).toLongLong(),
                                 row.value(2).toLongLong(), row.value(3).toDouble(),
                                 row.value(4).toLongLong(), row.value(5).toDouble(),
                                 row.value(6).toUInt()};
            m_usage[{hour.modelId, hour.hour}] = hour;
        });
    if (!result)
        return result;
    result = file.read("SELECT model_id, vision, uses, last_used, load_seconds FROM models",
                       [this](const QSqlQuery &row) {
                           RestoredState::Usage &usage = m_state.usage[row.value(0).toString()];
                           usage.type = row.value(1).toBool() ? ModelType::Vision : ModelType::Text;
                           usage.count = row.value(2).toULongLong();
                           if (!row.value(3).isNull())
                               usage.lastUsed = row.value(3).toDouble();
                           if (!row.value(4).isNull())
                               usage.loadSeconds = row.value(4).toDouble();
                       });
    if (!result)
        return result;
    result = file.read("SELECT model_id FROM pins",
                       [this](const QSqlQuery &row) { m_state.pinned.insert(row.value(0).toString()); });
    if (!result)
        return result;
    result = file.read("SELECT server, model_id FROM in_ollama", [this](const QSqlQuery &row) {
        m_state.leftInOllama[row.value(0).toString()].insert(row.value(1).toString());
    });
    if (!result)
        return result;
    return file.read("SELECT model_id FROM current WHERE type = 'vision'",
                     [this](const QSqlQuery &row) { m_state.currentVisionModel = row.value(0).toString(); });
}

// The last moment of which the file knows anything.
EpochSeconds History::lastSign() const
{
    EpochSeconds last = 0;
    if (!m_receipts.empty())
        last = std::max(last, m_receipts.back().at);
    if (!m_events.empty())
        last = std::max(last, m_events.back().at);
    if (!m_loads.empty())
        last = std::max(last, m_loads.back().at);
    for (const auto &[id, usage] : m_state.usage)
        last = std::max(last, usage.lastUsed.value_or(0));
    for (std::size_t tier = 0; tier < MemoryHistory::tiers.size(); ++tier)
        last = std::max(last, m_memory.newest(tier));
    return last;
}

bool History::isText(const QString &modelId) const
{
    const auto usage = m_state.usage.find(modelId);
    return usage != m_state.usage.end() && usage->second.type == ModelType::Text;
}

// What was loaded when the program died went with it, but for what is in Ollama. There is no
// receipt: nobody measured.
void History::closeLostLoads()
{
    const EpochSeconds died = lastSign();
    for (LoadRecord &load : m_loads) {
        if (load.endedAt)
            continue;
        load.endedAt = std::max(load.at, died);
        save(load);
        if (isText(load.modelId))
            continue;
        m_notes.push_back(
            {load.modelId,
             {MD_TEXT("%1 was still loaded when the program stopped unexpectedly"), load.modelId}});
    }
}

} // namespace modeldeck
