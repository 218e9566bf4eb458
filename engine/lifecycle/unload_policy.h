// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/clock.h"
#include "engine/config/settings.h"
#include "engine/snapshot.h"

#include <optional>
#include <vector>

// Policies choose what is unloaded: pure functions from (resident models, now, settings) to actions. The
// scheduler carries them out. A new policy is a new class here.
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
    std::chrono::seconds ramTimeout{0}; // of its type, or its override; 0 = never
};

struct UnloadAction
{
    QString modelId;
    UnloadReason reason;
    Text rule;
    std::vector<ReceiptCandidate> candidates; // the others, and why they stay
};

struct UnloadDeadline
{
    BootTime at;
    UnloadReason reason;
    Text rule;
};

// What a request's keep-alive comes to: 0 (when idle) and negative (never) as asked, others within keep_alive_min
// and keep_alive_max (0: no limit).
std::chrono::nanoseconds allowedKeepAlive(std::chrono::nanoseconds asked, const Settings &settings);

// Unloads what nobody used for the time that its settings, or its last request, allow.
class IdleTimeoutPolicy
{
public:
    // When this model goes if nobody uses it; nothing where it stays.
    static std::optional<UnloadDeadline> deadline(const ResidentModel &model, const Settings &settings);
    static std::vector<UnloadAction> decide(const std::vector<ResidentModel> &models, BootTime now,
                                            const Settings &settings);
};

// Makes room for one more model within max_loaded_models: unpinned ones go, idle before busy (those are drained),
// least recently used first.
class CapacityPolicy
{
public:
    struct Decision
    {
        std::vector<UnloadAction> actions;
        int missing = 0; // places that no unload can give
    };
    // `keep` is not chosen while another can be (the current model during a switch).
    static Decision makeRoom(const std::vector<ResidentModel> &models, int limit, const QString &keep);
};

} // namespace modeldeck
