// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"

namespace modeldeck {

// Where the REST API answers, or would answer if it were on.
struct RestTarget
{
    QString url;       // "http://127.0.0.1:7000"
    QString tokenFile; // empty: calls need no token
};
RestTarget restTarget(const Settings &settings, const QStringList &boundUrls);

// The line for a terminal that does the same over the REST API. `type` is of the command's model.
QString curlCommand(const Command &command, ModelType type, const RestTarget &target);
QString curlEmbedCommand(const QString &modelId, const RestTarget &target);

} // namespace modeldeck
