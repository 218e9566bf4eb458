// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/access.h"
#include "app/rest/http/connection.h"
#include "engine/config/settings.h"

namespace modeldeck::api {

// The rest_api_* settings, read and checked: addresses parsed, the token and the certificate in memory.
struct RestConfig
{
    bool enabled = false;
    QList<QHostAddress> addresses;
    quint16 port = 0; // 0: any free one, the same for all addresses
    AccessRules access;
    GateRules gate; // without the instance

    // An address off loopback without a token is an error, and so is a token file that others could read.
    static Result<RestConfig> read(const Settings &settings);
};

// The token in a file: one line, read by its owner alone.
Result<QByteArray> readTokenFile(const QString &path);

} // namespace modeldeck::api
