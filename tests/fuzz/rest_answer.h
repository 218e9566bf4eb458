// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/http_message.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonDocument>

namespace modeldeck::fuzz {

// What holds for every answer, whatever was asked.
inline void checkAnswer(const api::Response &response)
{
    require(response.status >= 200 && response.status < 600, "the status is one of HTTP's");
    if (response.contentType == "application/json" && !response.body.isEmpty())
        require(!QJsonDocument::fromJson(response.body).isNull(), "the body is JSON");
    const QByteArray bytes = serialise(response, api::Body::Send, false, "instance");
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    require(end > 0 && bytes.mid(end + 4) == response.body, "the head ends where the body begins");
    require(!bytes.left(end).toLower().contains("\r\nx-injected"), "a client writes no header of ours");
}

} // namespace modeldeck::fuzz
