// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/model_requests.h"

#include <algorithm>

namespace modeldeck {

namespace {

// One is computed while the next is already there; the rest wait here, where they can still be cancelled.
constexpr std::size_t mostSent = 2;

} // namespace

void ModelRequests::admitWaiting()
{
    std::ranges::move(std::exchange(m_later, {}), std::back_inserter(m_queue));
}

void ModelRequests::modelLoaded(BootTime now)
{
    for (PendingEmbed &pending : m_queue)
        pending.loadTime = now - pending.since;
}

PendingEmbed *ModelRequests::sendNext()
{
    if (m_queue.empty() || m_active.size() + m_cancelled.size() >= mostSent)
        return nullptr;
    PendingEmbed next = std::move(m_queue.front());
    m_queue.pop_front();
    const RequestId id = next.id;
    return &m_active.emplace(id, std::move(next)).first->second;
}

std::optional<PendingEmbed> ModelRequests::takeAnswered(RequestId id)
{
    m_cancelled.erase(id);
    auto node = m_active.extract(id);
    return node.empty() ? std::nullopt : std::optional(std::move(node.mapped()));
}

ModelRequests::Cancelled ModelRequests::cancel(RequestId id)
{
    if (m_active.erase(id) > 0) {
        m_cancelled.insert(id);
        return Cancelled::Sent;
    }
    const auto isIt = [id](const PendingEmbed &pending) { return pending.id == id; };
    return std::erase_if(m_queue, isIt) + std::erase_if(m_later, isIt) > 0 ? Cancelled::Waiting
                                                                           : Cancelled::NotFound;
}

std::vector<PendingEmbed> ModelRequests::takeSent()
{
    std::vector<PendingEmbed> sent;
    for (auto &[id, pending] : std::exchange(m_active, {}))
        sent.push_back(std::move(pending));
    return sent;
}

std::list<PendingEmbed> ModelRequests::takeUnsent()
{
    admitWaiting();
    return std::exchange(m_queue, {});
}

void ModelRequests::failQueue(const Error &error)
{
    failAll(std::exchange(m_queue, {}), error);
}

void ModelRequests::failWaiting(const Error &error)
{
    failAll(std::exchange(m_later, {}), error);
}

void failAll(std::list<PendingEmbed> requests, const Error &error)
{
    for (const PendingEmbed &pending : requests)
        pending.done(tl::unexpected(error));
}

} // namespace modeldeck
