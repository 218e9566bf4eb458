// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/pipeline.h"

namespace modeldeck::api {

struct Route
{
    // Raw: required, and read by the handler, which may do so elsewhere.
    enum class Json { None, Optional, Required, Raw };

    const char *method;
    const char *path; // {model_id} and {name} may hold slashes, any other {…} may not
    Auth auth;
    Json json;
    Abandon (*handle)(const Call &);
    // What must be known before `handle` runs: the engine's models (it then has a snapshot), or also whether
    // Ollama is there, and with which models.
    enum class Needs { Nothing, Models, Ollama };
    Needs needs = Needs::Models;
};
const std::vector<Route> &routes();

// The parameter of `path` (decoded, or "" if it has none), if it follows the route's pattern.
std::optional<QString> match(const char *pattern, QByteArrayView path);

struct FoundRoute
{
    const Route *route = nullptr;
    const char *pattern = "unknown"; // of the path, whatever the method
    QString parameter;
    QList<QByteArray> methods; // that the path knows; empty: no such path
};
FoundRoute findRoute(const Request &request);

} // namespace modeldeck::api
