// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/boot_timer.h"
#include "engine/catalog/catalog_scanner.h"
#include "engine/config/live_settings.h"
#include "engine/diagnostics/model_verification.h"
#include "engine/engine.h"
#include "engine/foresight/foresight.h"
#include "engine/lifecycle/scheduler.h"
#include "engine/memory/memory_monitor.h"
#include "engine/ollama/ollama_embedding_service.h"
#include "engine/ollama/ollama_pulls.h"
#include "engine/runner/clip_embedding_service.h"

#include <QTimer>

namespace modeldeck {

// The part in the engine thread: connects the scheduler with the machinery and publishes snapshots.
// It decides nothing.
class EngineCore : public QObject, private Effects
{
    Q_OBJECT
public:
    explicit EngineCore(EngineOptions options);
    ~EngineCore() override;

    Scheduler &scheduler() { return m_scheduler; }
    const Settings &settings() const { return m_settings.settings(); }
    OllamaServer &ollama() { return m_ollamaServer; }
    OllamaPulls &pulls() { return m_pulls; }

    // Publishes changes, then answers, so that a snapshot always shows a command's effect before
    // its reply arrives.
    template <class T>
    Done<T> answerTo(const Reply<T> &reply)
    {
        return [this, reply](Result<T> result) {
            publishChanges();
            reply(std::move(result));
        };
    }

    // An unload that a person or a client requested, with the time that leases may take to end.
    UnloadOrder manualOrder(std::chrono::milliseconds drain) const;
    // Runs a command once it is known which models exist: at once, but while the program starts.
    void afterFirstScan(std::function<void()> command) { m_scanner.afterFirstScan(std::move(command)); }
    void rescan(Done<int> done); // installed models
    void changeSettings(const QVariantMap &changes, Done<Settings> done);
    Result<Settings> changeTimeouts(const QString &idOrAlias, const QVariantMap &timeouts);
    void reloadSettings(Done<Settings> done);
    void sweep(Done<int> done); // corrections
    void cancel(RequestId id);  // an embed or a pull
    void shutDown(Done<int> done);
    std::vector<Diagnosis> diagnose();
    void verify(const QString &modelId, Done<Verification> done);
    Analytics analytics();
    std::vector<HistorySample> memoryHistory(EpochSeconds from, EpochSeconds to) const;
    std::vector<Event> events(int limit) const;
    std::vector<Receipt> receipts(int limit) const;
    void observe(std::weak_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot, EventHandler onEvent);

private:
    void startLoad(const CatalogEntry &model) override;
    void startWork(const QString &modelId, RequestId id, const EmbedRequest &request) override;
    void cancelWork(const QString &modelId, RequestId id) override;
    void keepAliveChanged(const QString &modelId, std::chrono::nanoseconds keepAlive) override;
    void startMoveToRam(const QString &modelId) override;
    void stopDeviceRunner(const QString &modelId) override;
    void cancelMoveToRam(const QString &modelId) override;
    void startUnload(const QString &modelId) override;
    MemoryReadings readMemory() override;
    Error whyUnreachable() override;
    void setAlarm(std::optional<BootTime> at) override;
    void stateChanged(const QString &modelId, ModelState state, const Text &why) override;
    Receipt keepReceipt(Receipt receipt) override;

    void connectService(EmbeddingService &service);
    void connectSettings();
    std::chrono::days historyAge() const;
    void keepUses();
    void preload();
    void connectMoves();
    void connectOllama();
    void applyOllamaSettings();
    EmbeddingService &serviceOf(const QString &modelId);
    void scan(std::function<void()> done);
    void answerChange(const std::function<Result<void>()> &change, const Done<Settings> &done);
    void mergeCatalog();
    void memoryRead();
    void touch();
    void publishChanges();
    std::shared_ptr<const Snapshot> makeSnapshot();

    SystemClock m_clock;
    LiveSettings m_settings;
    CatalogScanner m_scanner;
    Catalog m_clipCatalog; // as scanned
    Catalog m_catalog;     // with Ollama's models
    Scheduler m_scheduler;
    MemoryMonitor m_memory;
    ClipEmbeddingService m_clip;
    OllamaServer m_ollamaServer;
    OllamaPulls m_pulls;
    OllamaEmbeddingService m_ollama;
    QString m_environmentOllama; // OLLAMA_HOST
    ModelVerifier m_verifier;
    Chronicle m_chronicle; // opened before the foresight learns from it
    Foresight m_foresight;
    BootTimer m_alarm;
    QTimer m_publisher;
    QTimer m_sweeper;
    EpochSeconds m_startedAt;
    quint64 m_snapshotSequence = 0;
};

} // namespace modeldeck
