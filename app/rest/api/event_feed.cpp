// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/event_feed.h"

#include "app/rest/api/event_views.h"

#include <QJsonDocument>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

EventFeed::EventFeed(std::chrono::milliseconds heartbeat, std::size_t kept) : m_kept(kept)
{
    m_heartbeat.setInterval(heartbeat);
    connect(&m_heartbeat, &QTimer::timeout, this, [this] { toAll(":\n\n"); });
}

void EventFeed::tell(const Event &event)
{
    publish(event.kind, eventView(event));
}

void EventFeed::see(const Snapshot &now)
{
    // Numbers go on growing over restarts of the program, so that a client of an earlier run is known as one.
    if (m_lastNumber == 0)
        m_lastNumber = quint64(now.startedAt) * 1000;
    if (m_sinks.empty() || now.at - m_memoryTold < 1)
        return;
    m_memoryTold = now.at;
    publish(EventKind::Memory, memoryEventView(now));
}

void EventFeed::publish(EventKind kind, const QJsonObject &data)
{
    const bool passing = kind == EventKind::Memory;
    if (passing)
        std::erase_if(m_told, [](const Told &told) { return told.passing; });
    else if (m_told.size() >= m_kept)
        m_told.pop_front();
    Told told{++m_lastNumber, passing, {}};
    told.frame = "event: " + QByteArray(eventName(kind)) + "\nid: " + QByteArray::number(told.number) +
                 "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact) + "\n\n";
    m_told.push_back(told);
    toAll(told.frame);
}

void EventFeed::toAll(const QByteArray &bytes)
{
    const auto sinks = m_sinks; // writing may cut a slow one off
    for (const auto &[number, sink] : sinks)
        sink->write(bytes);
}

Abandon EventFeed::subscribe(const std::shared_ptr<Sink> &sink, std::optional<quint64> lastSeen)
{
    QByteArray missed = "retry: 2000\n\n";
    for (const Told &told : m_told) {
        if (lastSeen && told.number > *lastSeen)
            missed += told.frame;
    }
    const quint64 number = ++m_lastSink;
    m_sinks[number] = sink;
    m_heartbeat.start();
    sink->write(missed);
    return [this, number] {
        m_sinks.erase(number);
        if (m_sinks.empty())
            m_heartbeat.stop();
    };
}

} // namespace modeldeck::api
