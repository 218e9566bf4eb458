// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QTcpSocket>
#include <memory>

namespace modeldeck::test {

struct RawAnswer
{
    int status = 0;                       // 0: the connection ended before an answer
    QMap<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;
};

// A client that sends exactly the bytes it is told, and reads one answer after the other. It blocks: the
// server has a thread of its own.
class RawClient
{
public:
    explicit RawClient(quint16 port, std::unique_ptr<QTcpSocket> socket = std::make_unique<QTcpSocket>());

    void send(const QByteArray &bytes);
    // `hasBody` false: the answer to a HEAD.
    RawAnswer answer(bool hasBody = true);
    // The server has ended the connection (waits for it), and nothing more came before.
    bool isClosed();
    // All that comes until the server ends the connection; null if it does not.
    QByteArray rest();
    void abort() { m_socket->abort(); }
    QTcpSocket &socket() { return *m_socket; }

    static RawAnswer ask(quint16 port, const QByteArray &request);

private:
    bool more();

    std::unique_ptr<QTcpSocket> m_socket;
    QByteArray m_received;
};

// "GET /livez HTTP/1.1" with a Host header, and a body with its length if there is one.
QByteArray request(const QByteArray &line, const QByteArray &body = {}, const QByteArray &headers = {});

// Of this process, which is client and server.
int openDescriptors();

} // namespace modeldeck::test
