// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http_message.h"

#include <QTcpSocket>

namespace modeldeck::api {

// What Qt's HTTP server takes for its client: a socket without a descriptor. It is fed one checked request at
// a time; what is written to it goes to the real connection.
class FedSocket : public QTcpSocket
{
    Q_OBJECT
public:
    // `number` names it within the process.
    FedSocket(quint64 number, const QTcpSocket &real, bool tls, QObject *parent);
    ~FedSocket() override;

    quint64 number() const { return m_number; }
    bool isTls() const { return m_tls; }

    // The HTTP server reads the whole request within this call.
    void deliver(const QByteArray &request);
    // The client has gone: the pending call is abandoned, disconnected() is emitted.
    void clientGone();

    // --- for the HTTP server of ours ---
    // A request has been understood and an answer will come.
    void take(Abandon abandon);
    bool taken() const { return m_taken; }
    // All of the answer has been written.
    void endAnswer();

    qint64 bytesAvailable() const override;
    void disconnectFromHost() override;

Q_SIGNALS:
    void written(const QByteArray &bytes);
    void answerEnded();
    void closedByServer();

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    quint64 m_number;
    bool m_tls;
    bool m_taken = false;
    Abandon m_abandon;
    QByteArray m_request;
    qsizetype m_read = 0;
};

} // namespace modeldeck::api
