// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/http_message.h"
#include "engine/snapshot.h"

#include <QJsonObject>
#include <QTimer>
#include <deque>
#include <map>

namespace modeldeck::api {

// Server-sent events (WHATWG HTML, 9.2): what happens, told to everyone who listens, and for a while to those
// who come back.
class EventFeed : public QObject
{
    Q_OBJECT
public:
    explicit EventFeed(std::chrono::milliseconds heartbeat = std::chrono::seconds(15),
                       std::size_t kept = 256);

    void tell(const Event &event);
    // Tells of memory, at most once a second.
    void see(const Snapshot &now);
    // What came after `lastSeen` is told first, as far as it is kept. The listener stays until abandoned.
    Abandon subscribe(const std::shared_ptr<Sink> &sink, std::optional<quint64> lastSeen);

private:
    struct Told
    {
        quint64 number = 0;
        bool passing = false; // superseded by the next of its kind
        QByteArray frame;
    };

    void publish(EventKind kind, const QJsonObject &data);
    void toAll(const QByteArray &bytes);

    std::size_t m_kept;
    quint64 m_lastNumber = 0;
    std::deque<Told> m_told;
    std::map<quint64, std::shared_ptr<Sink>> m_sinks;
    quint64 m_lastSink = 0;
    EpochSeconds m_memoryTold = 0;
    QTimer m_heartbeat; // runs while somebody listens: proxies end what is silent
};

} // namespace modeldeck::api
