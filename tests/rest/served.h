// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/rest_server.h"
#include "tests/rest/raw_client.h"
#include "tests/support/fake_engine.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

// A real server in this process, on a free port of loopback, with an engine that does what the test says.
namespace modeldeck::test {

inline Settings restSettings()
{
    Settings settings;
    settings.set(RestApiEnabled, true);
    settings.set(RestApiAddress, QStringList{QStringLiteral("127.0.0.1")});
    settings.set(RestApiPort, 0);
    return settings;
}

// An engine and a server on it.
struct Served
{
    explicit Served(const Settings &settings = restSettings())
    {
        engine.change([&](Snapshot &now) { now.settings = settings; });
        auto started = RestServer::start(engine, settings);
        if (started)
            server = std::move(*started);
        else
            qFatal("%s", qPrintable(started.error().message.english()));
    }
    quint16 port() const { return quint16(QUrl(server->urls().first()).port()); }

    FakeEngine engine;
    std::unique_ptr<RestServer> server;
};

inline QByteArray embedRequest(const QByteArray &text = "a cat", const QByteArray &headers = {})
{
    return request("POST /v1/embeddings", "{\"input\": \"" + text + "\", \"model\": \"ViT-L-14/openai\"}",
                   headers);
}

inline QJsonObject json(const RawAnswer &answer)
{
    return QJsonDocument::fromJson(answer.body).object();
}

} // namespace modeldeck::test
