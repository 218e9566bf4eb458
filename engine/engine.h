// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/reply.h"
#include "engine/base/requests.h"
#include "engine/config/presets.h"
#include "engine/config/settings.h"
#include "engine/diagnostics/diagnosis.h"
#include "engine/journal/analytics.h"
#include "engine/journal/history_sample.h"
#include "engine/memory/memory_sources.h"
#include "engine/runner/runner_deadlines.h"
#include "engine/snapshot.h"

#include <QJsonObject>
#include <QVariantMap>

// The engine's face: everything that the window, REST and the programs see of it.
namespace modeldeck {

// Thread-safe: every method may be called from any thread. Answers and observations arrive through the
// caller's mailbox; the snapshot that shows a command's effect always comes before the command's reply.
class Engine
{
public:
    virtual ~Engine() = default; // stops every runner and the engine thread

    virtual RequestId embed(EmbedRequest request, Reply<Embeddings> reply) = 0;
    // The request's reply never comes. An embed gives up its lease; work that the runner has already begun is
    // finished and dropped. A pull stops when the last request for it is cancelled.
    virtual void cancel(RequestId request) = 0;

    // keepAlive: as in an EmbedRequest, until the next one.
    virtual void load(const QString &modelId, Reply<LoadReport> reply,
                      std::optional<std::chrono::nanoseconds> keepAlive = {}) = 0;
    // Cancels a running load, or an unload by hand that still waits for requests.
    virtual void cancelLoad(const QString &modelId, Reply<LoadReport> reply) = 0;
    virtual void reload(const QString &modelId, Reply<LoadReport> reply) = 0; // empty id: the current model
    virtual void unload(const QString &modelId, std::chrono::milliseconds drain,
                        Reply<UnloadReport> reply) = 0;
    virtual void unloadAll(ModelType type, std::chrono::milliseconds drain, Reply<UnloadReport> reply) = 0;
    // Loads the new model, swaps, then drains and unloads the old one. On failure, the old
    // one remains in use.
    virtual void switchTo(const QString &modelId, Reply<SwitchReport> reply) = 0;
    virtual void setPinned(const QString &modelId, bool pinned, Reply<LoadReport> reply) = 0;
    virtual void rescan(Reply<int> reply) = 0; // number of installed models
    // Pauses automatic unloading, for a time or until it is resumed. Commands still work.
    virtual void pause(std::optional<std::chrono::seconds> time, Reply<int> reply) = 0;
    virtual void resume(Reply<int> reply) = 0;
    // Compares the records with reality and does what is due. Returns the number of corrections.
    virtual void sweep(Reply<int> reply) = 0;

    // Models in Ollama. Snapshots show the progress of a pull; the reply comes at its end.
    virtual RequestId pull(const QString &name, Reply<LoadReport> reply) = 0;
    virtual void cancelPull(const QString &name, Reply<LoadReport> reply) = 0;    // for everybody who waits
    virtual void describeText(const QString &name, Reply<QJsonObject> reply) = 0; // what /api/show says
    virtual void retryOllama(Reply<int> reply) = 0; // does not wait for the next attempt

    virtual void diagnose(Reply<std::vector<Diagnosis>> reply) = 0;
    virtual void verify(const QString &modelId, Reply<Verification> reply) = 0; // reads all of its files
    virtual void analytics(Reply<Analytics> reply) = 0;
    virtual void memoryHistory(EpochSeconds from, EpochSeconds to,
                               Reply<std::vector<HistorySample>> reply) = 0;
    // Of earlier runs too, newest first.
    virtual void events(int limit, Reply<std::vector<Event>> reply) = 0;
    virtual void receipts(int limit, Reply<std::vector<Receipt>> reply) = 0;

    // All or nothing; keys and JSON values as in the settings table.
    virtual void changeSettings(const QVariantMap &changes, Reply<Settings> reply) = 0;
    // One model's own timeouts: {"vram_timeout": s, "ram_timeout": s}. An absent one stays; null restores
    // that of the type.
    virtual void changeTimeouts(const QString &modelId, const QVariantMap &timeouts,
                                Reply<Settings> reply) = 0;
    // Reads the settings file again. If it is invalid, the current values stay.
    virtual void reloadSettings(Reply<Settings> reply) = 0;
    // Drains for at most shutdown_drain_seconds and stops every runner. Later calls fail.
    virtual void shutDown(Reply<int> reply) = 0;

    // Delivers the current snapshot at once, later ones at most 4 a second, and at once on a change of state.
    virtual void observe(std::shared_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot,
                         EventHandler onEvent) = 0;
};

struct EngineOptions
{
    SettingsStore settings;
    QString stateDirectory;             // for the history; empty: nothing is saved
    QString runnerProgram;              // modeldeck-runner beside the program
    QMap<QString, QString> environment; // says where the Hugging Face cache is
    RunnerDeadlines runnerDeadlines{};  // not a setting; tests shorten them
    MemorySources memory{};
};

// Starts the engine in a thread of its own.
std::unique_ptr<Engine> startEngine(EngineOptions options);

} // namespace modeldeck
