// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ollama/http_client.h"
#include "engine/ollama/ollama_answers.h"

namespace modeldeck {

// Ollama's REST API, one call a method, each answered once and never from within the method. It knows no
// states: what each call tells of the server goes out as a signal, before the call's own answer.
//
// Errors: OllamaUnavailable (not there, busy, or an answer that makes no sense), TimeoutUpstream,
// ModelNotFound, NotFound (this version has no such call),
// InvalidRequest, InsufficientMemory, ModelLoadFailed.
class OllamaClient : public QObject
{
    Q_OBJECT
public:
    using CallId = HttpClient::TransferId;
    struct Target
    {
        QUrl address;
        std::chrono::seconds connectTimeout{5};
        std::chrono::seconds requestTimeout{300};
    };
    struct Version
    {
        QString text;
        bool isModeldeck = false; // it is one of us that answers there
    };
    struct EmbedCall
    {
        QString model;
        QStringList texts; // none: loads the model
        bool truncate = false;
        std::chrono::seconds keepAlive{0}; // negative: for ever
        int dimension = 0;                 // as far as it is known: bounds the answer
        QJsonObject options{};             // as the caller gave them
    };

    explicit OllamaClient(QObject *parent = nullptr) : QObject(parent) {}

    void setTarget(const Target &target) { m_target = target; } // calls that run go on at the old one

    // Whether this version has the call for many texts, as far as is known.
    bool hasBatch() const { return m_hasBatch; }
    void forgetVersion() { m_hasBatch = true; } // it may be another one now

    CallId version(Done<Version> done);
    CallId tags(Done<std::vector<OllamaTag>> done);
    CallId processes(Done<std::vector<OllamaProcess>> done);
    CallId show(const QString &model, Done<QJsonObject> done);
    // One call for all texts. The vectors are L2-normalised, by every server that has this call.
    CallId embed(const EmbedCall &call, Done<OllamaEmbeddings> done);
    // The older call: one text, the vector as the model gives it, a text that is too long is cut. An
    // empty text only loads: there is no vector then, and the dimension is 0.
    CallId embedOne(const EmbedCall &call, Done<OllamaEmbeddings> done);
    CallId unload(const QString &model, Done<void> done);
    CallId pull(const QString &model, std::function<void(const OllamaPullLine &)> onLine, Done<void> done);

    void cancel(CallId call) { m_http.cancel(call); } // its answer never comes

Q_SIGNALS:
    // A sound answer; a refusal may be one. Of calls that may rightly take long the time is 0.
    void reached(std::chrono::milliseconds took);
    void failing(const modeldeck::Text &problem); // it is there, and can't
    void unreachable(const modeldeck::Text &problem);

private:
    HttpRequest look(const char *path, const QJsonObject &body = {}) const;
    HttpRequest work(const char *path, const QJsonObject &body, qint64 maxBytes) const;
    template <class T, class Read>
    CallId call(HttpRequest request, const QString &model, Done<T> done, Read read);
    Result<HttpAnswer> judge(HttpResult result, const QString &model, const QUrl &address);

    Target m_target;
    HttpClient m_http;
    bool m_hasBatch = true;
};

} // namespace modeldeck
