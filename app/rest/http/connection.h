// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/fed_socket.h"

#include <QPointer>
#include <QSslConfiguration>
#include <QTcpSocket>
#include <QTimer>
#include <chrono>
#include <functional>
#include <memory>

namespace modeldeck::api {

// The bodies that all connections together hold: of requests from their first byte until they are answered,
// and of answers until they are read. Bounded, or many of them would fill the memory.
struct BodyBudget
{
    qint64 limit = 0;
    qint64 used = 0;

    bool fits(qint64 more) const { return used + more <= limit; }
};

// The error for those who come when it is used up.
Error tooManyBodies();

// What the gate asks of every connection.
struct GateRules
{
    RequestFramer::Limits limits;
    int connections = 256;
    std::chrono::milliseconds headerTime{10'000}; // TLS handshake and head
    // Body; and as long again to take the answer, or anything of one that goes on.
    std::chrono::milliseconds bodyTime{60'000};
    std::chrono::milliseconds idleTime{75'000};  // between two requests
    std::chrono::milliseconds lingerTime{2'000}; // for the client to read a last answer
    std::optional<QSslConfiguration> tls;
    QByteArray instance; // for X-Modeldeck-Instance
    // Told of every request that is refused before anyone else sees it; gives the id for its answer.
    std::function<QByteArray(const Error &)> onRefusal;
    std::shared_ptr<BodyBudget> bodies = std::make_shared<BodyBudget>();
};

// One client's connection. Reads requests under absolute deadlines, hands the checked ones to Qt's HTTP
// server one at a time, sends the answers at the client's pace, and refuses the rest itself. Deletes itself
// when done.
class Connection : public QObject
{
    Q_OBJECT
public:
    Connection(std::unique_ptr<QTcpSocket> peer, const GateRules &rules, QObject *parent);
    ~Connection() override;

    // Serves requests through a socket for the HTTP server, which this owns and returns.
    FedSocket *serve();
    // Answers with the error, and ends.
    void refuse(const Error &error);
    // Takes no further request: one that is being answered gets its answer, then the connection ends. An
    // answer that goes on would do so for ever: it ends at once.
    void finish();
    // What waits for an answer is abandoned.
    void close();
    int descriptor() const { return int(m_peer->socketDescriptor()); } // -1: it is closed
    bool isAnswering() const { return m_phase == Phase::Answering && !m_closed; }

Q_SIGNALS:
    void closed();
    void lastAnswerSent();

private:
    enum class Phase { Reading, Answering, Lingering };

    void read();
    void feed();
    void framed();
    bool holdBody(qint64 size);
    void requestComplete();
    void send(const QByteArray &bytes);
    void writeMore();
    void waitForReader();
    quint64 taken() const;
    qint64 unsent() const;
    void answerSent();
    void nextRequest();
    void linger();
    void discard();
    void deadline();
    void watch(RequestFramer::State state);

    std::unique_ptr<QTcpSocket> m_peer;
    GateRules m_rules;
    RequestFramer m_framer;
    QPointer<FedSocket> m_fed;
    QTimer m_timer;
    Phase m_phase = Phase::Reading;
    RequestFramer::State m_watched = RequestFramer::State::Idle;
    QByteArray m_unread; // read, but of the next request
    QByteArray m_out;
    qsizetype m_outSent = 0;
    quint64 m_taken = 0; // when the timer was started
    qint64 m_discarded = 0;
    qint64 m_held = 0; // of the body budget
    bool m_keepAlive = true;
    bool m_answerWhole = false;
    bool m_served = false; // at least one request
    bool m_closed = false;
};

} // namespace modeldeck::api
