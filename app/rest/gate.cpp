// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/gate.h"

#include <QSslSocket>
#include <algorithm>
#include <unistd.h>

namespace modeldeck::api {

using namespace std::chrono_literals;

namespace {

constexpr int mostRefusedAtOnce = 32;

} // namespace

std::unique_ptr<QTcpSocket> Connections::socketFor(qintptr descriptor) const
{
    std::unique_ptr<QTcpSocket> socket;
    if (m_rules.tls) {
        auto tls = std::make_unique<QSslSocket>();
        tls->setSslConfiguration(*m_rules.tls);
        socket = std::move(tls);
    } else {
        socket = std::make_unique<QTcpSocket>();
    }
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(int(descriptor));
        return nullptr;
    }
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    return socket;
}

FedSocket *Connections::admit(qintptr descriptor)
{
    const bool full = count() >= m_rules.connections;
    if (full && (m_refused >= mostRefusedAtOnce || m_rules.tls)) {
        ::close(int(descriptor));
        return nullptr;
    }
    auto socket = socketFor(descriptor);
    if (!socket)
        return nullptr;
    auto *connection = new Connection(std::move(socket), m_rules, this);
    if (full) {
        ++m_refused;
        connect(connection, &Connection::ended, this, [this] { --m_refused; });
        Error error{ErrorCode::TooManyConnections,
                    Text{MD_TEXT("There are %1 connections already"), {QString::number(m_rules.connections)}},
                    {},
                    {},
                    {},
                    1s};
        connection->refuse(error);
        return nullptr;
    }
    const quint64 number = ++m_lastNumber;
    FedSocket *fed = connection->serve(number);
    m_open.insert(number, fed);
    connect(connection, &Connection::ended, this, [this, number] { m_open.remove(number); });
    return fed;
}

void Connections::finish(std::function<void()> finished)
{
    m_finished = std::move(finished);
    for (Connection *connection : findChildren<Connection *>(Qt::FindDirectChildrenOnly)) {
        connect(connection, &Connection::lastAnswerSent, this, &Connections::tellWhenFinished);
        connect(connection, &Connection::ended, this, &Connections::tellWhenFinished);
        connection->finish();
    }
    tellWhenFinished();
}

void Connections::tellWhenFinished()
{
    const auto all = findChildren<Connection *>(Qt::FindDirectChildrenOnly);
    if (m_finished && std::ranges::none_of(all, &Connection::isAnswering))
        std::exchange(m_finished, {})();
}

Gate::Gate(Connections &connections) : m_connections(connections)
{
    // When descriptors run out Qt stops accepting, and would never begin again.
    connect(this, &QTcpServer::acceptError, this,
            [this] { QTimer::singleShot(1s, this, &QTcpServer::resumeAccepting); });
}

void Gate::incomingConnection(qintptr descriptor)
{
    if (FedSocket *socket = m_connections.admit(descriptor))
        addPendingConnection(socket);
}

} // namespace modeldeck::api
