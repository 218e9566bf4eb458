// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/requests.h"

#include <list>
#include <map>
#include <set>

namespace modeldeck {

// An embed call that waits for a model, or is being computed.
struct PendingEmbed
{
    RequestId id = 0;
    EmbedRequest request;
    Done<Embeddings> done;
    BootTime since;
    std::chrono::nanoseconds loadTime{0}; // waited until the model was there
};

// The requests of one model. Those that its runner has and those in the queue hold leases; those that came
// while the model was being unloaded wait for its next load. Engine thread.
class ModelRequests
{
public:
    bool hasLeases() const { return leases() > 0; }
    std::size_t leases() const { return m_active.size() + m_queue.size(); }
    std::size_t queued() const { return m_queue.size(); }
    std::size_t waitingForNextLoad() const { return m_later.size(); }

    void add(PendingEmbed pending) { m_queue.push_back(std::move(pending)); }
    void addForNextLoad(PendingEmbed pending) { m_later.push_back(std::move(pending)); }
    // The requests that waited for the next load are let into the queue.
    void admitWaiting();
    // The model is there for the requests in the queue.
    void modelLoaded(BootTime now);

    // The next request that the runner can take, which it has from now on; null where there is none.
    PendingEmbed *sendNext();
    // The runner has answered. Nothing for a request that was cancelled or broken off.
    std::optional<PendingEmbed> takeAnswered(RequestId id);

    enum class Cancelled { NotFound, Waiting, Sent };
    Cancelled cancel(RequestId id);

    // Without a runner nothing is computed any more.
    std::vector<PendingEmbed> takeSent();
    void forgetCancelled() { m_cancelled.clear(); }
    // All that no runner has.
    std::list<PendingEmbed> takeUnsent();
    void failQueue(const Error &error);
    void failWaiting(const Error &error);

private:
    std::map<RequestId, PendingEmbed> m_active; // the runner has them
    std::set<RequestId> m_cancelled;            // the runner still computes them
    // Lists: a deque takes memory even while it is empty, in every model that is there.
    std::list<PendingEmbed> m_queue; // served next, or once the model is loaded
    std::list<PendingEmbed> m_later; // came while the model was being unloaded
};

void failAll(std::list<PendingEmbed> requests, const Error &error);

} // namespace modeldeck
