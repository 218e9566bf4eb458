// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/fed_socket.h"

#include <algorithm>
#include <cstring>

namespace modeldeck::api {

FedSocket::FedSocket(quint64 number, const QTcpSocket &real, bool tls, QObject *parent)
    : QTcpSocket(parent), m_number(number), m_tls(tls)
{
    setPeerAddress(real.peerAddress());
    setPeerPort(real.peerPort());
    setLocalAddress(real.localAddress());
    setLocalPort(real.localPort());
    setSocketState(ConnectedState);
    setOpenMode(ReadWrite | Unbuffered);
}

FedSocket::~FedSocket()
{
    if (m_abandon)
        m_abandon();
    setSocketState(UnconnectedState); // QAbstractSocket would close a connection that it never had
}

void FedSocket::deliver(const QByteArray &head, QByteArray body)
{
    m_head = head;
    m_read = 0;
    m_body = std::move(body);
    m_taken = false;
    Q_EMIT readyRead();
    m_head.clear();
    m_read = 0;
    m_body.clear();
}

void FedSocket::take(Abandon abandon)
{
    m_taken = true;
    m_abandon = std::move(abandon);
    if (m_finishing)
        finish();
}

void FedSocket::endAnswer()
{
    m_abandon = {};
    Q_EMIT answerEnded();
}

void FedSocket::clientGone()
{
    if (state() == UnconnectedState)
        return;
    setSocketState(UnconnectedState);
    setOpenMode(NotOpen);
    if (const Abandon abandon = std::exchange(m_abandon, {}))
        abandon();
    Q_EMIT disconnected();
}

void FedSocket::finish()
{
    m_finishing = true;
    if (!m_goesOn)
        return;
    if (const Abandon abandon = std::exchange(m_abandon, {}))
        abandon();
    endAnswer();
}

qint64 FedSocket::bytesAvailable() const
{
    return QIODevice::bytesAvailable() + m_head.size() - m_read;
}

void FedSocket::disconnectFromHost()
{
    Q_EMIT closedByServer();
}

qint64 FedSocket::readData(char *data, qint64 maxSize)
{
    const qint64 size = std::min<qint64>(maxSize, m_head.size() - m_read);
    std::memcpy(data, m_head.constData() + m_read, std::size_t(size));
    m_read += size;
    return size;
}

qint64 FedSocket::writeData(const char *data, qint64 size)
{
    Q_EMIT written(QByteArray(data, size));
    return size;
}

} // namespace modeldeck::api
