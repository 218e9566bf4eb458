// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/lifecycle/effects.h"
#include "engine/lifecycle/load_estimator.h"
#include "engine/lifecycle/model_requests.h"
#include "engine/lifecycle/unload_policy.h"

#include <vector>

namespace modeldeck {

// A load call that waits.
struct PendingLoad
{
    Done<LoadReport> done;
    std::optional<std::chrono::nanoseconds> keepAlive{}; // as it asked
};

// Somebody's wish that a model goes. A model may be under several, each with its own deadline; the first one
// is what its receipt tells.
struct UnloadOrder
{
    UnloadReason reason = UnloadReason::Manual;
    Text rule;
    std::vector<ReceiptCandidate> candidates;
    std::optional<BootTime> deadline; // of the drain; none: as long as it takes
    bool force = false;               // at the deadline the leases are broken, not the order
    Done<UnloadReport> done{};        // may be empty
};

inline Error shuttingDownError()
{
    return Error(ErrorCode::ShuttingDown, MD_TEXT("Modeldeck is shutting down"));
}

// Everything the scheduler knows of one model. Plain data; the rules are in Scheduler and its parts.
struct ModelSlot
{
    std::shared_ptr<const CatalogEntry> entry; // never null
    ModelState state = ModelState::Unloaded;
    bool pinned = false;
    LoadedInfo info;   // while loaded
    MemoryUse memory;  // while loaded
    BootTime loadedAt; // while loaded
    MemoryUse peak;    // of this life, the most of each between requests
    std::optional<LoadEstimator::Configuration> configuration; // that it was loaded with, and still runs with
    bool preloaded = false;                                    // loaded ahead of need, and not used since
    bool external = false;           // loaded by somebody else, in a server that is not ours
    std::optional<UnloadOrder> move; // why it is to leave the GPU for RAM, until it serves from there

    ModelRequests requests;
    std::vector<PendingLoad> loadWaiters; // for the load that runs
    std::vector<PendingLoad> laterLoads;  // came while it was being unloaded: for the load after that
    std::vector<UnloadOrder> orders;      // none: nobody wants it to be unloaded
    bool awaitingRoom = false;            // loading, but another model must go first

    BootTime idleSince;
    std::optional<std::chrono::nanoseconds> keepAlive; // as the last request asked
    int failures = 0;                                  // in a row
    BootTime retryAt;
    std::optional<Error> failure; // of the last load or run

    bool isLoaded() const
    {
        return state == ModelState::Ready || state == ModelState::Busy || state == ModelState::Draining ||
               state == ModelState::ResidentInRam;
    }
    bool isBeingUnloaded() const { return state == ModelState::Draining || state == ModelState::Unloading; }
    // Has, or is about to have, a process.
    bool isResident() const
    {
        return isLoaded() || state == ModelState::Unloading ||
               (state == ModelState::Loading && !awaitingRoom);
    }
    // On its way from RAM back onto the GPU: its runner in RAM is there until the other has taken over.
    bool isReturning() const { return state == ModelState::Loading && !info.dtype.isEmpty(); }
    // A request or a load that comes now waits until what is ordered is done.
    bool isOrderedAway() const
    {
        return isBeingUnloaded() || (state == ModelState::Loading && !orders.empty());
    }
    // Loaded, loading or being unloaded: there is something to unload.
    bool isPresent() const { return isResident() || state == ModelState::Loading; }
    // Serves, and will go on to: loaded, and nobody wants it to go.
    bool isServing() const { return isLoaded() && !isBeingUnloaded(); }
    bool isOnDevice() const
    {
        return isLoaded() && !info.device.isEmpty() && info.device != QLatin1String("cpu");
    }
    // What an unload makes available: mapped weights are the page cache's, not memory in use.
    Bytes held() const { return memory.anonymous; }
    Bytes heldOnDevice() const { return memory.device.value_or(Bytes{}); }
};

} // namespace modeldeck
