// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/http_message.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

struct Phrase
{
    int status;
    const char *words;
};
constexpr Phrase phrases[] = {
    {200, "OK"},
    {204, "No Content"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {421, "Misdirected Request"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {499, "Client Closed Request"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {507, "Insufficient Storage"},
};

const char *reasonPhrase(int status)
{
    const auto found = std::ranges::find(phrases, status, &Phrase::status);
    return found == std::end(phrases) ? "Status" : found->words;
}

// RFC 9110 5.6.7
QByteArray httpDate()
{
    return QLocale::c()
        .toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s)
        .toLatin1();
}

void appendHeader(QByteArray &out, const QByteArray &name, const QByteArray &value)
{
    const auto breaksLine = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    if (std::ranges::any_of(name, breaksLine) || std::ranges::any_of(value, breaksLine))
        return;
    out += name + ": " + value + "\r\n";
}

const char *openAiType(int status)
{
    if (status == 401)
        return "authentication_error";
    if (status == 429)
        return "rate_limit_error";
    return status >= 500 ? "server_error" : "invalid_request_error";
}

QString withHint(const Error &error)
{
    const QString message = messageOf(error);
    return error.hint.isEmpty() ? message : message + u". "_s + error.hint.english();
}

QJsonObject managementBody(const Error &error)
{
    QJsonObject body{{u"code"_s, QString::fromLatin1(errorName(error.code))},
                     {u"message"_s, messageOf(error)},
                     {u"hint"_s, error.hint.english()}};
    if (!error.parameter.isEmpty())
        body[u"parameter"_s] = error.parameter;
    if (error.index)
        body[u"index"_s] = *error.index;
    return {{u"error"_s, body}};
}

QJsonObject openAiBody(const Error &error)
{
    // Only inputs are numbered.
    const QString parameter = error.index && error.parameter.isEmpty() ? u"input"_s : error.parameter;
    return {{u"error"_s, QJsonObject{{u"message"_s, withHint(error)},
                                     {u"type"_s, QString::fromLatin1(openAiType(httpStatus(error.code)))},
                                     {u"param"_s, parameter.isEmpty() ? QJsonValue() : QJsonValue(parameter)},
                                     {u"code"_s, QString::fromLatin1(errorName(error.code))}}}};
}

} // namespace

QByteArray Request::header(QByteArrayView name) const
{
    const auto found = std::ranges::find_if(headers, [name](const Header &h) { return h.name == name; });
    return found == headers.end() ? QByteArray() : found->value;
}

QByteArray serialiseHead(const Response &response, bool close, const QByteArray &instance)
{
    QByteArray out;
    out.reserve(512);
    out += "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + reasonPhrase(response.status) + "\r\n";
    appendHeader(out, "Date", httpDate());
    if (response.status != 204) {
        appendHeader(out, "Content-Type", response.contentType);
        if (!response.goOn)
            appendHeader(out, "Content-Length", QByteArray::number(response.body.size()));
    }
    appendHeader(out, "Cache-Control", "no-store");
    appendHeader(out, "X-Content-Type-Options", "nosniff");
    appendHeader(out, "X-Modeldeck-Instance", instance);
    appendHeader(out, "Connection", close ? "close" : "keep-alive");
    for (const Header &header : response.headers)
        appendHeader(out, header.name, header.value);
    out += "\r\n";
    return out;
}

QByteArray serialise(const Response &response, Body body, bool close, const QByteArray &instance)
{
    const QByteArray head = serialiseHead(response, close, instance);
    return sendsBody(response, body) ? head + response.body : head;
}

ErrorFamily familyOf(QByteArrayView path)
{
    if (path.startsWith("/v1/"))
        return ErrorFamily::OpenAi;
    const bool ours = path.startsWith("/api/rag/") || path.startsWith("/api/model-usage-tracker-config") ||
                      path == "/api/events";
    return path.startsWith("/api/") && !ours ? ErrorFamily::Ollama : ErrorFamily::Management;
}

int httpStatus(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidRequest:
    case ErrorCode::InvalidModelType:
    case ErrorCode::InvalidImage:
    case ErrorCode::InvalidSetting:
        return 400;
    case ErrorCode::Unauthorized:
        return 401;
    case ErrorCode::ForbiddenOrigin:
        return 403;
    case ErrorCode::ModelNotFound:
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::MethodNotAllowed:
        return 405;
    case ErrorCode::Timeout:
        return 408;
    case ErrorCode::ModelBusy:
    case ErrorCode::SettingLocked:
        return 409;
    case ErrorCode::PayloadTooLarge:
        return 413;
    case ErrorCode::WrongHost:
        return 421;
    case ErrorCode::QueueFull:
        return 429;
    case ErrorCode::HeadersTooLarge:
        return 431;
    case ErrorCode::Cancelled:
        return 499; // as nginx says it: the client closed the request
    case ErrorCode::ModelLoadFailed:
    case ErrorCode::RunnerCrashed:
    case ErrorCode::Internal:
        return 500;
    case ErrorCode::NotImplemented:
        return 501;
    case ErrorCode::OllamaUnavailable:
    case ErrorCode::ShuttingDown:
    case ErrorCode::TooManyConnections:
        return 503;
    case ErrorCode::TimeoutUpstream:
        return 504;
    case ErrorCode::InsufficientMemory:
        return 507;
    }
    return 500;
}

QString messageOf(const Error &error)
{
    const QString message = error.message.english();
    return error.index ? u"input %1: %2"_s.arg(QString::number(*error.index), message) : message;
}

Response errorResponse(const Error &error, ErrorFamily family)
{
    Response response;
    response.status = httpStatus(error.code);
    QJsonObject body;
    switch (family) {
    case ErrorFamily::Management:
        body = managementBody(error);
        break;
    case ErrorFamily::OpenAi:
        body = openAiBody(error);
        break;
    case ErrorFamily::Ollama:
        body = {{u"error"_s, withHint(error)}};
        break;
    }
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    if (error.code == ErrorCode::Unauthorized)
        response.headers.push_back({"WWW-Authenticate", "Bearer"});
    if (error.retryAfter)
        response.headers.push_back({"Retry-After", QByteArray::number(qint64(error.retryAfter->count()))});
    return response;
}

} // namespace modeldeck::api
