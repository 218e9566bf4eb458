// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http_server.h"

#include <QHttpServerRequest>
#include <QUrl>

namespace modeldeck::api {

namespace {

QByteArray methodName(QHttpServerRequest::Method method)
{
    switch (method) {
    case QHttpServerRequest::Method::Get:
        return "GET";
    case QHttpServerRequest::Method::Put:
        return "PUT";
    case QHttpServerRequest::Method::Delete:
        return "DELETE";
    case QHttpServerRequest::Method::Post:
        return "POST";
    case QHttpServerRequest::Method::Head:
        return "HEAD";
    case QHttpServerRequest::Method::Options:
        return "OPTIONS";
    case QHttpServerRequest::Method::Patch:
        return "PATCH";
    default:
        return "UNKNOWN"; // the gate lets none of them through
    }
}

Request copyOf(const QHttpServerRequest &from, const FedSocket &socket)
{
    Request request;
    request.method = methodName(from.method());
    request.path = from.url().path(QUrl::FullyEncoded).toLatin1();
    request.query = from.url().query(QUrl::FullyEncoded).toLatin1();
    for (const auto &[name, value] : from.headers())
        request.headers.push_back({name.toLower(), value});
    request.body = from.body();
    request.peer = socket.peerAddress();
    request.local = socket.localAddress();
    request.tls = socket.isTls();
    request.close = request.header("x-modeldeck-close") == "1";
    return request;
}

} // namespace

bool HttpServer::handle(const QHttpServerRequest &request)
{
    // Qt 6.5 hides the socket: our gate says in a header which one it is.
    const QPointer<FedSocket> socket =
        m_connections.find(request.value("x-modeldeck-connection").toULongLong());
    if (!socket || !request.url().isValid())
        return true; // the gate sees that nobody took the request
    socket->take({});
    const Request copy = copyOf(request, *socket);
    const Body body = copy.method == "HEAD" ? Body::Omit : Body::Send;
    const bool close = copy.close;
    const auto answered = std::make_shared<bool>(false);
    Abandon abandon = m_handler(copy, [this, socket, body, close, answered](const Response &response) {
        if (std::exchange(*answered, true) || !socket || socket->state() != QAbstractSocket::ConnectedState)
            return;
        socket->write(serialise(response, body, close, m_connections.instance()));
        if (socket)
            socket->endAnswer();
    });
    if (socket && !*answered)
        socket->take(std::move(abandon));
    return true;
}

} // namespace modeldeck::api
