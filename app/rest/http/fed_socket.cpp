// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/fed_socket.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace modeldeck::api {

namespace {

// Those that the parser of Qt's HTTP server knows in every version.
const std::array<QByteArrayView, 7> qtMethods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

} // namespace

FedSocket::FedSocket(const QTcpSocket &real, bool tls, QObject *parent) : QTcpSocket(parent), m_tls(tls)
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

void FedSocket::deliver(FramedRequest request)
{
    m_taken = false;
    m_body = std::exchange(request.body, {});
    m_request = std::move(request);
    Q_EMIT deliveryBegins();
    if (std::ranges::find(qtMethods, m_request.method) != qtMethods.end()) {
        m_head = m_request.canonical();
        Q_EMIT readyRead();
    } else {
        Q_EMIT foreignRequest();
    }
    Q_EMIT deliveryEnds();
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

void FedSocket::disconnectClient()
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
