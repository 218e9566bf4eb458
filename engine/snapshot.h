// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bytes.h"
#include "engine/config/settings.h"
#include "engine/result.h"

#include <QString>
#include <chrono>
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

enum class UnloadReason { IdleTimeout, MemoryPressure, Manual, Switch, Capacity, KeepAlive, Shutdown, Failure };
const char *reasonName(UnloadReason reason); // "idle_timeout"

enum class PressureLevel { Normal, Medium, High, Critical };
const char *pressureName(PressureLevel level);

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
    QString id; // "ViT-L-14/openai"
    QString name;
    ModelType type = ModelType::Vision;
    int dimension = 0;
    int contextLength = 0; // tokens; 0 = not known
    int imageSize = 0;     // pixels; 0 = no images
    bool installed = false;
    bool untrained = false; // a synthetic demo model: its vectors mean nothing
    Text notInstalledReason;
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
    Text unloadRule; // "idle timeout, %1 s"
    std::optional<double> loadSeconds; // of the last load
    std::optional<Error> failure;      // why the last load or run failed
    std::chrono::seconds vramTimeout{0};
    std::chrono::seconds ramTimeout{0};
};

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
    MemoryUse returned;          // held less what the process still has; all of it once the process is gone
    Bytes systemAvailable;       // change of MemAvailable over the unload; other programs move it too
    double seconds = 0;
    std::vector<ReceiptCandidate> candidates;
};

struct SystemMemory
{
    Bytes total;
    Bytes available;
    double used = 0; // 1 - available / total
    PressureLevel level = PressureLevel::Normal;
};

struct GpuView
{
    QString name;
    Bytes total;
    Bytes used;
    PressureLevel level = PressureLevel::Normal;
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
    bool trackerEnabled = true;
    bool paused = false;
    bool shuttingDown = false;
    quint64 requests = 0; // embedding calls since the start
    std::shared_ptr<const std::vector<Receipt>> receipts; // newest first, bounded; never null
    std::shared_ptr<const Settings> settings;             // in force; never null
    std::shared_ptr<const std::vector<SettingRow>> settingRows; // the same, for people; never null

    const ModelView *find(const QString &modelId) const;
};

} // namespace modeldeck
