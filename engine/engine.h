// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/config/presets.h"
#include "engine/config/settings.h"
#include "engine/reply.h"
#include "engine/snapshot.h"

#include <QByteArray>
#include <QJsonObject>
#include <QVariantMap>

// The face of the engine: all that the window, REST and the programs see of it.
namespace modeldeck {

struct EmbedInput
{
    enum class Kind { Text, Image };
    Kind kind = Kind::Text;
    QByteArray bytes; // UTF-8 text, or the encoded image file
};

struct EmbedRequest
{
    QString model; // id or alias; empty: the current vision model
    std::vector<EmbedInput> inputs;
    bool normalize = true;
    bool truncate = false; // cut a text that is longer than the context; otherwise it is an error
    // Idle time after which the model goes: absent = the settings', 0 = when idle, negative = never.
    std::optional<std::chrono::nanoseconds> keepAlive;
    QString askedBy{}; // who asks, as far as is known: a client's name
};

struct Embeddings
{
    QString modelId;
    int dimension = 0;
    std::vector<float> values;              // row-major [inputs, dimension]
    int promptTokens = 0;                   // of all texts; images count none
    std::chrono::nanoseconds loadTime{0};   // waited for the model
    std::chrono::nanoseconds runnerTime{0}; // computing, as the runner measured it
};

struct UnloadReport
{
    QStringList modelIds; // unloaded by this call
    std::vector<Receipt> receipts;
    std::optional<Error> failure{}; // of unloadAll: why others stayed
};

struct SwitchReport
{
    QString modelId; // as asked for, resolved
};

struct LoadReport
{
    QString modelId;
    double seconds = 0; // 0 if it was loaded already
};

// Why a model is still loaded, or does not load, and what to do about it.
struct Diagnosis
{
    QString modelId; // empty: of the program as a whole
    Text why;
    Text advice;
};

// What a look at a model's files found.
struct Verification
{
    QString modelId;
    bool sound = false;
    int filesChecked = 0;
    int hashesChecked = 0; // files whose SHA-256 is known and was compared
    std::vector<Text> problems;
};

struct ModelAnalytics
{
    QString modelId;
    ModelType type = ModelType::Vision;
    quint64 requests = 0;   // as far back as the history goes
    quint64 coldStarts = 0; // requests that had to wait for a load
    quint64 loads = 0;
    quint64 loadFailures = 0;
    double loadSeconds = 0;      // mean
    double inferenceSeconds = 0; // mean of a request
    double hoursLoaded = 0;
    quint64 preloads = 0;
    quint64 preloadsUsed = 0;
    quint64 preloadsWasted = 0;
    double chance = 0; // that it is needed within the time that a load takes to pay; 0 to 1
};

struct Analytics
{
    EpochSeconds since = 0;
    std::vector<ModelAnalytics> models; // by id
    double preloadThreshold = 0;        // the chance from which a model is preloaded, as adapted
    double preloadWaste = 0;            // share of judged preloads that nobody used
    Text preloadState;                  // why nothing is preloaded at present; empty: it may be
};

// One point of the memory charts; the history keeps them in falling resolution.
struct HistorySample
{
    struct Model
    {
        QString modelId;
        Bytes ram;
        Bytes device;
    };
    EpochSeconds at = 0;
    Bytes total;
    Bytes available;
    Bytes deviceTotal; // 0: no GPU
    Bytes deviceUsed;
    PressureLevel level = PressureLevel::Normal;
    std::vector<Model> models; // the loaded ones
};

// Names one call of embed or pull, so that it can be cancelled when its client goes away.
using RequestId = quint64;

// Thread-safe: every method may be called from any thread; answers and observations arrive through the
// caller's mailbox, a snapshot that shows a command's effect always before the command's reply.
class Engine
{
public:
    virtual ~Engine() = default; // ends every runner and the engine thread

    virtual RequestId embed(EmbedRequest request, Reply<Embeddings> reply) = 0;
    // Its reply never comes. An embed's lease goes; work that the runner has already begun is finished and
    // dropped. A pull ends with the last who waits for it.
    virtual void cancel(RequestId request) = 0;

    // keepAlive: as of an EmbedRequest, until the next one.
    virtual void load(const QString &modelId, Reply<LoadReport> reply,
                      std::optional<std::chrono::nanoseconds> keepAlive = {}) = 0;
    // A load that runs, or an unload by hand that still waits for requests.
    virtual void cancelLoad(const QString &modelId, Reply<LoadReport> reply) = 0;
    virtual void reload(const QString &modelId, Reply<LoadReport> reply) = 0; // empty id: the current model
    virtual void unload(const QString &modelId, std::chrono::milliseconds drain,
                        Reply<UnloadReport> reply) = 0;
    virtual void unloadAll(ModelType type, std::chrono::milliseconds drain, Reply<UnloadReport> reply) = 0;
    // Loads the new model, swaps, then drains and unloads the old one. On failure the old one still serves.
    virtual void switchTo(const QString &modelId, Reply<SwitchReport> reply) = 0;
    virtual void setPinned(const QString &modelId, bool pinned, Reply<LoadReport> reply) = 0;
    virtual void rescan(Reply<int> reply) = 0; // number of installed models
    // Automatic unloading stops, for a time or until it is resumed; commands go on.
    virtual void pause(std::optional<std::chrono::seconds> time, Reply<int> reply) = 0;
    virtual void resume(Reply<int> reply) = 0;
    // Compares what is believed with what is there, and applies what is due. The number of corrections.
    virtual void sweep(Reply<int> reply) = 0;

    // Ollama's models. Progress of a pull shows in the snapshots; the reply comes at its end.
    virtual RequestId pull(const QString &name, Reply<LoadReport> reply) = 0;
    virtual void cancelPull(const QString &name, Reply<LoadReport> reply) = 0;    // for all who wait
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
    // One model's own: {"vram_timeout": s, "ram_timeout": s}. What is absent stays, null: its type's again.
    virtual void changeTimeouts(const QString &modelId, const QVariantMap &timeouts,
                                Reply<Settings> reply) = 0;
    // Reads the settings file again. If it is not valid, the values in force stay.
    virtual void reloadSettings(Reply<Settings> reply) = 0;
    // Drains for at most the setting shutdown_drain_seconds, ends every runner; later calls fail.
    virtual void shutDown(Reply<int> reply) = 0;

    using SnapshotHandler = std::function<void(std::shared_ptr<const Snapshot>)>;
    using EventHandler = std::function<void(const Event &)>;
    // The present snapshot at once, later ones at most 4 a second and at once on a state change.
    virtual void observe(std::shared_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot,
                         EventHandler onEvent) = 0;
};

// How long a runner may be silent before it is given up for hung.
struct RunnerDeadlines
{
    std::chrono::milliseconds hello = std::chrono::seconds(60); // from its start
    std::chrono::milliseconds load = std::chrono::seconds(300);
    std::chrono::milliseconds batch = std::chrono::seconds(120); // for each eight inputs
};

// Where memory is read. No setting: tests put files of their own there.
struct MemorySources
{
    QString root;                                              // stands before /proc and /sys
    QString nvmlLibrary = QStringLiteral("libnvidia-ml.so.1"); // the NVIDIA driver's
};

struct EngineOptions
{
    SettingsStore settings;
    QString stateDirectory;             // history; empty: nothing is kept
    QString runnerProgram;              // modeldeck-runner beside the program
    QMap<QString, QString> environment; // says where the Hugging Face cache is
    RunnerDeadlines runnerDeadlines{};  // no setting: tests shorten them
    MemorySources memory{};
};

// Starts the engine in a thread of its own.
std::unique_ptr<Engine> startEngine(EngineOptions options);

} // namespace modeldeck
