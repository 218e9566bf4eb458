// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/access.h"
#include "engine/engine.h"

#include <QJsonObject>
#include <QUrlQuery>

// From a request to its handler: Host → Origin → token → method table → JSON → handler. No sockets.
namespace modeldeck::api {

// What handlers work with. Outlives every call: when the server stops, the mailbox is closed first.
struct Context
{
    Engine *engine = nullptr;
    std::shared_ptr<Mailbox> mailbox;         // where the engine's replies arrive
    std::shared_ptr<const Snapshot> snapshot; // the latest; never null
    AccessRules access;
};

// One call, as its handler sees it.
struct Call
{
    const Context &context;
    QJsonObject body;  // {} without a body
    QString parameter; // the {…} of the path, decoded
    QUrlQuery query;
    ErrorFamily family = ErrorFamily::Management;
    Answer answer;

    void fail(const Error &error) const { answer(errorResponse(error, family)); }
    void reply(const QJsonObject &json, int status = 200) const;
};

struct Route
{
    enum class Json { None, Optional, Required };

    const char *method;
    const char *path; // a last {model_id} may hold slashes, any other {…} may not
    Auth auth;
    Json json;
    Abandon (*handle)(const Call &);
};
const std::vector<Route> &routes();

// The parameter of `path` (decoded, or "" if it has none), if it follows the route's pattern.
std::optional<QString> match(const char *pattern, QByteArrayView path);

Abandon handleRequest(const Context &context, const Request &request, Answer answer);

} // namespace modeldeck::api
