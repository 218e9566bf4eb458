// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/history.h"

#include "engine/journal/history_json.h"

#include <algorithm>
#include <cmath>

namespace modeldeck {

namespace {

constexpr EpochSeconds betweenSamples = 0.2; // a busy engine publishes after every request
constexpr qint64 hourSeconds = 3600;

} // namespace

History::History(Limits limits)
    : m_age(limits.age), m_receipts(m_store, "DELETE FROM receipts WHERE id <= ?", limits.receipts),
      m_events(m_store, "DELETE FROM events WHERE id <= ?", limits.events), m_loads(m_store, limits.loads),
      m_usage(m_store)
{
}

Result<void> History::open(const QString &directory, EpochSeconds now)
{
    const auto opened = m_store.open(
        directory, [this](HistoryFile &file) { return read(file); }, [this] { forget(); });
    if (const QString &aside = m_store.movedAside(); !aside.isEmpty())
        m_notes.push_back(
            {{}, {MD_TEXT("The history was damaged. It was moved to %1, and a new one was started"), aside}});
    if (!opened)
        return opened;
    closeLostLoads();
    for (const Event &event : m_events.all()) // the times that the clock said, in order
        m_clock.look(event.at);
    if (m_events.all().empty() && lastSign() > 0)
        m_clock.look(lastSign());
    prune(now);
    return {};
}

Result<void> History::read(HistoryFile &file)
{
    Result<void> result = readRecords(file);
    if (result)
        result = m_loads.read(file);
    if (result)
        result = m_usage.read(file);
    return result ? readState(file) : result;
}

Result<void> History::readRecords(HistoryFile &file)
{
    auto result = file.read("SELECT id, body FROM receipts ORDER BY id", [this](const QSqlQuery &row) {
        const qint64 id = row.value(0).toLongLong();
        m_nextReceipt = id + 1;
        if (auto receipt = receiptFromJson(row.value(1).toByteArray())) {
            receipt->id = id;
            m_receipts.restore(std::move(*receipt));
        }
    });
    if (!result)
        return result;
    result = file.read("SELECT id, body FROM events ORDER BY id", [this](const QSqlQuery &row) {
        if (auto event = eventFromJson(row.value(1).toByteArray())) {
            event->sequence = row.value(0).toULongLong();
            m_events.restore(std::move(*event));
        }
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
    auto result = file.read("SELECT model_id FROM pins",
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

void History::forget()
{
    m_receipts.forget();
    m_events.forget();
    m_loads.forget();
    m_usage.forget();
    m_memory = {};
    m_state = {};
}

// The last time that the file knows of.
EpochSeconds History::lastSign() const
{
    EpochSeconds last = std::max(
        {m_receipts.lastAt(), m_events.lastAt(), m_loads.lastAt(), m_usage.lastAt(), EpochSeconds(0)});
    for (std::size_t tier = 0; tier < MemoryHistory::tiers.size(); ++tier)
        last = std::max(last, m_memory.newest(tier));
    return last;
}

// Models that were loaded when the program died were lost with it, except in Ollama. They have no receipt,
// because nobody measured.
void History::closeLostLoads()
{
    for (const QString &id : m_loads.closeAll(lastSign())) {
        const auto usage = m_usage.models().find(id);
        if (usage != m_usage.models().end() && usage->second.type == ModelType::Text)
            continue;
        m_notes.push_back({id, {MD_TEXT("%1 was still loaded when the program stopped unexpectedly"), id}});
    }
}

qint64 History::append(const Receipt &receipt)
{
    Receipt kept = receipt;
    const qint64 id = kept.id = m_nextReceipt++;
    m_store.write("INSERT OR REPLACE INTO receipts (id, body) VALUES (?, ?)", id, toJson(kept));
    m_receipts.add(std::move(kept));
    return id;
}

void History::append(const Event &event)
{
    m_store.write("INSERT OR REPLACE INTO events (id, body) VALUES (?, ?)", qint64(event.sequence),
                  toJson(event));
    m_events.add(event);
}

void History::addLoad(const QString &modelId, ModelType type, EpochSeconds at, double seconds, bool preloaded)
{
    unloaded(modelId, at); // back to the GPU from RAM
    m_loads.add({0, modelId, at, seconds, false, preloaded, {}, {}});
    m_usage.loaded(modelId, type, seconds);
}

void History::addLoadFailure(const QString &modelId, EpochSeconds at, bool preloaded)
{
    m_loads.add({0, modelId, at, 0, true, preloaded, {}, at});
}

void History::sample(const Snapshot &snapshot)
{
    if (std::abs(snapshot.at - m_sampledAt) < betweenSamples)
        return;
    m_sampledAt = snapshot.at;
    for (const MemoryHistory::Point &point : m_memory.add(memorySample(snapshot))) {
        const qint64 step = MemoryHistory::tiers[point.tier].step.count();
        // Later data was written before the clock was set back.
        m_store.write("DELETE FROM samples WHERE step = ? AND (at < ? OR at > ?)", step,
                      m_memory.oldest(point.tier), point.sample.at);
        m_store.write("INSERT OR REPLACE INTO samples (step, at, body) VALUES (?, ?, ?)", step,
                      point.sample.at, toJson(point.sample));
    }
    // Not in the hour of a leap, because a wrong clock is soon corrected.
    const qint64 hour = qint64(snapshot.at) / hourSeconds;
    if (hour == m_prunedHour + 1)
        prune(snapshot.at);
    m_prunedHour = hour;
}

void History::remember(const QString &currentVisionModel, const std::set<QString> &pinned,
                       const std::map<QString, std::set<QString>> &inOllama)
{
    if (currentVisionModel != m_state.currentVisionModel) {
        m_state.currentVisionModel = currentVisionModel;
        m_store.write("INSERT OR REPLACE INTO current (type, model_id) VALUES ('vision', ?)",
                      currentVisionModel);
    }
    if (pinned != m_state.pinned) {
        m_state.pinned = pinned;
        m_store.write("DELETE FROM pins");
        for (const QString &id : pinned)
            m_store.write("INSERT INTO pins (model_id) VALUES (?)", id);
    }
    if (inOllama != m_state.leftInOllama) {
        m_state.leftInOllama = inOllama;
        m_store.write("DELETE FROM in_ollama");
        for (const auto &[server, ids] : inOllama) {
            for (const QString &id : ids)
                m_store.write("INSERT INTO in_ollama (server, model_id) VALUES (?, ?)", server, id);
        }
    }
}

void History::prune(EpochSeconds now)
{
    m_prunedHour = qint64(now) / hourSeconds;
    const EpochSeconds oldest = m_clock.look(now) - std::chrono::duration<double>(m_age).count();
    m_receipts.prune(oldest);
    m_events.prune(oldest);
    m_loads.prune(oldest);
    m_usage.prune(oldest);
    if (m_memory.forget(oldest))
        m_store.write("DELETE FROM samples WHERE at < ?", oldest);
}

RestoredState History::state() const
{
    RestoredState state = m_state;
    state.usage = m_usage.models();
    return state;
}

std::vector<Event> History::events(int limit) const
{
    std::vector<Event> events = m_events.newest(limit);
    std::erase_if(events, [this](Event &event) {
        if (!event.receipt)
            return false;
        const auto &receipts = m_receipts.all();
        const auto receipt = std::ranges::lower_bound(receipts, event.receipt->id, {}, &Receipt::id);
        if (receipt == receipts.end() || receipt->id != event.receipt->id)
            return true; // it is no longer kept
        event.receipt = *receipt;
        return false;
    });
    return events;
}

} // namespace modeldeck
