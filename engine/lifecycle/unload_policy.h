// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/config/model_timeouts.h"
#include "engine/snapshot.h"

#include <optional>
#include <vector>

// Policies choose what is unloaded: pure functions from (resident models, readings, now, settings) to
// actions. The scheduler carries them out. A new policy is a new class, here or in pressure_policy.h.
namespace modeldeck {

struct ResidentModel
{
    QString id;
    ModelType type = ModelType::Vision;
    bool busy = false; // holds leases or has requests waiting
    bool pinned = false;
    BootTime idleSince;
    // As the last request asked; absent: the settings', negative: never.
    std::optional<std::chrono::nanoseconds> keepAlive;
    std::chrono::seconds ramTimeout{0};  // of its type, or its override; 0 = never
    std::chrono::seconds vramTimeout{0}; // the same, for a model on the GPU
    bool onDevice = false;               // it is on the GPU
    bool canMoveToRam = false;           // it can leave the GPU and stay in RAM
    Bytes ram;                           // what its unload makes available: no mapped files
    Bytes device;
    BootTime loadedAt;
    double loadSeconds = 0; // what it costs to have it again
};

enum class UnloadKind { Unload, ToRam };

struct UnloadAction
{
    QString modelId;
    UnloadReason reason = UnloadReason::Manual;
    Text rule;
    std::vector<ReceiptCandidate> candidates; // the others, and why they stay; the first few
    UnloadKind kind = UnloadKind::Unload;
};

struct UnloadDeadline
{
    BootTime at;
    UnloadReason reason;
    Text rule;
    UnloadKind kind = UnloadKind::Unload;
};

// Unloads what nobody used for the time that its settings, or its last request, allow; a model on the GPU
// leaves that first where its VRAM timeout is the shorter one.
class IdleTimeoutPolicy
{
public:
    // When this model goes if nobody uses it; nothing where it stays.
    static std::optional<UnloadDeadline> deadline(const ResidentModel &model, const Settings &settings);
    static std::vector<UnloadAction> decide(const std::vector<ResidentModel> &models, BootTime now,
                                            const Settings &settings);
};

// Makes room within max_loaded_models: unpinned ones go, idle before busy (those are drained), least recently
// used first.
class CapacityPolicy
{
public:
    struct Decision
    {
        std::vector<UnloadAction> actions;
        int missing = 0; // places that no unload can give
    };
    // `places` more than there are; `keep` is not chosen while another can be (the current model
    // during a switch).
    static Decision makeRoom(const std::vector<ResidentModel> &models, int limit, const QString &keep,
                             int places = 1);
};

} // namespace modeldeck
