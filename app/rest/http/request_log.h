// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/http_message.h"

#include <chrono>

// What the log says of requests: never a body, never a token.
namespace modeldeck::api {

// The id that the client gave in X-Request-Id, if it is harmless; else a new one.
QByteArray requestId(const QByteArray &given = {});
// Who asks, from a User-Agent: short and printable; may be empty.
QString clientName(const QByteArray &userAgent);

struct LogEntry
{
    QByteArray id;
    QByteArray method;
    QByteArray route; // the pattern of the path
    int status = 0;
    std::chrono::nanoseconds time{0};
    qsizetype bytesIn = 0;
    qsizetype bytesOut = 0;
};
void logRequest(const LogEntry &entry); // at debug level
void logRefusal(const QByteArray &id, const Error &error);

} // namespace modeldeck::api
