// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/http_message.h"

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

    // The HTTP server reads the whole head within this call. The body passes it by: it is not to
    // be copied there.
    void deliver(const QByteArray &head, QByteArray body);
    // The client has gone: the pending call is abandoned, disconnected() is emitted.
    void clientGone();
    // An answer that goes on, now or later, ends where it is: there is nobody left to write it.
    void finish();

    // --- for the HTTP server of ours ---
    // A request has been understood and an answer will come.
    void take(Abandon abandon);
    bool taken() const { return m_taken; }
    QByteArray takeBody() { return std::exchange(m_body, {}); }
    // Sends this to the client as it is: write() would copy it.
    void send(const QByteArray &bytes) { Q_EMIT written(bytes); }
    // The answer goes on until endAnswer(); who is slow to read it is cut off.
    void goOn() { m_goesOn = true; }
    bool goesOn() const { return m_goesOn; }
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
    bool m_goesOn = false;
    bool m_finishing = false;
    Abandon m_abandon;
    QByteArray m_head;
    qsizetype m_read = 0;
    QByteArray m_body;
};

} // namespace modeldeck::api
