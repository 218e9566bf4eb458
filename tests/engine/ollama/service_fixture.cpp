// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/ollama/service_fixture.h"

namespace modeldeck::test {

using namespace Qt::StringLiterals;

void OllamaServiceFixture::init()
{
    m_ollama = std::make_unique<FakeOllama>();
    QVERIFY(m_ollama->listen());
    m_ollama->addModel({miniFull});
    m_ollama->addModel({u"llama3:latest"_s, 4096, 8192, false, u"llama"_s});
    m_settings = {};
    m_settings.set(OllamaHost, m_ollama->address());
    m_heard = {};
    m_available = [] { return readAvailable(); };
}

void OllamaServiceFixture::cleanup()
{
    stopService();
    m_ollama.reset();
}

void OllamaServiceFixture::startService()
{
    m_server = std::make_unique<OllamaServer>(m_clock);
    m_pulls = std::make_unique<OllamaPulls>(*m_server, m_clock);
    m_service = std::make_unique<OllamaEmbeddingService>(*m_server, m_available);
    OllamaEmbeddingService *service = m_service.get();
    connect(service, &EmbeddingService::loaded, this, [this](const QString &id, const LoadedInfo &info) {
        m_heard.loaded << id;
        m_heard.info = info;
    });
    connect(service, &EmbeddingService::loadFailed, this,
            [this](const QString &, const Error &error) { m_heard.loadError = error; });
    connect(service, &EmbeddingService::embedded, this,
            [this](const QString &, RequestId, const Embeddings &result) {
                m_heard.embeddings = result;
                ++m_heard.answers;
            });
    connect(service, &EmbeddingService::embedFailed, this,
            [this](const QString &, RequestId, const Error &error) {
                m_heard.embedError = error;
                ++m_heard.answers;
            });
    connect(service, &EmbeddingService::unloaded, this,
            [this](const QString &id, const UnloadMeasurement &seen) {
                m_heard.unloaded << id;
                m_heard.seen = seen;
            });
    connect(service, &EmbeddingService::unloadFailed, this,
            [this](const QString &, const Error &error) { m_heard.unloadError = error; });
    connect(service, &EmbeddingService::foundLoaded, this,
            [this](const QString &id, const LoadedInfo &info, bool isOurs) {
                (isOurs ? m_heard.recovered : m_heard.foundLoaded) << id;
                m_heard.info = info;
            });
    connect(service, &EmbeddingService::foundUnloaded, this,
            [this](const QString &id) { m_heard.foundUnloaded << id; });
    connect(service, &OllamaEmbeddingService::unloadedWithoutReceipt, this,
            [this](const QString &id) { m_heard.ended << id; });
    connect(m_server.get(), &OllamaServer::told, this,
            [this](const Text &news) { m_heard.told << news.english(); });
    service->restore(std::exchange(m_left, {}));
    applySettings();
}

void OllamaServiceFixture::stopService()
{
    m_service.reset();
    m_pulls.reset();
    m_server.reset();
}

void OllamaServiceFixture::applySettings()
{
    m_service->setSettings(m_settings);
    m_server->setSettings(m_settings, {});
}

void OllamaServiceFixture::connectUp()
{
    startService();
    WAIT(state() == OllamaState::Available);
}

CatalogEntry OllamaServiceFixture::entry(const QString &id) const
{
    for (const CatalogEntry &model : m_server->entries()) {
        if (model.id == id)
            return model;
    }
    return {};
}

void OllamaServiceFixture::load(const QString &id)
{
    m_service->load(entry(id), m_settings);
    WAIT(m_heard.loaded.contains(id) || m_heard.loadError);
}

EmbedRequest OllamaServiceFixture::request(const QStringList &texts)
{
    EmbedRequest request;
    request.model = mini;
    for (const QString &text : texts)
        request.inputs.push_back({EmbedInput::Kind::Text, text.toUtf8()});
    return request;
}

void OllamaServiceFixture::embed(const EmbedRequest &request)
{
    const int before = m_heard.answers;
    m_heard.embedError.reset();
    m_heard.embeddings.reset();
    m_service->embed(mini, 7, request);
    QCOMPARE(m_heard.answers, before); // never from within the call
    WAIT(m_heard.answers == before + 1);
}

int OllamaServiceFixture::reconcile()
{
    std::optional<int> corrections;
    m_service->reconcile([&](const Result<int> &result) { corrections = result.value_or(-1); });
    if (!QTest::qWaitFor([&] { return corrections.has_value(); }, 30'000))
        return -1;
    return *corrections;
}

void OllamaServiceFixture::retry()
{
    std::optional<Result<int>> result;
    m_server->retry([&](const Result<int> &came) { result = came; });
    WAIT(result.has_value());
    QVERIFY(*result);
}

QByteArray OllamaServiceFixture::codeOf(const std::optional<Error> &error)
{
    return error ? errorName(error->code) : "";
}

} // namespace modeldeck::test
