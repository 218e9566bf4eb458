// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/gate.h"

#include <QAbstractHttpServer>

class QHttpServerResponder;

namespace modeldeck::api {

// Qt's HTTP server with one entry. It copies each request into our own value and forgets Qt's; the answer is
// written only if the connection still lives. All that differs between versions of Qt is in this class.
class HttpServer : public QAbstractHttpServer
{
    Q_OBJECT
public:
    // Answers now or later, in this thread, once.
    using Handler = std::function<Abandon(const Request &, Answer)>;
    HttpServer(Connections &connections, Handler handler);

protected:
#if QT_VERSION < QT_VERSION_CHECK(6, 5, 0)
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *) override
    {
        return handle(request);
    }
    void missingHandler(const QHttpServerRequest &, QTcpSocket *) override {}
#elif QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &) override
    {
        return handle(request);
    }
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &&) override {}
#else
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &) override
    {
        return handle(request);
    }
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &) override {}
#endif

private:
    bool handle(const QHttpServerRequest &request);
    void serve(FedSocket &socket, Request request);

    Connections &m_connections;
    Handler m_handler;
};

} // namespace modeldeck::api
