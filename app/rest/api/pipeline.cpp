// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/pipeline.h"

#include "app/rest/api/routes.h"
#include "app/rest/http/request_fields.h"
#include "app/rest/http/request_log.h"

#include <QJsonDocument>
#include <QTimer>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

Result<QJsonObject> parseBody(const QByteArray &body, Route::Json wanted)
{
    if (wanted == Route::Json::None || wanted == Route::Json::Raw ||
        (body.isEmpty() && wanted == Route::Json::Optional))
        return QJsonObject();
    return parseObject(body);
}

// What lets a page of another origin read an answer.
void allowOrigin(Response &response, const QByteArray &origin)
{
    response.headers.push_back({"Vary", "Origin"});
    if (origin.isEmpty())
        return;
    response.headers.push_back({"Access-Control-Allow-Origin", origin});
    response.headers.push_back(
        {"Access-Control-Expose-Headers", "Retry-After, X-Modeldeck-Instance, X-Request-Id"});
}

// What a browser asks before it lets a page of another origin call us. Whoever may call may send what headers
// it likes: OpenAI's client adds a dozen of its own.
Response optionsResponse(const FoundRoute &found, const Request &request, const QByteArray &origin)
{
    Response response;
    response.status = 204;
    const QByteArray methods =
        found.methods.isEmpty() ? "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" : found.methods.join(", ");
    response.headers.push_back({"Allow", methods});
    if (!origin.isEmpty()) {
        response.headers.push_back({"Access-Control-Allow-Methods", methods});
        const QByteArray asked = request.header("access-control-request-headers");
        response.headers.push_back({"Access-Control-Allow-Headers",
                                    asked.isEmpty() ? "Authorization, Content-Type, Last-Event-ID" : asked});
        response.headers.push_back({"Access-Control-Max-Age", "600"});
    }
    return response;
}

Error notFound(const Request &request)
{
    return Error(ErrorCode::NotFound, MD_TEXT("There is no resource at %1"),
                 QString::fromLatin1(request.path))
        .withHint(MD_TEXT("/openapi.json describes all calls"));
}

Response methodNotAllowed(const FoundRoute &found, const Request &request, ErrorFamily family)
{
    const QByteArray allowed = found.methods.join(", ");
    Response response =
        errorResponse(Error(ErrorCode::MethodNotAllowed, MD_TEXT("%1 is not allowed here, only %2"),
                            QString::fromLatin1(request.method), QString::fromLatin1(allowed)),
                      family);
    response.headers.push_back({"Allow", allowed});
    return response;
}

// RFC 9110, 15.5.16: the header says what would be read.
Response encodedBody(const QByteArray &encoding, ErrorFamily family)
{
    Response response = errorResponse(Error(ErrorCode::InvalidRequest,
                                            MD_TEXT("Bodies with the content encoding %1 are not supported"),
                                            QString::fromLatin1(encoding)),
                                      family);
    response.status = 415;
    response.headers.push_back({"Accept-Encoding", "identity"});
    return response;
}

// The answer gets the request's id, and is counted and logged.
Answer observed(const Context &context, const Request &request, const FoundRoute &found, Answer answer)
{
    const auto begun = std::chrono::steady_clock::now();
    LogEntry entry{requestId(request.header("x-request-id")),
                   request.method,
                   found.pattern,
                   0,
                   {},
                   request.body.size(),
                   0};
    return [meters = context.meters, begun, entry, send = std::move(answer)](Response response) mutable {
        entry.status = response.status;
        entry.time = std::chrono::steady_clock::now() - begun;
        entry.bytesOut = response.body.size();
        meters->answered({entry.method, entry.route, entry.status}, entry.time);
        logRequest(entry);
        response.headers.push_back({"X-Request-Id", entry.id});
        send(std::move(response));
    };
}

} // namespace

void Context::see(std::shared_ptr<const Snapshot> now)
{
    snapshot = std::move(now);
    events->see(*snapshot);
    watchers->tell(*snapshot);
}

Abandon Context::wait(const Enough &enough, std::optional<std::chrono::milliseconds> longest,
                      const std::function<Abandon()> &act) const
{
    if (snapshot && enough(*snapshot))
        return act();
    struct Waiting
    {
        quint64 watcher = 0;
        bool over = false;
        Abandon abandon;
    };
    const auto waiting = std::make_shared<Waiting>();
    const auto end = [this, waiting, act] {
        watchers->remove(waiting->watcher);
        if (!std::exchange(waiting->over, true))
            waiting->abandon = act();
    };
    waiting->watcher = watchers->add([enough, end](const Snapshot &now) {
        if (enough(now))
            end();
    });
    if (longest)
        QTimer::singleShot(*longest, mailbox.get(), end);
    return [this, waiting] {
        watchers->remove(waiting->watcher);
        waiting->over = true;
        if (waiting->abandon)
            waiting->abandon();
    };
}

Abandon Context::waitForOllama(const std::function<Abandon()> &act) const
{
    constexpr std::chrono::seconds longest(5);
    return wait([](const Snapshot &now) { return now.ollama.state != OllamaState::Connecting; }, longest,
                act);
}

void Call::reply(const QJsonObject &json, int status) const
{
    Response response;
    response.status = status;
    response.body = QJsonDocument(json).toJson(QJsonDocument::Compact);
    answer(std::move(response));
}

Abandon Call::show(View view) const
{
    Response response;
    response.body = context.views->write(view, context.snapshot);
    answer(std::move(response));
    return {};
}

Abandon Call::show(const QJsonObject &json, int status) const
{
    reply(json, status);
    return {};
}

Abandon Call::refuse(const Error &error) const
{
    fail(error);
    return {};
}

Abandon handleRequest(const Context &context, const Request &request, Answer answer)
{
    const ErrorFamily family = familyOf(request.path);
    const FoundRoute found = findRoute(request);
    answer = observed(context, request, found, std::move(answer));
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

    const bool known = !found.methods.isEmpty();
    if (request.method == "OPTIONS" && (known || request.path == "/*")) { // a preflight can't carry a token
        answer(optionsResponse(found, request, *origin));
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
    const QByteArray encoding = request.header("content-encoding").toLower();
    if (found.route->json != Route::Json::None && !encoding.isEmpty() && encoding != "identity") {
        answer(encodedBody(encoding, family));
        return {};
    }
    const auto body = parseBody(request.body, found.route->json);
    if (!body)
        return refuse(body.error());
    const bool raw = found.route->json == Route::Json::Raw;
    Call call{context,
              *body,
              raw ? request.body : QByteArray(),
              found.parameter,
              QUrlQuery(QString::fromLatin1(request.query)),
              family,
              clientName(request.header("user-agent")),
              request.header("last-event-id"),
              std::move(answer)};
    const Route &route = *found.route;
    if (route.needs == Route::Needs::Nothing || (context.snapshot && route.needs == Route::Needs::Models))
        return route.handle(call);
    const auto handle = [call = std::move(call), handle = route.handle] { return handle(call); };
    if (route.needs == Route::Needs::Models)
        return context.wait([](const Snapshot &) { return true; }, {}, handle);
    return context.wait([](const Snapshot &) { return true; }, {},
                        [&context, handle] { return context.waitForOllama(handle); });
}

} // namespace modeldeck::api
