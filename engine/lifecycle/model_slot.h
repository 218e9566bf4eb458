// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/lifecycle/effects.h"
#include "engine/lifecycle/unload_policy.h"

#include <deque>
#include <set>

namespace modeldeck {

template <class T>
using Done = std::function<void(Result<T>)>;

// An embed call that waits for a model, or is being computed.
struct PendingEmbed
{
    RequestId id = 0;
    EmbedRequest request;
    Done<Embeddings> done;
    BootTime since;
    std::chrono::nanoseconds loadTime{0}; // waited until the model was there
};

struct UnloadOrder
{
    UnloadReason reason = UnloadReason::Manual;
    Text rule;
    std::vector<ReceiptCandidate> candidates;
    std::optional<BootTime> deadline; // of the drain; none: as long as it takes
    bool force = false;               // at the deadline the leases are broken, not the order
};

inline Error shuttingDownError()
{
    return {ErrorCode::ShuttingDown, {MD_TEXT("Modeldeck is shutting down"), {}}, {}, {}, {}, {}};
}

// Everything the scheduler knows of one model. Plain data; the rules are in Scheduler.
struct ModelSlot
{
    CatalogEntry entry;
    ModelState state = ModelState::Unloaded;
    bool pinned = false;
    LoadedInfo info;  // while loaded
    MemoryUse memory; // while loaded

    std::map<RequestId, PendingEmbed> active; // the runner has them
    std::set<RequestId> orphans;              // cancelled, but the runner still computes them
    std::deque<PendingEmbed> queue;           // served next, or once it is loaded
    std::deque<PendingEmbed> later;           // came while it was going: they load it again

    std::vector<Done<LoadReport>> loadWaiters;
    std::vector<Done<UnloadReport>> unloadWaiters;
    std::optional<UnloadOrder> order;
    bool awaitingRoom = false; // loading, but another model must go first

    BootTime idleSince;
    std::optional<std::chrono::nanoseconds> keepAlive; // as the last request asked
    int failures = 0; // in a row
    BootTime retryAt;
    std::optional<Error> failure; // of the last load or run

    bool isLoaded() const
    {
        return state == ModelState::Ready || state == ModelState::Busy || state == ModelState::Draining
            || state == ModelState::ResidentInRam;
    }
    bool isLeaving() const { return state == ModelState::Draining || state == ModelState::Unloading; }
    // Has, or is about to have, a process.
    bool isResident() const
    {
        return isLoaded() || state == ModelState::Unloading || (state == ModelState::Loading && !awaitingRoom);
    }
    // Loaded, loading or on its way out: there is something to unload.
    bool isPresent() const { return isResident() || state == ModelState::Loading; }
    bool hasWork() const { return !active.empty() || !queue.empty(); }
};

} // namespace modeldeck
