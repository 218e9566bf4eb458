// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ollama/ollama_embed_job.h"
#include "engine/ollama/ollama_pulls.h"
#include "engine/ollama/ollama_server.h"
#include "engine/ollama/ollama_unload.h"
#include "engine/port/embedding_service.h"

namespace modeldeck {

// Text models in Ollama. We own their timers: each request carries a keep_alive that is longer than our own
// deadline, and is renewed while the model stays (pinned, paused), so that the scheduler alone decides when
// it goes. What is loaded is what /api/ps says; what other programs load and let go of is told with
// foundLoaded() and foundUnloaded().
//
// Ollama comes and goes: while it is away every call fails at once with OllamaUnavailable.
class OllamaEmbeddingService : public EmbeddingService
{
    Q_OBJECT
public:
    explicit OllamaEmbeddingService(const Clock &clock);
    ~OllamaEmbeddingService() override;

    // `environmentHost`: OLLAMA_HOST, where nobody has set ollama_host; else empty.
    void setSettings(const Settings &settings, const QString &environmentHost = {});
    // What is ours, by server: loaded there by us, or used, as far as is known.
    using Ours = std::map<QString, std::set<QString>>;
    // What was so in an earlier run: what is still there at the first look is ours again.
    void restore(Ours left) { m_left = std::move(left); }
    Ours ours() const;

    void load(const CatalogEntry &model, const Settings &settings) override;
    void embed(const QString &modelId, RequestId id, const EmbedRequest &request) override;
    void cancel(const QString &modelId, RequestId id) override;
    void unload(const QString &modelId) override;
    bool isThere(const QString &modelId) const override;
    std::optional<MemoryUse> readMemory(const QString &modelId) override;

    // What the next request will not change: Ollama is told at once. The model is there.
    void setKeepAlive(const QString &modelId, std::chrono::nanoseconds keepAlive);
    bool has(const QString &modelId) const
    {
        return m_running.contains(modelId);
    } // loaded, or coming or going
    std::vector<CatalogEntry> models() const { return m_server.entries(); }
    OllamaView view() const { return m_server.view(); }
    Error awayError() const { return m_server.awayError(); } // while it does not answer
    std::vector<PullView> pulls() const { return m_pulls.views(); }

    // Compares what is believed with what Ollama says is there and is loaded. The number of corrections.
    void reconcile(Done<int> done);
    void retry(Done<int> done) { m_server.retry(std::move(done)); }
    void pull(RequestId id, const QString &name, Done<LoadReport> done);
    void leavePull(RequestId id) { m_pulls.leave(id); }
    void cancelPull(const QString &name, Done<LoadReport> done);
    void describe(const QString &name, Done<QJsonObject> done); // what /api/show says

Q_SIGNALS:
    void modelsChanged();
    void changed();                         // of the view or the pulls
    void told(const modeldeck::Text &news); // of the connection, for a person
    void unloadedWithoutReceipt(
        const QString &modelId); // one of ours is not loaded any more, and no unload was asked for

private:
    enum class Phase { Loading, Loaded, Unloading };
    struct Running
    {
        Phase phase = Phase::Loading;
        QString server; // that was asked to load it, or has it; empty: none yet
        int dimension = 0;
        int contextLength = 0;
        QString quantization;
        bool wasLoaded = false; // before its unload
        bool external = false;  // loaded by another program, and not used by us
        quint64 judgedFrom = 0; // earlier looks do not know of it
        MemoryUse memory;       // of this machine
        bool onGpu = false;
        std::optional<std::chrono::nanoseconds> keepAlive; // as the last request asked
        std::chrono::steady_clock::time_point since;       // of the load
        OllamaClient::CallId call = 0;                     // of the load
        OllamaClient::CallId renewal = 0;
        std::map<RequestId, std::unique_ptr<OllamaEmbedJob>> jobs;
        std::unique_ptr<OllamaUnload> unload;
    };

    void sendLoad(const QString &modelId, bool batch);
    void loadAnswered(const QString &modelId, const Result<OllamaEmbeddings> &result);
    void becameLoaded(const QString &modelId);
    void refuseLoad(const QString &modelId, const Error &error);
    void refuseLater(const QString &modelId, RequestId id, const Error &error);
    void jobEnded(const QString &modelId, RequestId id, const Result<Embeddings> &result);
    void unloadAnswered(const QString &modelId, const Result<UnloadMeasurement> &seen);

    void planLook();
    void look(Done<int> done);
    int takeProcesses(const std::vector<OllamaProcess> &processes, quint64 look);
    bool takeProcess(const OllamaProcess &process);
    void renew(const QString &modelId, Running &running);
    void markUnloaded(const QString &modelId);
    void serverLost();

    OllamaClient::EmbedCall callFor(const QString &modelId, const Running &running) const;
    std::chrono::seconds keepAliveOf(const QString &modelId, const Running &running) const;
    static LoadedInfo infoOf(const Running &running);
    bool isInSight(const Running &running) const;
    void claim(const QString &modelId, Running &running);
    void leave(const QString &modelId, const Running &running);

    Settings m_settings;
    OllamaServer m_server;
    OllamaPulls m_pulls;
    std::map<QString, Running> m_running;
    Ours m_left; // out of our sight; until the first look at its server
    QTimer m_lookTimer;
    quint64 m_looks = 0;
    bool m_hasBatch = true; // this version has /api/embed, as far as is known
};

} // namespace modeldeck
