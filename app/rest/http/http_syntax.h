// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/http_message.h"

#include <optional>

// What HTTP's grammar allows (RFC 9110, 9112, 3986). Pure functions of any bytes.
namespace modeldeck::api {

bool isDigit(char c);
bool isControl(char c); // but for a tab
bool isToken(QByteArrayView text);
// Characters of a path and query, with whole percent escapes.
bool isOriginForm(QByteArrayView target);
// "localhost:7000", "[::1]", "192.168.1.2": what it names is judged later.
bool isHost(QByteArrayView host);
bool startsWithIgnoringCase(QByteArrayView text, QByteArrayView beginning);
// A header line without its CRLF; nothing if it is malformed.
std::optional<Header> parseHeaderLine(QByteArrayView line);

} // namespace modeldeck::api
