// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/chunked_body.h"
#include "app/rest/http/http_message.h"

#include <memory>
#include <optional>

namespace modeldeck::api {

// One request as it stood on the wire, checked. Its length is known, its head has one meaning.
struct FramedRequest
{
    QByteArray method;
    QByteArray target;           // origin-form: "/path?query"
    QByteArray host;             // empty only in HTTP/1.0
    std::vector<Header> headers; // without Host and those that concern the connection alone
    QByteArray body;             // decoded
    bool keepAlive = true;

    // The same request as any parser reads it: HTTP/1.1 with Content-Length and a Host ("localhost" if it had
    // none).
    QByteArray canonical() const;
    // As handlers take it, but for who asks and its body.
    Request parsed() const;
};

// Finds out where HTTP/1.x requests begin and end (RFC 9112), and refuses what two parsers could read in two
// ways. Pure: bytes in, verdict out; no sockets, no time. Any bytes are safe to feed.
class RequestFramer
{
public:
    struct Limits
    {
        qsizetype headerBytes = 16 * 1024; // request line, headers, trailers
        qint64 bodyBytes = 64 * 1024 * 1024;
    };
    enum class State {
        Idle, // nothing of a request has come yet
        Head,
        Body,
        Complete, // take() it
        Failed,   // error(); the connection has no next request
    };

    explicit RequestFramer(Limits limits) : m_limits(limits) {}

    // Takes up bytes and returns how many. Stops at the end of the request: the rest belongs to the next one.
    qsizetype feed(QByteArrayView bytes);
    State state() const { return m_state; }
    // The head is complete and its sender waits for "100 Continue" before the body.
    bool wantsContinue() const { return m_state == State::Body && m_expectsContinue; }
    // Requires Failed. path() is what is known of the target then.
    const Error &error() const { return m_error; }
    QByteArray path() const { return m_request.target; }
    // Of the body, so far.
    qint64 bodySize() const { return m_request.body.size(); }
    // Requires Complete; afterwards Idle.
    FramedRequest take();

private:
    qsizetype feedHead(QByteArrayView bytes);
    qsizetype feedBody(QByteArrayView bytes);
    void endOfLine();
    void requestLine(QByteArrayView line);
    bool target(QByteArrayView target);
    void endOfHead();
    bool hosts();
    bool length();
    bool expectation();
    void connection();
    std::vector<QByteArray> valuesOf(QByteArrayView name) const;
    bool fail(ErrorCode code, const char *message, qint64 limit = 0); // always false

    Limits m_limits;
    State m_state = State::Idle;
    FramedRequest m_request;
    QByteArray m_authority; // of an absolute-form target; null: there was none
    int m_minorVersion = 1;
    QByteArray m_line;
    qsizetype m_headBytes = 0;
    bool m_haveRequestLine = false;
    bool m_skippedEmptyLine = false;
    bool m_expectsContinue = false;
    qint64 m_bodyLeft = 0;
    std::unique_ptr<ChunkedBody> m_chunks;
    Error m_error; // of Failed
};

} // namespace modeldeck::api
