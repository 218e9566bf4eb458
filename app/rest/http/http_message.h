// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QByteArray>
#include <QHostAddress>
#include <functional>
#include <memory>
#include <vector>

// HTTP messages as our own values: nothing of Qt's HTTP server is kept across an event-loop turn.
namespace modeldeck::api {

struct Header
{
    QByteArray name; // lower case in requests
    QByteArray value;
    bool operator==(const Header &) const = default;
};

struct Request
{
    QByteArray id;     // in the answer and in the log
    QByteArray method; // "GET"
    QByteArray path;   // "/vision/switch/ViT-L-14%2Fopenai": still percent-encoded
    QByteArray query;  // without "?", still percent-encoded
    std::vector<Header> headers;
    QByteArray body;
    QHostAddress peer;  // who asks
    QHostAddress local; // the address of ours that was asked
    bool tls = false;

    // The value of the first header of that (lower-case) name; null if there is none.
    QByteArray header(QByteArrayView name) const;
};

// What to do when the client goes away before the end of its answer; may be empty.
using Abandon = std::function<void()>;

// Where an answer that goes on is written. Once the client has gone, writing does nothing.
class Sink
{
public:
    virtual ~Sink() = default;
    virtual void write(const QByteArray &bytes) = 0;
    virtual void end() = 0;
};
// Called when the head of an answer that goes on has been sent.
using GoOn = std::function<Abandon(const std::shared_ptr<Sink> &)>;

struct Response
{
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body;
    std::vector<Header> headers;
    GoOn goOn; // set: `body` is the beginning; no length is told, and the connection ends with the sink
};

using Answer = std::function<void(Response)>;

// The bytes of an answer before its body. A header that holds CR or LF is left out: it could only
// be an injection.
QByteArray serialiseHead(const Response &response, bool close, const QByteArray &instance);
enum class Body { Send, Omit }; // Omit: HEAD; the length is still told
inline bool sendsBody(const Response &response, Body body)
{
    return body == Body::Send && response.status != 204;
}
QByteArray serialise(const Response &response, Body body, bool close, const QByteArray &instance);

int httpStatus(ErrorCode code);

// Three families of error bodies, by path: ours, OpenAI's and Ollama's.
enum class ErrorFamily { Management, OpenAi, Ollama };
ErrorFamily familyOf(QByteArrayView path);
// The sentence for a client: names the input at fault.
QString messageOf(const Error &error);
Response errorResponse(const Error &error, ErrorFamily family);

} // namespace modeldeck::api
