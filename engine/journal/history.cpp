// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/history.h"

#include "engine/journal/history_json.h"

#include <algorithm>
#include <cmath>

namespace modeldeck {

namespace {

constexpr EpochSeconds betweenSamples = 0.2; // a busy engine publishes after every request
constexpr qint64 hourSeconds = 3600;
constexpr qint64 twelfthSeconds = hourSeconds / 12;

HistoryWrite::Value value(qint64 number)
{
    return number;
}
HistoryWrite::Value value(bool flag)
{
    return qint64(flag);
}
HistoryWrite::Value value(double number)
{
    return number;
}
HistoryWrite::Value value(const QString &text)
{
    return text.toStdString();
}
HistoryWrite::Value value(const QByteArray &text)
{
    return text.toStdString();
}
template <class T>
HistoryWrite::Value value(const std::optional<T> &maybe)
{
    return maybe ? value(*maybe) : HistoryWrite::Value();
}

template <class T>
std::vector<T> newest(const std::deque<T> &rows, int limit)
{
    const auto count = std::min(rows.size(), std::size_t(std::max(limit, 0)));
    return std::vector<T>(rows.rbegin(), rows.rbegin() + std::ptrdiff_t(count));
}

qint64 numberOf(const Receipt &receipt)
{
    return receipt.id;
}
qint64 numberOf(const Event &event)
{
    return qint64(event.sequence);
}
qint64 numberOf(const LoadRecord &load)
{
    return load.id;
}

// Drops the oldest beyond the limits; gives the number of the last one dropped, 0 for none.
template <class T>
qint64 bound(std::deque<T> &rows, std::size_t most, EpochSeconds oldest)
{
    qint64 dropped = 0;
    while (!rows.empty() && (rows.size() > most || rows.front().at < oldest)) {
        dropped = numberOf(rows.front());
        rows.pop_front();
    }
    return dropped;
}

} // namespace

template <class... Values>
void History::write(const char *statement, const Values &...values)
{
    if (!m_writer)
        return;
    m_writer->post([write = HistoryWrite{statement, {value(values)...}}](HistoryWriter &writer) mutable {
        writer.write(std::move(write));
    });
}

qint64 History::append(const Receipt &receipt)
{
    Receipt &kept = m_receipts.emplace_back(receipt);
    kept.id = m_nextReceipt++;
    const qint64 id = kept.id;
    write("INSERT OR REPLACE INTO receipts (id, body) VALUES (?, ?)", id, toJson(kept));
    if (const qint64 dropped = bound(m_receipts, m_limits.receipts, 0))
        write("DELETE FROM receipts WHERE id <= ?", dropped);
    return id;
}

void History::append(const Event &event)
{
    Event &kept = m_events.emplace_back(event);
    write("INSERT OR REPLACE INTO events (id, body) VALUES (?, ?)", qint64(kept.sequence), toJson(kept));
    if (const qint64 dropped = bound(m_events, m_limits.events, 0))
        write("DELETE FROM events WHERE id <= ?", dropped);
}

void History::addUses(const ModelUses &uses)
{
    const qint64 hour = qint64(uses.lastUsed) / hourSeconds;
    UsageHour &row = m_usage[{uses.modelId, hour}];
    row.modelId = uses.modelId;
    row.hour = hour;
    row.requests += uses.requests;
    row.lastUsed = std::max(row.lastUsed, uses.lastUsed);
    row.coldStarts += uses.coldStarts;
    row.inferenceSeconds += uses.inferenceSeconds;
    row.twelfths |= 1U << (qint64(uses.lastUsed) % hourSeconds / twelfthSeconds);
    write("INSERT OR REPLACE INTO usage (model_id, hour, requests, last_used, cold_starts, "
          "inference_seconds, twelfths) "
          "VALUES (?, ?, ?, ?, ?, ?, ?)",
          uses.modelId, hour, row.requests, row.lastUsed, row.coldStarts, row.inferenceSeconds,
          qint64(row.twelfths));
    RestoredState::Usage &usage = m_state.usage[uses.modelId];
    usage.type = uses.type;
    usage.count += quint64(uses.requests);
    usage.lastUsed = uses.lastUsed;
    write("INSERT OR REPLACE INTO models (model_id, vision, uses, last_used, load_seconds) VALUES (?, ?, ?, "
          "?, ?)",
          uses.modelId, usage.type == ModelType::Vision, qint64(usage.count), usage.lastUsed,
          usage.loadSeconds);
}

void History::addLoad(const QString &modelId, ModelType type, EpochSeconds at, double seconds, bool preloaded)
{
    endLoad(modelId, at); // back to the GPU from RAM
    addLoad({0, modelId, at, seconds, false, preloaded, {}, {}});
    RestoredState::Usage &usage = m_state.usage[modelId];
    usage.type = type;
    usage.loadSeconds = seconds;
    write("INSERT OR REPLACE INTO models (model_id, vision, uses, last_used, load_seconds) VALUES (?, ?, ?, "
          "?, ?)",
          modelId, type == ModelType::Vision, qint64(usage.count), usage.lastUsed, usage.loadSeconds);
}

void History::addLoadFailure(const QString &modelId, EpochSeconds at, bool preloaded)
{
    addLoad({0, modelId, at, 0, true, preloaded, {}, at});
}

void History::addLoad(LoadRecord load)
{
    load.id = m_nextLoad++;
    save(m_loads.emplace_back(std::move(load)));
    if (const qint64 dropped = bound(m_loads, m_limits.loads, 0))
        write("DELETE FROM loads WHERE id <= ?", dropped);
}

void History::endLoad(const QString &modelId, EpochSeconds at)
{
    const auto load = std::find_if(m_loads.rbegin(), m_loads.rend(), [&](const LoadRecord &one) {
        return one.modelId == modelId && !one.endedAt;
    });
    if (load == m_loads.rend())
        return;
    load->endedAt = at;
    save(*load);
}

void History::save(const LoadRecord &load)
{
    write("INSERT OR REPLACE INTO loads (id, model_id, at, seconds, failed, preloaded, used, ended_at) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          load.id, load.modelId, load.at, load.seconds, load.failed, load.preloaded, load.used, load.endedAt);
}

void History::judgePreload(const QString &modelId, bool used)
{
    const auto load = std::find_if(m_loads.rbegin(), m_loads.rend(), [&](const LoadRecord &one) {
        return one.modelId == modelId && one.preloaded && !one.failed;
    });
    if (load == m_loads.rend() || load->used)
        return;
    load->used = used;
    save(*load);
}

void History::sample(const Snapshot &snapshot)
{
    if (std::abs(snapshot.at - m_sampledAt) < betweenSamples)
        return;
    m_sampledAt = snapshot.at;
    for (const MemoryHistory::Point &point : m_memory.add(memorySample(snapshot))) {
        const qint64 step = MemoryHistory::tiers[point.tier].step.count();
        // What lies after it was written before the clock was set back.
        write("DELETE FROM samples WHERE step = ? AND (at < ? OR at > ?)", step, m_memory.oldest(point.tier),
              point.sample.at);
        write("INSERT OR REPLACE INTO samples (step, at, body) VALUES (?, ?, ?)", step, point.sample.at,
              toJson(point.sample));
    }
    // Not in the hour of a leap: a clock that went wrong is soon put right.
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
        write("INSERT OR REPLACE INTO current (type, model_id) VALUES ('vision', ?)", currentVisionModel);
    }
    if (pinned != m_state.pinned) {
        m_state.pinned = pinned;
        write("DELETE FROM pins");
        for (const QString &id : pinned)
            write("INSERT INTO pins (model_id) VALUES (?)", id);
    }
    if (inOllama != m_state.leftInOllama) {
        m_state.leftInOllama = inOllama;
        write("DELETE FROM in_ollama");
        for (const auto &[server, ids] : inOllama) {
            for (const QString &id : ids)
                write("INSERT INTO in_ollama (server, model_id) VALUES (?, ?)", server, id);
        }
    }
}

void History::prune(EpochSeconds now)
{
    m_prunedHour = qint64(now) / hourSeconds;
    const EpochSeconds oldest = m_clock.look(now) - std::chrono::duration<double>(m_limits.age).count();
    if (const qint64 dropped = bound(m_receipts, m_limits.receipts, oldest))
        write("DELETE FROM receipts WHERE id <= ?", dropped);
    if (const qint64 dropped = bound(m_events, m_limits.events, oldest))
        write("DELETE FROM events WHERE id <= ?", dropped);
    if (const qint64 dropped = bound(m_loads, m_limits.loads, oldest))
        write("DELETE FROM loads WHERE id <= ?", dropped);
    const qint64 oldestHour = qint64(oldest) / hourSeconds;
    if (std::erase_if(m_usage, [&](const auto &row) { return row.first.second < oldestHour; }) > 0)
        write("DELETE FROM usage WHERE hour < ?", oldestHour);
    if (m_memory.forget(oldest))
        write("DELETE FROM samples WHERE at < ?", oldest);
}

std::vector<Receipt> History::receipts(int limit) const
{
    return newest(m_receipts, limit);
}

std::vector<Event> History::events(int limit) const
{
    std::vector<Event> events = newest(m_events, limit);
    std::erase_if(events, [this](Event &event) {
        if (!event.receipt)
            return false;
        const auto receipt = std::ranges::lower_bound(m_receipts, event.receipt->id, {}, &Receipt::id);
        if (receipt == m_receipts.end() || receipt->id != event.receipt->id)
            return true; // it is not kept any more
        event.receipt = *receipt;
        return false;
    });
    return events;
}

} // namespace modeldeck
