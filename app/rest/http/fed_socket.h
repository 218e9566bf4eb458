// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/request_framer.h"

#include <QTcpSocket>

namespace modeldeck::api {

// What Qt's HTTP server takes for its client: a socket without a descriptor. It is fed the head of one
// checked request at a time; what is written to it goes to the real connection.
class FedSocket : public QTcpSocket
{
    Q_OBJECT
public:
    FedSocket(const QTcpSocket &real, bool tls, QObject *parent);
    ~FedSocket() override;

    bool isTls() const { return m_tls; }

    // Delivers a request. Qt's HTTP server reads the whole head within this call; the body passes it by. A
    // method that its parser does not know is not for it: see foreignRequest().
    void deliver(FramedRequest request);
    // The client has disconnected: the pending call is abandoned, disconnected() is emitted.
    void disconnectClient();
    // An answer that goes on, now or later, ends where it is: there is nobody left to write it.
    void finish();

    // --- for the HTTP server of ours ---
    // The request that is being delivered, without its body.
    const FramedRequest &request() const { return m_request; }
    QByteArray takeBody() { return std::exchange(m_body, {}); }
    // It has been understood and an answer will come.
    void take(Abandon abandon);
    bool taken() const { return m_taken; }
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
    void deliveryBegins();
    void foreignRequest();
    void deliveryEnds();
    void written(const QByteArray &bytes);
    void answerEnded();
    void closedByServer();

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    bool m_tls;
    bool m_taken = false;
    bool m_goesOn = false;
    bool m_finishing = false;
    Abandon m_abandon;
    FramedRequest m_request;
    QByteArray m_body;
    QByteArray m_head;
    qsizetype m_read = 0;
};

} // namespace modeldeck::api
