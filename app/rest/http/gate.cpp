// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/gate.h"

#include <QSslSocket>
#include <algorithm>
#include <array>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace modeldeck::api {

using namespace std::chrono_literals;

namespace {

// Connections that are refused as politely as a request is. A TLS handshake is dear.
constexpr int mostRefusedAtOnce = 128;
constexpr int mostRefusedTls = 16;
// Who finds the queue of the kernel full tries again after a second, and then after longer.
constexpr int mostUnaccepted = 1024;
constexpr qint64 smallAnswer = 64 * 1024;

Error tooManyConnections(int limit)
{
    return Error(ErrorCode::TooManyConnections, MD_TEXT("There are already %1 connections"),
                 QString::number(limit))
        .retryIn(1s);
}

// Tells the reason in passing, as far as the kernel takes it at once. What has come is read first: closing
// with unread bytes would reset the connection, and take the answer back.
void turnAway(int descriptor, const QByteArray &answer)
{
    std::array<char, 16 * 1024> unread;
    while (::recv(descriptor, unread.data(), unread.size(), MSG_DONTWAIT) > 0) {
    }
    (void)::send(descriptor, answer.constData(), std::size_t(answer.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(descriptor, SHUT_WR);
    ::close(descriptor);
}

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

// Clients that have disconnected, which Qt has not told yet, keep nobody out.
void Connections::closeDisconnected()
{
    const auto all = findChildren<Connection *>(Qt::FindDirectChildrenOnly);
    std::vector<pollfd> looks;
    for (const Connection *connection : all)
        looks.push_back({connection->descriptor(), POLLRDHUP, 0});
    if (::poll(looks.data(), nfds_t(looks.size()), 0) <= 0)
        return;
    for (std::size_t i = 0; i < looks.size(); ++i) {
        if (looks[i].revents & (POLLRDHUP | POLLHUP | POLLERR))
            all[qsizetype(i)]->close();
    }
}

FedSocket *Connections::admit(qintptr descriptor)
{
    if (count() >= m_rules.connections)
        closeDisconnected();
    const bool full = count() >= m_rules.connections;
    if (full && m_refused >= (m_rules.tls ? mostRefusedTls : mostRefusedAtOnce)) {
        const Error error = tooManyConnections(m_rules.connections);
        if (m_rules.tls)
            ::close(int(descriptor));
        else
            turnAway(int(descriptor), serialise(errorResponse(error, ErrorFamily::Management), Body::Send,
                                                true, m_rules.instance));
        return nullptr;
    }
    auto socket = socketFor(descriptor);
    if (!socket)
        return nullptr;
    auto *connection = new Connection(std::move(socket), m_rules, this);
    if (full) {
        ++m_refused;
        connect(connection, &Connection::closed, this, [this] { --m_refused; });
        connection->refuse(tooManyConnections(m_rules.connections));
        return nullptr;
    }
    ++m_open;
    connect(connection, &Connection::closed, this, [this] { --m_open; });
    FedSocket *fed = connection->serve();
    connect(fed, &FedSocket::deliveryBegins, this, [this, fed] { m_delivering = fed; });
    connect(fed, &FedSocket::deliveryEnds, this, [this] { m_delivering.clear(); });
    connect(fed, &FedSocket::foreignRequest, this, [this, fed] { Q_EMIT foreignRequest(fed); });
    return fed;
}

void Connections::finish(std::function<void()> finished)
{
    m_finished = std::move(finished);
    for (Connection *connection : findChildren<Connection *>(Qt::FindDirectChildrenOnly)) {
        connect(connection, &Connection::lastAnswerSent, this, &Connections::tellWhenFinished);
        connect(connection, &Connection::closed, this, &Connections::tellWhenFinished);
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

bool Connections::fits(qint64 answer) const
{
    return answer <= smallAnswer || m_rules.bodies->fits(answer);
}

Gate::Gate(Connections &connections) : m_connections(connections)
{
    setListenBacklogSize(mostUnaccepted);
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
