// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_client.h"

#include "engine/config/ollama_host.h"
#include "engine/ollama/pull_lines.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace modeldeck {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto longestLook = 10s; // for what is only looked up, and costs the server nothing
constexpr qint64 mostOfAList = 8 * 1024 * 1024;
constexpr qint64 mostOfAnError = 64 * 1024;
constexpr qint64 mostOfANumber = 32;    // bytes, as text
constexpr int unknownDimension = 16384; // larger than any that is known

// Something that is over in a moment.
Error passing(Text message)
{
    Error error = ollamaError(ErrorCode::OllamaUnavailable, std::move(message));
    error.retryAfter = 1s;
    return error;
}

Error refusal(const HttpAnswer &answer, const QString &model)
{
    const QString said = readError(answer.body);
    const QString words = said.isEmpty() ? u"HTTP status %1"_s.arg(answer.status) : said;
    switch (answer.status) {
    case 400:
        return ollamaError(ErrorCode::InvalidRequest, {MD_TEXT("Ollama refuses the request: %1"), words});
    case 404:
    case 405:
        if (said.isEmpty())
            return ollamaError(ErrorCode::NotFound,
                               MD_TEXT("This version of Ollama does not support this call"));
        return ollamaError(ErrorCode::ModelNotFound, {MD_TEXT("Ollama has no model “%1”"), model},
                           pullHint(model));
    case 429:
    case 503:
        return passing({MD_TEXT("Ollama is busy: %1"), words});
    default:
        break;
    }
    if (answer.status >= 300 && answer.status < 400)
        return ollamaError(ErrorCode::OllamaUnavailable,
                           {MD_TEXT("Ollama's address redirects to %1"),
                            QString::fromUtf8(answer.headers.value("location").left(200))},
                           MD_TEXT("Set ollama_host to Ollama's own address"));
    if (answer.status < 500)
        return ollamaError(ErrorCode::OllamaUnavailable, {MD_TEXT("Ollama refuses: %1"), words});
    if (words.contains(u"system memory"_s))
        return ollamaError(ErrorCode::InsufficientMemory,
                           {MD_TEXT("Ollama does not have enough memory for “%1”: %2"), model, words},
                           MD_TEXT("Unload another model, or close a program"));
    return ollamaError(ErrorCode::ModelLoadFailed, {MD_TEXT("Ollama failed: %1"), words},
                       MD_TEXT("See Ollama's log"));
}

Error breakdown(const HttpFailure &failed, const QUrl &address)
{
    const QString where = shownAddress(address);
    switch (failed.kind) {
    case HttpFailure::Kind::Unreachable:
        return ollamaError(ErrorCode::OllamaUnavailable,
                           {MD_TEXT("Ollama does not answer at %1: %2"), where, failed.detail},
                           MD_TEXT("Start it (“ollama serve”), or set ollama_host"));
    case HttpFailure::Kind::TimedOut:
        return ollamaError(
            ErrorCode::TimeoutUpstream, {MD_TEXT("Ollama did not answer in time: %1"), failed.detail},
            MD_TEXT("It may still be loading; raise ollama_request_timeout if this happens often"));
    case HttpFailure::Kind::TooLarge:
        return ollamaError(ErrorCode::OllamaUnavailable, MD_TEXT("Ollama's answer is too large"));
    case HttpFailure::Kind::BrokenOff:
        break;
    }
    return passing({MD_TEXT("Ollama's answer broke off: %1"), failed.detail});
}

QJsonObject embedBody(const OllamaClient::EmbedCall &call)
{
    QJsonObject body{{u"model"_s, call.model}, {u"keep_alive"_s, qint64(call.keepAlive.count())}};
    if (!call.options.isEmpty())
        body[u"options"_s] = call.options;
    return body;
}

} // namespace

HttpRequest OllamaClient::look(const char *path, const QJsonObject &body) const
{
    HttpRequest request;
    request.url = m_target.address;
    request.url.setPath(request.url.path() + QString::fromLatin1(path));
    if (!body.isEmpty())
        request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    request.connectTimeout = m_target.connectTimeout;
    request.totalTimeout = longestLook;
    request.maxBytes = mostOfAList;
    return request;
}

HttpRequest OllamaClient::work(const char *path, const QJsonObject &body, qint64 maxBytes) const
{
    HttpRequest request = look(path, body);
    request.totalTimeout = m_target.requestTimeout;
    request.maxBytes = maxBytes;
    return request;
}

// `read` makes a Result<T> of an answer with status 200.
template <class T, class Read>
OllamaClient::CallId OllamaClient::call(HttpRequest request, const QString &model, Done<T> done, Read read)
{
    using std::chrono::steady_clock;
    const auto since =
        request.totalTimeout == longestLook ? std::optional(steady_clock::now()) : std::nullopt;
    const QUrl address = m_target.address;
    return m_http.start(std::move(request), [=, this, done = std::move(done)](HttpResult came) {
        Result<HttpAnswer> answer = judge(std::move(came), model, address);
        Result<T> result = answer ? read(*answer) : Result<T>(tl::unexpected(answer.error()));
        if (result)
            Q_EMIT reached(since ? std::chrono::floor<std::chrono::milliseconds>(steady_clock::now() - *since)
                                 : 0ms);
        else if (answer)
            Q_EMIT failing(result.error().message);
        done(std::move(result));
    });
}

// What the answer says of the server, before it says anything of the matter.
Result<HttpAnswer> OllamaClient::judge(HttpResult result, const QString &model, const QUrl &address)
{
    if (result && result->status == 200)
        return std::move(*result);
    const Error error = result ? refusal(*result, model) : breakdown(result.error(), address);
    const bool isSound = error.code == ErrorCode::InvalidRequest || error.code == ErrorCode::ModelNotFound ||
                         error.code == ErrorCode::NotFound || error.code == ErrorCode::InsufficientMemory;
    if (isSound)
        Q_EMIT reached(0ms);
    else if (!result && result.error().kind == HttpFailure::Kind::Unreachable)
        Q_EMIT unreachable(error.message);
    else
        Q_EMIT failing(error.message);
    return tl::unexpected(error);
}

OllamaClient::CallId OllamaClient::version(Done<Version> done)
{
    return call(look("/api/version"), {}, std::move(done), [](const HttpAnswer &answer) {
        return readVersion(answer.body).map([&](const QString &text) {
            return Version{text, answer.headers.contains("x-modeldeck-instance")};
        });
    });
}

OllamaClient::CallId OllamaClient::tags(Done<std::vector<OllamaTag>> done)
{
    return call(look("/api/tags"), {}, std::move(done),
                [](const HttpAnswer &answer) { return readTags(answer.body); });
}

OllamaClient::CallId OllamaClient::processes(Done<std::vector<OllamaProcess>> done)
{
    return call(look("/api/ps"), {}, std::move(done),
                [](const HttpAnswer &answer) { return readProcesses(answer.body, answer.date); });
}

OllamaClient::CallId OllamaClient::show(const QString &model, Done<QJsonObject> done)
{
    // Old versions know the field as "name".
    return call(look("/api/show", {{u"model"_s, model}, {u"name"_s, model}}), model, std::move(done),
                [](const HttpAnswer &answer) { return readObject(answer.body); });
}

OllamaClient::CallId OllamaClient::embed(const EmbedCall &wanted, Done<OllamaEmbeddings> done)
{
    QJsonObject body = embedBody(wanted);
    body[u"input"_s] = QJsonArray::fromStringList(wanted.texts);
    body[u"truncate"_s] = wanted.truncate;
    const qint64 numbers =
        qint64(wanted.texts.size()) * (wanted.dimension > 0 ? wanted.dimension : unknownDimension);
    const auto count = std::size_t(wanted.texts.size());
    const auto learned = [this, done = std::move(done)](Result<OllamaEmbeddings> result) {
        if (!result && result.error().code == ErrorCode::NotFound)
            m_hasBatch = false;
        done(std::move(result));
    };
    return call<OllamaEmbeddings>(
        work("/api/embed", body, mostOfAnError + numbers * mostOfANumber), wanted.model, learned,
        [count](const HttpAnswer &answer) { return readEmbeddings(answer.body, count); });
}

OllamaClient::CallId OllamaClient::embedOne(const EmbedCall &wanted, Done<OllamaEmbeddings> done)
{
    QJsonObject body = embedBody(wanted);
    body[u"prompt"_s] = wanted.texts.value(0);
    const bool loadsOnly = wanted.texts.value(0).isEmpty();
    return call(work("/api/embeddings", body, mostOfAnError + unknownDimension * mostOfANumber), wanted.model,
                std::move(done), [loadsOnly](const HttpAnswer &answer) {
                    return loadsOnly ? Result<OllamaEmbeddings>(OllamaEmbeddings{})
                                     : readEmbedding(answer.body);
                });
}

OllamaClient::CallId OllamaClient::unload(const QString &model, Done<void> done)
{
    const QJsonObject body{{u"model"_s, model}, {u"keep_alive"_s, 0}, {u"stream"_s, false}};
    return call(look("/api/generate", body), model, std::move(done),
                [](const HttpAnswer &) { return Result<void>(); });
}

OllamaClient::CallId OllamaClient::pull(const QString &model,
                                        std::function<void(const OllamaPullLine &)> onLine, Done<void> done)
{
    HttpRequest http =
        work("/api/pull", {{u"model"_s, model}, {u"name"_s, model}, {u"stream"_s, true}}, mostOfAnError);
    http.totalTimeout = 0ms;
    http.silenceTimeout = m_target.requestTimeout; // it checks sums in silence
    const auto lines = std::make_shared<PullLines>(model, std::move(onLine));
    http.onData = [lines](const QByteArray &data) { return lines->feed(data); };
    return call(std::move(http), model, std::move(done),
                [lines](const HttpAnswer &) { return lines->finish(); });
}

} // namespace modeldeck
