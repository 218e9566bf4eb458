// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/pipeline.h"
#include "tests/rest/described.h"
#include "tests/support/fake_engine.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

// Calls through the pipeline, without sockets.
namespace modeldeck::test {

inline const QString vitL = QStringLiteral("ViT-L-14/openai");
inline const QString vitB = QStringLiteral("ViT-B-32/openai");

// The pipeline with an engine behind it, as the server puts them together.
struct Api
{
    Api()
    {
        context.engine = &engine;
        context.mailbox = Mailbox::create();
        context.snapshot = engine.snapshot();
        engine.observe(
            context.mailbox, [this](const auto &now) { context.see(now); },
            [this](const Event &event) { context.events->tell(event); });
    }

    struct Got
    {
        int status = 0;
        QJsonObject json;
        api::Response response;
    };

    // Drops the snapshots that the engine has sent, as if it had sent none yet.
    void pause()
    {
        context.mailbox->close();
        context.mailbox = Mailbox::create();
    }

    // The call as it begins; `answer` may come later.
    api::Abandon begin(const QByteArray &method, const QByteArray &target, api::Answer answer,
                       const QByteArray &body = {})
    {
        api::Request request;
        request.method = method;
        const qsizetype mark = target.indexOf('?');
        request.path = mark < 0 ? target : target.first(mark);
        request.query = mark < 0 ? QByteArray() : target.sliced(mark + 1);
        request.headers = headers;
        request.headers.push_back({"host", "localhost"});
        request.body = body;
        request.peer = request.local = QHostAddress(QHostAddress::LocalHost);
        return api::handleRequest(context, request, std::move(answer));
    }

    Got ask(const QByteArray &method, const QByteArray &target, const QByteArray &body = {})
    {
        QCoreApplication::sendPostedEvents(context.mailbox.get()); // the latest snapshot
        std::optional<api::Response> response;
        begin(
            method, target, [&](api::Response r) { response = std::move(r); }, body);
        if (!QTest::qWaitFor([&] { return response.has_value(); }, 10'000))
            return {};
        if (!isDescribed(method, target.left(target.indexOf('?')), response->status)) {
            const QByteArray call = method + ' ' + target + " → " + QByteArray::number(response->status);
            QTest::qFail(call + " is not in openapi.yaml", __FILE__, __LINE__);
        }
        return {response->status, QJsonDocument::fromJson(response->body).object(), *response};
    }
    Got get(const QByteArray &target) { return ask("GET", target); }
    Got post(const QByteArray &target, const QByteArray &body = {}) { return ask("POST", target, body); }
    Got embed(const QByteArray &body) { return post("/v1/embeddings", body); }

    FakeEngine engine;
    api::Context context;
    std::vector<api::Header> headers; // beside Host, of the calls to come
};

inline QString code(const Api::Got &got)
{
    return got.json[QStringLiteral("error")][QStringLiteral("code")].toString();
}

inline QJsonObject parsed(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

// Every field of `expected` is in `actual`, with that value; objects recursively.
inline QString firstDifference(const QJsonObject &actual, const QJsonObject &expected,
                               const QString &path = {})
{
    for (auto field = expected.begin(); field != expected.end(); ++field) {
        const QString name = path + QLatin1Char('/') + field.key();
        if (!actual.contains(field.key()))
            return name + QStringLiteral(" is missing");
        const QJsonValue value = actual[field.key()];
        if (field->isObject() && value.isObject()) {
            if (const QString inner = firstDifference(value.toObject(), field->toObject(), name);
                !inner.isEmpty())
                return inner;
        } else if (value != *field) {
            return name + QStringLiteral(" differs: ") +
                   QString::fromUtf8(QJsonDocument(QJsonArray{value, *field}).toJson());
        }
    }
    return {};
}

inline void loadBoth(FakeEngine &engine)
{
    const auto use = [](ModelView &model, qint64 ram, qint64 vram, quint64 count) {
        model.loaded = true;
        model.state = ModelState::Ready;
        model.device = QStringLiteral("cuda");
        model.dtype = QStringLiteral("float32");
        model.memory = {Bytes::fromMebibytes(ram), Bytes::fromMebibytes(ram / 2),
                        Bytes::fromMebibytes(ram / 2), Bytes::fromMebibytes(vram)};
        model.lastUsed = 1640995200.0;
        model.usageCount = count;
    };
    engine.changeModel(vitL, [&](ModelView &model) { use(model, 128, 512, 42); });
    engine.changeModel(QStringLiteral("mxbai-embed-large"), [&](ModelView &model) { use(model, 256, 0, 7); });
}

} // namespace modeldeck::test
