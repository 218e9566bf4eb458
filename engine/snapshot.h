// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bytes.h"
#include "engine/config/settings.h"
#include "engine/result.h"

#include <QString>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <vector>

// What the engine shows of itself: plain values, copied out whole, read by any thread.
namespace modeldeck {

// Wall-clock time: seconds since the epoch, as the API shows it.
using EpochSeconds = double;

enum class ModelType { Vision, Text };

enum class ModelState { Unloaded, Loading, Ready, Busy, Draining, Unloading, ResidentInRam, Failed };
const char *stateName(ModelState state); // "resident_in_ram"

enum class UnloadReason {
    IdleTimeout,
    MemoryPressure,
    Manual,
    Switch,
    Capacity,
    KeepAlive,
    Shutdown,
    Failure
};
const char *reasonName(UnloadReason reason); // "idle_timeout"
Text reasonText(UnloadReason reason);        // "nobody used it"

enum class PressureLevel { Normal, Medium, High, Critical };
const char *pressureName(PressureLevel level); // "high"
Text pressureText(PressureLevel level);        // the same, to stand in a sentence

// Memory of one runner process. Device is absent where it can't be read, and 0 without a GPU.
struct MemoryUse
{
    Bytes pss;       // proportional set size: what ram_mb shows
    Bytes anonymous; // private memory; comes back with the process
    Bytes file;      // mapped weights and libraries; page cache, not memory in use
    std::optional<Bytes> device = Bytes{0};
};

struct ModelView
{
    QString id;          // "ViT-L-14/openai"
    QStringList aliases; // by which calls may name it as well
    QString name;
    ModelType type = ModelType::Vision;
    int dimension = 0;
    int contextLength = 0; // tokens; 0 = not known
    int imageSize = 0;     // pixels; 0 = no images
    bool installed = false;
    bool untrained = false; // a synthetic demo model: its vectors mean nothing
    Text notInstalledReason;
    QString repository; // on Hugging Face, where its weights are published; empty: not known
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
    QString family;         // "clip"; of text models as Ollama names it
    QString lastAskedBy;    // who used it last, as far as is known: a client's name
    bool external = false;  // in Ollama, loaded by somebody else: left alone unless ollama_manage_external
    bool preloaded = false; // loaded ahead of need, and not used since
};

// Nothing is wrong with the model: it was refused, so the next request may try at once.
bool isRefusal(ErrorCode code);

struct ReceiptCandidate
{
    QString modelId;
    Text whyNot;
};

// Proof of one unload: what the model held, what came back, why it went and who decided.
struct Receipt
{
    qint64 id = 0;
    QString modelId;
    ModelType modelType = ModelType::Vision;
    EpochSeconds at = 0;
    UnloadReason reason = UnloadReason::Manual;
    Text rule;
    MemoryUse held;
    MemoryUse returned;    // held less what the process still has; all of it once the process is gone
    Bytes systemAvailable; // change of MemAvailable over the unload; other programs move it too
    double seconds = 0;
    std::vector<ReceiptCandidate> candidates;
    bool movedToRam = false; // it left the GPU alone: what ended is its runner there
};

// The memory limit of the control group that the program runs in.
struct CgroupMemory
{
    Bytes limit;
    Bytes used; // without its file cache
    PressureLevel level = PressureLevel::Normal;
};

struct SystemMemory
{
    Bytes total;
    Bytes available;
    Bytes swapTotal;
    Bytes swapFree;
    double used = 0;                             // 1 - available / total
    PressureLevel level = PressureLevel::Normal; // of the machine's memory
    std::optional<CgroupMemory> cgroup;          // where there is a limit
    bool stalled = false;                        // the kernel says that tasks wait for memory (PSI)
};

struct GpuView
{
    QString name;
    Bytes total;
    Bytes used;
    PressureLevel level = PressureLevel::Normal;
    bool usable = false; // a runner was seen to compute on it (MemoryMonitor sets it)
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

// A download of a text model that runs.
struct PullView
{
    QString name;
    QString status; // Ollama's own words
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
    QString currentVisionModel;    // see DESIGN: switched to, else last used, else the default; may be empty
    SystemMemory system;
    std::vector<GpuView> gpus;
    OllamaView ollama;
    std::vector<PullView> pulls;
    // The worst of the pools that a kind of model lives in: RAM, the cgroup, and the GPU where there is one.
    PressureLevel visionPressure = PressureLevel::Normal;
    PressureLevel textPressure = PressureLevel::Normal;
    bool trackerEnabled = true;
    bool paused = false;                     // automatic unloading, by a person
    std::optional<EpochSeconds> pausedUntil; // absent while paused: until resumed
    bool shuttingDown = false;
    Counters counters;
    std::shared_ptr<const std::vector<Receipt>> receipts;       // newest first, bounded; never null
    std::shared_ptr<const Settings> settings;                   // in force; never null
    std::shared_ptr<const std::vector<SettingRow>> settingRows; // the same, for people; never null

    const ModelView *find(const QString &idOrAlias) const;
};

} // namespace modeldeck
