// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/config/settings.h"
#include "engine/reply.h"
#include "engine/snapshot.h"

#include <QByteArray>
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
};

struct Embeddings
{
    QString modelId;
    int dimension = 0;
    std::vector<float> values; // row-major [inputs, dimension]
    int promptTokens = 0;      // of all texts; images count none
    std::chrono::nanoseconds loadTime{0};   // waited for the model
    std::chrono::nanoseconds runnerTime{0}; // computing, as the runner measured it
};

struct UnloadReport
{
    QStringList modelIds; // unloaded by this call
    std::vector<Receipt> receipts;
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

// Names one embed call, so that it can be cancelled when its client goes away.
using RequestId = quint64;

// Thread-safe: every method may be called from any thread; answers and observations arrive through the caller's
// mailbox, a snapshot that shows a command's effect always before the command's reply.
class Engine
{
public:
    virtual ~Engine() = default; // ends every runner and the engine thread

    virtual RequestId embed(EmbedRequest request, Reply<Embeddings> reply) = 0;
    // The call's lease goes; its reply never comes. Work that the runner has already begun is finished and dropped.
    virtual void cancel(RequestId request) = 0;

    virtual void load(const QString &modelId, Reply<LoadReport> reply) = 0;
    virtual void cancelLoad(const QString &modelId, Reply<LoadReport> reply) = 0;
    virtual void reload(const QString &modelId, Reply<LoadReport> reply) = 0; // empty id: the current model
    virtual void unload(const QString &modelId, std::chrono::milliseconds drain, Reply<UnloadReport> reply) = 0;
    virtual void unloadAll(ModelType type, std::chrono::milliseconds drain, Reply<UnloadReport> reply) = 0;
    // Loads the new model, swaps, then drains and unloads the old one. On failure the old one still serves.
    virtual void switchTo(const QString &modelId, Reply<SwitchReport> reply) = 0;
    virtual void setPinned(const QString &modelId, bool pinned, Reply<LoadReport> reply) = 0;
    virtual void rescan(Reply<int> reply) = 0; // number of installed models
    // All or nothing; keys and JSON values as in the settings table.
    virtual void changeSettings(const QVariantMap &changes, Reply<Settings> reply) = 0;
    // Drains for at most the setting shutdown_drain_seconds, ends every runner; later calls fail.
    virtual void shutDown(Reply<int> reply) = 0;

    using SnapshotHandler = std::function<void(std::shared_ptr<const Snapshot>)>;
    using EventHandler = std::function<void(const Event &)>;
    // The present snapshot at once, later ones at most 4 a second and at once on a state change.
    virtual void observe(std::shared_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot, EventHandler onEvent) = 0;
};

// How long a runner may be silent before it is given up for hung.
struct RunnerDeadlines
{
    std::chrono::milliseconds hello = std::chrono::seconds(60);  // from its start
    std::chrono::milliseconds load = std::chrono::seconds(300);
    std::chrono::milliseconds batch = std::chrono::seconds(120); // for each eight inputs
};

struct EngineOptions
{
    SettingsStore settings;
    QString stateDirectory;  // history; empty: nothing is kept
    QString runnerProgram;   // modeldeck-runner beside the program
    QMap<QString, QString> environment; // says where the Hugging Face cache is
    RunnerDeadlines runnerDeadlines{};    // no setting: tests shorten them
};

// Starts the engine in a thread of its own.
std::unique_ptr<Engine> startEngine(EngineOptions options);

} // namespace modeldeck
