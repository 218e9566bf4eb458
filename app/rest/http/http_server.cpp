// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/http_server.h"

#include <QHttpServerRequest>
#include <QMetaEnum>
#include <QUrl>

namespace modeldeck::api {

namespace {

std::vector<Header> headersOf(const QHttpServerRequest &from)
{
    std::vector<Header> out;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    for (const auto &[name, value] : from.headers().toListOfPairs())
#else
    for (const auto &[name, value] : from.headers())
#endif
        out.push_back({name.toLower(), value});
    return out;
}

Request copyOf(const QHttpServerRequest &from)
{
    Request request;
    request.method =
        QByteArray(QMetaEnum::fromType<QHttpServerRequest::Method>().valueToKey(int(from.method())))
            .toUpper();
    request.path = from.url().path(QUrl::FullyEncoded).toLatin1();
    request.query = from.url().query(QUrl::FullyEncoded).toLatin1();
    request.headers = headersOf(from);
    return request;
}

// Writes to a connection for as long as it lives.
class SocketSink : public Sink
{
public:
    explicit SocketSink(FedSocket *socket) : m_socket(socket) {}

    void write(const QByteArray &bytes) override
    {
        if (isOpen())
            m_socket->write(bytes);
    }
    void end() override
    {
        if (isOpen())
            m_socket->endAnswer();
        m_socket.clear();
    }
    bool isOpen() const { return m_socket && m_socket->state() == QAbstractSocket::ConnectedState; }

private:
    QPointer<FedSocket> m_socket;
};

void write(FedSocket &to, const Response &response, Body body, bool close, const QByteArray &instance)
{
    const QPointer<FedSocket> socket(&to);
    const bool goesOn = response.goOn && body == Body::Send;
    if (goesOn)
        socket->goOn();
    socket->send(serialiseHead(response, close || goesOn, instance));
    if (socket && sendsBody(response, body))
        socket->send(response.body);
    if (!socket || socket->state() != QAbstractSocket::ConnectedState)
        return;
    if (!goesOn)
        return socket->endAnswer();
    const auto sink = std::make_shared<SocketSink>(socket);
    Abandon abandon = response.goOn(sink);
    if (sink->isOpen())
        socket->take(std::move(abandon));
}

} // namespace

HttpServer::HttpServer(Connections &connections, Handler handler)
    : m_connections(connections), m_handler(std::move(handler))
{
    connect(&m_connections, &Connections::foreignRequest, this,
            [this](FedSocket *socket) { serve(*socket, socket->request().parsed()); });
}

// True in any case: the connection sees that nobody took the request.
bool HttpServer::handle(const QHttpServerRequest &request)
{
    if (FedSocket *socket = m_connections.delivering(); socket && request.url().isValid())
        serve(*socket, copyOf(request));
    return true;
}

void HttpServer::serve(FedSocket &from, Request request)
{
    from.take({});
    const QPointer<FedSocket> socket(&from);
    request.body = from.takeBody();
    request.peer = from.peerAddress();
    request.local = from.localAddress();
    request.tls = from.isTls();
    const bool close = !from.request().keepAlive;
    const Body body = request.method == "HEAD" ? Body::Omit : Body::Send;
    const auto answered = std::make_shared<bool>(false);
    Abandon abandon = m_handler(request, [this, socket, body, close, answered,
                                          path = request.path](const Response &response) {
        if (std::exchange(*answered, true) || !socket || socket->state() != QAbstractSocket::ConnectedState)
            return;
        const bool fits = m_connections.fits(response.body.size());
        write(*socket, fits ? response : errorResponse(tooManyBodies(), familyOf(path)), body, close,
              m_connections.instance());
    });
    if (socket && !*answered)
        socket->take(std::move(abandon));
}

} // namespace modeldeck::api
