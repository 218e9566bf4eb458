// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/connection.h"

#include <QSslSocket>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace modeldeck::api {

namespace {

constexpr qint64 readBuffer = 64 * 1024;
constexpr qint64 writeBuffer = 256 * 1024;
constexpr qint64 writePart = 64 * 1024;
// What may wait for the reader of an answer that goes on; more, and the reader is cut off.
constexpr qsizetype mostUnread = 1024 * 1024;
// What a client may still send after its last answer; more, and it is cut off.
constexpr qint64 mostDiscarded = 1024 * 1024;

} // namespace

Error tooManyBodies()
{
    return Error(ErrorCode::TooManyConnections, MD_TEXT("Too many large requests at once"))
        .retryIn(std::chrono::seconds(1));
}

Connection::Connection(std::unique_ptr<QTcpSocket> peer, const GateRules &rules, QObject *parent)
    : QObject(parent), m_peer(std::move(peer)), m_rules(rules), m_framer(rules.limits)
{
    m_peer->setReadBufferSize(readBuffer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Connection::deadline);
    connect(m_peer.get(), &QTcpSocket::readyRead, this, &Connection::read);
    connect(m_peer.get(), &QTcpSocket::bytesWritten, this, &Connection::writeMore);
    connect(m_peer.get(), &QTcpSocket::disconnected, this, &Connection::close);
    connect(m_peer.get(), &QTcpSocket::errorOccurred, this, &Connection::close);
    if (auto *tls = qobject_cast<QSslSocket *>(m_peer.get())) {
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &Connection::writeMore);
        tls->startServerEncryption();
    }
    m_timer.start(m_rules.headerTime);
}

Connection::~Connection()
{
    holdBody(0);
    disconnect(m_peer.get(), nullptr, this, nullptr);
}

FedSocket *Connection::serve()
{
    m_fed = new FedSocket(*m_peer, m_rules.tls.has_value(), this);
    connect(m_fed, &FedSocket::written, this, [this](const QByteArray &bytes) { send(bytes); });
    connect(m_fed, &FedSocket::answerEnded, this, [this] {
        m_answerWhole = true;
        writeMore();
    });
    connect(m_fed, &FedSocket::closedByServer, this, &Connection::close);
    return m_fed;
}

void Connection::refuse(const Error &error)
{
    m_phase = Phase::Answering;
    m_keepAlive = false;
    m_answerWhole = true;
    Response response = errorResponse(error, familyOf(m_framer.path()));
    if (m_rules.onRefusal)
        response.headers.push_back({"X-Request-Id", m_rules.onRefusal(error)});
    m_framer = RequestFramer(m_rules.limits); // and the part of a body that it holds
    send(serialise(response, Body::Send, true, m_rules.instance));
}

void Connection::finish()
{
    m_keepAlive = false;
    if (m_phase == Phase::Reading)
        close();
    else if (m_fed)
        m_fed->finish();
}

void Connection::read()
{
    if (m_phase == Phase::Lingering) {
        discard();
    } else if (m_phase == Phase::Reading) {
        // While an answer is pending nothing is read: what comes meanwhile waits in the bounded buffer.
        while (m_phase == Phase::Reading && m_peer->bytesAvailable() > 0) {
            m_unread += m_peer->read(readBuffer);
            feed();
        }
    }
}

void Connection::feed()
{
    const qsizetype taken = m_framer.feed(m_unread);
    m_unread.remove(0, taken);
    framed();
}

void Connection::framed()
{
    if (m_framer.wantsContinue() && m_unread.isEmpty())
        m_peer->write("HTTP/1.1 100 Continue\r\n\r\n");
    watch(m_framer.state());
    const bool fits = holdBody(m_framer.bodySize());
    if (m_framer.state() == RequestFramer::State::Failed)
        refuse(m_framer.error());
    else if (!fits)
        refuse(tooManyBodies());
    else if (m_framer.state() == RequestFramer::State::Complete)
        requestComplete();
}

// False: beyond what all connections may hold together.
bool Connection::holdBody(qint64 size)
{
    BodyBudget &bodies = *m_rules.bodies;
    bodies.used += size - m_held;
    m_held = size;
    return size == 0 || bodies.fits(0);
}

// Deadlines are absolute: a byte now and then does not move them.
void Connection::watch(RequestFramer::State state)
{
    if (state == m_watched)
        return;
    m_watched = state;
    switch (state) {
    case RequestFramer::State::Idle:
        m_timer.start(m_served ? m_rules.idleTime : m_rules.headerTime);
        break;
    case RequestFramer::State::Head:
        if (m_served)
            m_timer.start(m_rules.headerTime);
        break;
    case RequestFramer::State::Body:
        m_timer.start(m_rules.bodyTime);
        break;
    case RequestFramer::State::Complete:
    case RequestFramer::State::Failed:
        m_timer.stop();
        break;
    }
}

void Connection::requestComplete()
{
    m_phase = Phase::Answering;
    m_served = true;
    m_answerWhole = false;
    if (!m_fed)
        return close();
    FramedRequest request = m_framer.take();
    m_keepAlive = request.keepAlive;
    const QPointer<Connection> alive(this);
    m_fed->deliver(std::move(request));
    if (!alive || m_closed)
        return;
    if (!m_fed || !m_fed->taken()) // two parsers disagree after all: ours must have let something through
        refuse(Error(ErrorCode::InvalidRequest, MD_TEXT("The request could not be read")));
}

void Connection::send(const QByteArray &bytes)
{
    if (m_out.isEmpty() && unsent() == 0)
        waitForReader();
    m_out += bytes; // shared, not copied, where nothing is left of what came before
    holdBody(m_out.size());
    if (m_fed && m_fed->goesOn() && m_out.size() - m_outSent > mostUnread)
        return close();
    writeMore();
}

// Time to take the answer; one that goes on has it anew with every byte that is taken.
void Connection::waitForReader()
{
    m_taken = taken();
    m_timer.start(m_rules.bodyTime);
}

// Bytes that have reached the client's machine. Qt knows no more than how far the kernel's buffer has
// emptied, which it is told in steps of up to megabytes.
quint64 Connection::taken() const
{
    tcp_info info{};
    socklen_t size = sizeof info;
    ::getsockopt(descriptor(), IPPROTO_TCP, TCP_INFO, &info, &size);
    return info.tcpi_bytes_acked;
}

// In the socket's own buffers.
qint64 Connection::unsent() const
{
    const auto *tls = qobject_cast<QSslSocket *>(m_peer.get());
    return m_peer->bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
}

// At the client's pace: the answer exists once, and the socket's buffer stays small.
void Connection::writeMore()
{
    if (m_phase != Phase::Answering || m_closed)
        return;
    while (m_outSent < m_out.size() && unsent() < writeBuffer) {
        const qint64 sent = m_peer->write(m_out.constData() + m_outSent,
                                          std::min<qint64>(writePart, m_out.size() - m_outSent));
        if (sent < 0)
            return close();
        m_outSent += sent;
    }
    if (m_fed && m_fed->goesOn() && m_outSent > mostUnread / 2) // it has no end that would free it
        m_out.remove(0, std::exchange(m_outSent, 0));
    if (m_outSent < m_out.size())
        return;
    m_out = {};
    m_outSent = 0;
    if (unsent() > 0)
        return;
    m_timer.stop();
    if (m_answerWhole)
        answerSent();
}

void Connection::answerSent()
{
    holdBody(0);
    if (m_keepAlive && !(m_fed && m_fed->goesOn()))
        nextRequest();
    else
        linger();
}

void Connection::nextRequest()
{
    m_phase = Phase::Reading;
    m_watched = RequestFramer::State::Complete;
    feed(); // what was pipelined
    if (m_phase == Phase::Reading)
        read();
}

// Closing with unread bytes would reset the connection, and the client could lose the answer: end our half,
// and read its rest for a while.
void Connection::linger()
{
    if (m_closed)
        return;
    m_phase = Phase::Lingering;
    Q_EMIT lastAnswerSent();
    m_unread = {};
    m_timer.start(m_rules.lingerTime);
    if (m_rules.tls)
        return m_peer->disconnectFromHost();
    ::shutdown(int(m_peer->socketDescriptor()), SHUT_WR);
    discard();
}

void Connection::discard()
{
    while (m_peer->bytesAvailable() > 0 && !m_closed) {
        m_discarded += m_peer->read(readBuffer).size();
        if (m_discarded > mostDiscarded)
            close();
    }
}

void Connection::deadline()
{
    if (m_phase == Phase::Answering && m_fed && m_fed->goesOn() && taken() != m_taken)
        return waitForReader();
    const bool reading = m_phase == Phase::Reading;
    const bool idle = m_served && m_framer.state() == RequestFramer::State::Idle;
    auto *tls = qobject_cast<QSslSocket *>(m_peer.get());
    if (!reading || idle || (tls && !tls->isEncrypted()))
        return close();
    refuse(Error(ErrorCode::Timeout, MD_TEXT("The request took too long to arrive")));
}

void Connection::close()
{
    if (std::exchange(m_closed, true))
        return;
    m_timer.stop();
    holdBody(0);
    disconnect(m_peer.get(), nullptr, this, nullptr);
    if (m_fed)
        m_fed->disconnectClient();
    m_peer->abort();
    Q_EMIT closed();
    deleteLater();
}

} // namespace modeldeck::api
