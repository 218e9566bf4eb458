// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/memory/system_memory.h"
#include "engine/ollama/ollama_looks.h"
#include "engine/ollama/ollama_unload.h"
#include "engine/port/embedding_service.h"

namespace modeldeck {

// Text models in Ollama. We own their timers: each request carries a keep_alive that is longer than our own
// deadline, and is renewed while the model stays (pinned, paused), so that the scheduler alone decides when
// it goes. What is loaded is what /api/ps says; what other programs load and unload is told with
// foundLoaded() and foundUnloaded().
//
// Ollama comes and goes: while it is away every call fails at once with OllamaUnavailable.
class OllamaEmbeddingService : public EmbeddingService
{
    Q_OBJECT
public:
    explicit OllamaEmbeddingService(
        OllamaServer &server, UnloadMeter::Available available = [] { return readAvailable(); });
    ~OllamaEmbeddingService() override;

    void setSettings(const Settings &settings) { m_settings = settings; }
    // What is ours, by server: loaded there by us, or used, as far as is known.
    using Ours = std::map<QString, std::set<QString>>;
    // What was so in an earlier run: what is still there at the first look is ours again.
    void restore(Ours ours) { m_outOfSight = std::move(ours); }
    Ours ours() const;

    void load(const CatalogEntry &model, const Settings &settings) override;
    void embed(const QString &modelId, RequestId id, const EmbedRequest &request) override;
    void cancel(const QString &modelId, RequestId id) override;
    void unload(const QString &modelId) override;
    bool isThere(const QString &modelId) const override;
    std::optional<MemoryUse> readMemory(const QString &modelId) override;

    // What the next request will not change: Ollama is told at once. The model is there.
    void setKeepAlive(const QString &modelId, std::chrono::nanoseconds keepAlive);
    // Loaded, or being loaded or unloaded.
    bool has(const QString &modelId) const { return m_running.contains(modelId); }
    // Compares what is believed with what Ollama says is there and is loaded. The number of corrections.
    void reconcile(Done<int> done);

Q_SIGNALS:
    // One of ours is not loaded any more, and no unload was asked for.
    void unloadedWithoutReceipt(const QString &modelId);

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
        std::unique_ptr<OllamaEmbedJob> load;
        OllamaClient::CallId call = 0; // that ends the load: what it holds
        std::unique_ptr<OllamaEmbedJob> renewal;
        std::map<RequestId, std::unique_ptr<OllamaEmbedJob>> jobs;
        std::unique_ptr<OllamaUnload> unload;

        LoadedInfo info() const;
        bool isOurs() const { return !external && !server.isEmpty(); }
        bool isIdle() const { return phase == Phase::Loaded && jobs.empty(); }
    };

    void loadAnswered(const QString &modelId, const Result<Embeddings> &result);
    void becameLoaded(const QString &modelId);
    void refuseLoad(const QString &modelId, const Error &error);
    void refuseLater(const QString &modelId, RequestId id, const Error &error);
    void embedAnswered(const QString &modelId, RequestId id, const Result<Embeddings> &result);
    void unloadAnswered(const QString &modelId, const Result<UnloadMeasurement> &seen);
    int takeProcesses(const std::vector<OllamaProcess> &processes, quint64 look);
    bool takeProcess(const OllamaProcess &process);
    void renew(const QString &modelId, Running &running);
    void markUnloaded(const QString &modelId);
    void serverLost();

    Running *find(const QString &modelId);
    OllamaClient::EmbedCall callFor(const QString &modelId, const Running &running) const;
    bool isInSight(const Running &running) const;
    void claim(const QString &modelId, Running &running);
    void keepOutOfSight(const QString &modelId, const Running &running);
    void relistModels();

    OllamaServer &m_server;
    UnloadMeter::Available m_available;
    Settings m_settings;
    std::map<QString, Running> m_running;
    Ours m_outOfSight; // until the first look at its server
    OllamaLooks m_looks;
};

} // namespace modeldeck
