// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/receipt.h"
#include "engine/base/result.h"
#include "engine/config/settings.h"
#include "engine/memory/memory_readings.h"

#include <QString>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

// What the engine shows of itself: plain values that any thread may read.
namespace modeldeck {

struct ModelView
{
    QString id;          // "ViT-L-14/openai"
    QStringList aliases; // other names that calls may use
    QString name;
    ModelType type = ModelType::Vision;
    int dimension = 0;
    int contextLength = 0; // tokens; 0: unknown
    int imageSize = 0;     // pixels; 0: no images
    bool installed = false;
    bool untrained = false; // a synthetic demo model: its vectors mean nothing
    Text notInstalledReason;
    Text assumed;       // what its files do not say and we take as given; empty: nothing
    QString repository; // on Hugging Face, where its weights are published; empty if unknown
    QString path;
    Bytes bytesOnDisk;

    ModelState state = ModelState::Unloaded;
    bool loaded = false; // ready, busy, draining or resident_in_ram
    bool pinned = false;
    QString device; // "cpu", "cuda"; empty while not loaded
    QString dtype;  // "float32", "bfloat16"; empty while not loaded
    MemoryUse memory;
    int inFlight = 0; // requests that hold a lease
    int queued = 0;   // requests that wait for the model
    quint64 usageCount = 0;
    std::optional<EpochSeconds> lastUsed;
    std::optional<EpochSeconds> unloadAt;
    std::optional<UnloadReason> unloadReasonNext;
    Text unloadRule;                   // "idle timeout, %1 s"
    std::optional<double> loadSeconds; // of the last load
    std::optional<Error> failure;      // why the last load or run failed
    std::chrono::seconds vramTimeout{0};
    std::chrono::seconds ramTimeout{0};
    QString family;         // "clip"; for text models, as Ollama names it
    QString lastAskedBy;    // the client that used it last, if known
    bool external = false;  // loaded in Ollama by another program; left alone unless ollama_manage_external
    bool preloaded = false; // loaded ahead of time and not used since
};

enum class OllamaState { Disabled, Connecting, Available, Degraded, Unavailable };
const char *ollamaStateName(OllamaState state); // "unavailable"

struct OllamaView
{
    OllamaState state = OllamaState::Disabled;
    QString host;    // "http://127.0.0.1:11434"
    QString version; // empty until it has answered
    Text problem;    // why it is unavailable or degraded
};

// A running download of a text model.
struct PullView
{
    QString name;
    QString status; // Ollama's own text
    Bytes completed;
    Bytes total; // 0: not known yet
    double bytesPerSecond = 0;
    std::optional<double> secondsLeft;
};

// Totals since the start of the program.
struct Counters
{
    quint64 requests = 0; // embedding calls
    quint64 loads = 0;
    quint64 loadFailures = 0;
    quint64 runnerCrashes = 0;
    quint64 preloads = 0;
    quint64 preloadsUsed = 0;
    quint64 preloadsWasted = 0;
    std::map<UnloadReason, quint64> unloads;
    Bytes returnedRam;
    Bytes returnedDevice;
};

enum class EventKind { State, Memory, Pressure, Receipt, Setting };
const char *eventName(EventKind kind);

struct Event
{
    quint64 sequence = 0; // grows by one
    EpochSeconds at = 0;
    EventKind kind = EventKind::State;
    QString modelId; // may be empty
    std::optional<ModelState> state;
    Text text;
    std::optional<Receipt> receipt;
};

struct Snapshot
{
    quint64 sequence = 0;
    EpochSeconds at = 0;
    EpochSeconds startedAt = 0;
    std::vector<ModelView> models; // sorted by id, vision first
    QString currentVisionModel;    // switched to, else last used, else the default; may be empty
    SystemMemory system;
    std::vector<GpuView> gpus;
    OllamaView ollama;
    std::vector<PullView> pulls;
    // The worst level of the pools that a kind of model lives in: RAM, the cgroup and the
    // GPU, if there is one.
    PressureLevel visionPressure = PressureLevel::Normal;
    PressureLevel textPressure = PressureLevel::Normal;
    bool trackerEnabled = true;
    bool paused = false;                     // whether somebody paused automatic unloading
    std::optional<EpochSeconds> pausedUntil; // absent while paused: until resumed
    bool shuttingDown = false;
    Counters counters;
    std::shared_ptr<const std::vector<Receipt>> receipts;       // newest first, limited; never null
    Settings settings;                                          // the current ones
    std::shared_ptr<const std::vector<SettingRow>> settingRows; // the same, for people; never null

    const ModelView *find(const QString &idOrAlias) const;
};

PressureLevel worstPressure(const Snapshot &snapshot); // of all pools

using SnapshotHandler = std::function<void(std::shared_ptr<const Snapshot>)>;
using EventHandler = std::function<void(const Event &)>;

} // namespace modeldeck
