// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ollama/ollama_embedding_service.h"
#include "engine/ollama/ollama_pulls.h"
#include "tests/support/wait.h"
#include "tests/tools/fake_ollama/fake_ollama.h"

#include <QTest>

namespace modeldeck::test {

inline const QString mini = QStringLiteral("mini"); // what the stand-in has to begin with
inline const QString miniFull = QStringLiteral("mini:latest");

// The service against the stand-in, both in this thread; new ones for each test.
class OllamaServiceFixture : public QObject
{
    Q_OBJECT

protected:
    // What the service told since the test began.
    struct Heard
    {
        QStringList loaded, foundUnloaded, foundLoaded, recovered, unloaded, ended,
            told; // recovered: appeared as ours
        std::optional<LoadedInfo> info;
        std::optional<Error> loadError, unloadError, embedError;
        std::optional<Embeddings> embeddings;
        std::optional<UnloadMeasurement> seen;
        int answers = 0; // to embeds
    };

    void startService();
    void stopService();
    void applySettings();
    void connectUp();
    OllamaState state() const { return m_server->view().state; }
    CatalogEntry entry(const QString &id) const;
    void load(const QString &id = mini);
    static EmbedRequest request(const QStringList &texts);
    void embed(const EmbedRequest &request);
    int reconcile(); // the corrections; -1 if it failed
    void retry();
    static QByteArray codeOf(const std::optional<Error> &error);

    std::unique_ptr<FakeOllama> m_ollama;
    SystemClock m_clock;
    Settings m_settings;
    OllamaEmbeddingService::Ours m_left; // by an earlier run, for the next startService()
    UnloadMeter::Available m_available;  // the machine's own, unless a test says otherwise
    std::unique_ptr<OllamaServer> m_server;
    std::unique_ptr<OllamaPulls> m_pulls;
    std::unique_ptr<OllamaEmbeddingService> m_service;
    Heard m_heard;

private Q_SLOTS:
    void init();
    void cleanup();
};

} // namespace modeldeck::test
