// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rest/raw_client.h"

#include <QHostAddress>
#include <unistd.h>

namespace modeldeck::test {

namespace {

constexpr int patience = 20'000; // ms; only a failing test waits that long

} // namespace

RawClient::RawClient(quint16 port, std::unique_ptr<QTcpSocket> socket) : m_socket(std::move(socket))
{
    m_socket->connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    m_socket->waitForConnected(patience);
}

void RawClient::send(const QByteArray &bytes)
{
    m_socket->write(bytes);
    while (m_socket->bytesToWrite() > 0 && m_socket->waitForBytesWritten(patience)) {
    }
}

bool RawClient::more()
{
    if (m_socket->bytesAvailable() == 0 && !m_socket->waitForReadyRead(patience) &&
        m_socket->bytesAvailable() == 0)
        return false;
    m_received += m_socket->readAll();
    return true;
}

RawAnswer RawClient::answer(bool hasBody)
{
    while (!m_received.contains("\r\n\r\n")) {
        if (!more())
            return {};
    }
    const qsizetype end = m_received.indexOf("\r\n\r\n");
    QList<QByteArray> lines = m_received.first(end).split('\n');
    m_received.remove(0, end + 4);
    RawAnswer answer;
    answer.status = lines.takeFirst().split(' ').value(1).toInt();
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        answer.headers[line.first(colon).toLower()] = line.sliced(colon + 1).trimmed();
    }
    const qsizetype length = hasBody ? answer.headers["content-length"].toLongLong() : 0;
    while (m_received.size() < length) {
        if (!more())
            return {};
    }
    answer.body = m_received.first(length);
    m_received.remove(0, length);
    return answer;
}

bool RawClient::isClosed()
{
    while (m_received.isEmpty() && m_socket->state() == QAbstractSocket::ConnectedState) {
        if (!more())
            break;
    }
    return m_received.isEmpty() && m_socket->state() != QAbstractSocket::ConnectedState;
}

QByteArray RawClient::rest()
{
    m_socket->setReadBufferSize(0);
    while (more()) {
    }
    const bool ended = m_socket->state() != QAbstractSocket::ConnectedState;
    return ended ? std::exchange(m_received, {}) : QByteArray();
}

RawAnswer RawClient::ask(quint16 port, const QByteArray &bytes)
{
    RawClient client(port);
    client.send(bytes);
    return client.answer(!bytes.startsWith("HEAD"));
}

QByteArray request(const QByteArray &line, const QByteArray &body, const QByteArray &headers)
{
    QByteArray out = line + " HTTP/1.1\r\nHost: localhost\r\n" + headers;
    if (!body.isEmpty())
        out += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return out + "\r\n" + body;
}

int openDescriptors()
{
    int open = 0;
    for (int descriptor = 0; descriptor < 4096; ++descriptor)
        open += ::lseek(descriptor, 0, SEEK_CUR) >= 0 || errno != EBADF;
    return open;
}

} // namespace modeldeck::test
