// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/pipeline.h"

#include <QJsonDocument>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

struct Found
{
    const Route *route = nullptr;
    QString parameter;
    QList<QByteArray> methods; // that the path knows; empty: no such path
};

Found find(const Request &request)
{
    Found found;
    const QByteArray method = request.method == "HEAD" ? "GET" : request.method;
    for (const Route &route : routes()) {
        const auto parameter = match(route.path, request.path);
        if (!parameter)
            continue;
        found.methods.append(route.method);
        if (qstrcmp(route.method, "GET") == 0)
            found.methods.append("HEAD");
        if (method == route.method) {
            found.route = &route;
            found.parameter = *parameter;
        }
    }
    if (!found.methods.isEmpty())
        found.methods.append("OPTIONS");
    return found;
}

Result<QJsonObject> parseBody(const QByteArray &body, Route::Json wanted)
{
    if (wanted == Route::Json::None || (body.isEmpty() && wanted == Route::Json::Optional))
        return QJsonObject();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(body, &error);
    if (error.error != QJsonParseError::NoError) {
        return failure(ErrorCode::InvalidRequest, Text{MD_TEXT("The body is not JSON: %1 at byte %2"),
                                                       {error.errorString(), QString::number(error.offset)}});
    }
    if (!document.isObject())
        return failure(ErrorCode::InvalidRequest, Text{MD_TEXT("The body must be a JSON object"), {}});
    return document.object();
}

// What a browser asks before it lets a page of another origin call us.
void allowOrigin(Response &response, const QByteArray &origin)
{
    response.headers.push_back({"Vary", "Origin"});
    if (!origin.isEmpty())
        response.headers.push_back({"Access-Control-Allow-Origin", origin});
}

Response optionsResponse(const Found &found, const QByteArray &origin)
{
    Response response;
    response.status = 204;
    const QByteArray methods =
        found.methods.isEmpty() ? "GET, HEAD, POST, OPTIONS" : found.methods.join(", ");
    response.headers.push_back({"Allow", methods});
    if (!origin.isEmpty()) {
        response.headers.push_back({"Access-Control-Allow-Methods", methods});
        response.headers.push_back({"Access-Control-Allow-Headers", "Authorization, Content-Type"});
        response.headers.push_back({"Access-Control-Max-Age", "600"});
    }
    return response;
}

Error notFound(const Request &request)
{
    return problem(ErrorCode::NotFound,
                   Text{MD_TEXT("There is nothing at %1"), {QString::fromLatin1(request.path)}}, "",
                   Text{MD_TEXT("/openapi.json describes all calls"), {}});
}

Response methodNotAllowed(const Found &found, const Request &request, ErrorFamily family)
{
    const QString allowed = QString::fromLatin1(found.methods.join(", "));
    Response response = errorResponse(
        problem(ErrorCode::MethodNotAllowed, Text{MD_TEXT("%1 does not work here, only %2"),
                                                  {QString::fromLatin1(request.method), allowed}}),
        family);
    response.headers.push_back({"Allow", allowed.toLatin1()});
    return response;
}

} // namespace

void Call::reply(const QJsonObject &json, int status) const
{
    Response response;
    response.status = status;
    response.body = QJsonDocument(json).toJson(QJsonDocument::Compact);
    answer(std::move(response));
}

std::optional<QString> match(const char *pattern, QByteArrayView path)
{
    const QByteArrayView whole(pattern);
    const qsizetype brace = whole.indexOf('{');
    if (brace < 0)
        return path == whole ? std::optional(QString(u""_s)) : std::nullopt;
    if (path.size() <= brace || path.first(brace) != whole.first(brace))
        return std::nullopt;
    const QByteArrayView rest = path.sliced(brace);
    if (whole.sliced(brace) != "{model_id}" && rest.contains('/'))
        return std::nullopt;
    return QString::fromUtf8(QByteArray::fromPercentEncoding(rest.toByteArray()));
}

Abandon handleRequest(const Context &context, const Request &request, Answer answer)
{
    const ErrorFamily family = familyOf(request.path);
    const auto refuse = [&](const Error &error) {
        answer(errorResponse(error, family));
        return Abandon();
    };
    if (const auto host = checkHost(request, context.access); !host)
        return refuse(host.error());
    const auto origin = checkOrigin(request, context.access);
    if (!origin)
        return refuse(origin.error());
    answer = [origin = *origin, send = std::move(answer)](Response response) {
        allowOrigin(response, origin);
        send(std::move(response));
    };

    const Found found = find(request);
    const bool known = !found.methods.isEmpty();
    if (request.method == "OPTIONS" && (known || request.path == "/*")) { // a preflight can't carry a token
        answer(optionsResponse(found, *origin));
        return {};
    }
    const Auth auth = found.route ? found.route->auth : Auth::Read;
    if (const auto token = checkToken(request, context.access, auth); !token)
        return refuse(token.error());
    if (!known)
        return refuse(notFound(request));
    if (!found.route) {
        answer(methodNotAllowed(found, request, family));
        return {};
    }
    const auto body = parseBody(request.body, found.route->json);
    if (!body)
        return refuse(body.error());
    return found.route->handle(Call{context, *body, found.parameter,
                                    QUrlQuery(QString::fromLatin1(request.query)), family,
                                    std::move(answer)});
}

} // namespace modeldeck::api
