// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/model_name.h"
#include "engine/ollama/ollama_embedding_service.h"

#include <algorithm>

// The service's half that compares: what /api/ps says with what is
// believed. See ollama_embedding_service.cpp.
namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto betweenLooks = 2s; // while something is loaded
constexpr auto betweenIdleLooks = 10s;
constexpr auto renewBelow = 60s; // what is left of Ollama's own timer

} // namespace

void OllamaEmbeddingService::planLook()
{
    if (m_server.answers())
        m_lookTimer.start(m_running.empty() ? betweenIdleLooks : betweenLooks);
    else
        m_lookTimer.stop();
}

void OllamaEmbeddingService::look(Done<int> done)
{
    m_lookTimer.stop();
    m_server.client().processes(
        [this, look = ++m_looks, server = m_server.generation(),
         done = std::move(done)](const Result<std::vector<OllamaProcess>> &processes) {
            planLook();
            // An old version that has no such call tells of nothing.
            const int corrections =
                processes && server == m_server.generation() ? takeProcesses(*processes, look) : 0;
            if (done)
                done(corrections);
        });
}

void OllamaEmbeddingService::reconcile(Done<int> done)
{
    if (!m_server.answers())
        return done(0);
    m_server.listModels([this, done = std::move(done)](const Result<void> &) { look(done); });
}

int OllamaEmbeddingService::takeProcesses(const std::vector<OllamaProcess> &processes, quint64 look)
{
    int corrections = 0;
    bool unlisted = false;
    for (const OllamaProcess &process : processes) {
        corrections += takeProcess(process);
        unlisted = unlisted || !m_server.models().isListed(process.name);
    }
    QStringList gone;
    for (const auto &[id, running] : m_running) {
        const bool isThere = std::ranges::any_of(
            processes, [&id = id](const OllamaProcess &process) { return modelIdOf(process.name) == id; });
        // With work under way Ollama loads it again by itself.
        if (!isThere && running.phase == Phase::Loaded && running.jobs.empty() && running.judgedFrom <= look)
            gone << id;
    }
    for (const QString &id : gone)
        markUnloaded(id);
    if (const auto left = m_left.extract(m_server.address()); !left.empty()) {
        for (const QString &id : left.mapped()) {
            if (!m_running.contains(id))
                Q_EMIT unloadedWithoutReceipt(id);
        }
    }
    if (unlisted) // somebody has downloaded a model
        m_server.listModels([](const Result<void> &) {});
    planLook();
    return corrections + int(gone.size());
}

// True if it is news that this model is loaded.
bool OllamaEmbeddingService::takeProcess(const OllamaProcess &process)
{
    const QString id = modelIdOf(process.name);
    const auto known = m_running.find(id);
    if (known != m_running.end() && known->second.phase == Phase::Unloading)
        return false; // its receipt tells what it held before it began to go
    if (known != m_running.end() && !isInSight(known->second))
        return false; // the one that we know still works on another server
    const auto entries = m_server.entries();
    const auto entry =
        std::ranges::find_if(entries, [&](const CatalogEntry &e) { return e.id == id && e.installed; });
    if (known == m_running.end() && entry == entries.end())
        return false; // no embedding model
    Running &running = m_running[id];
    // What another machine's Ollama holds is none of this one's memory: no unload of it would give any back.
    // Ollama does not tell private memory from mapped files.
    running.memory =
        m_server.isOnThisMachine() ? MemoryUse{process.ram, process.ram, {}, process.vram} : MemoryUse{};
    running.onGpu = process.vram.value > 0;
    running.quantization = process.quantization;
    if (known != m_running.end()) {
        if (process.expiresIn && *process.expiresIn > 0s && *process.expiresIn < renewBelow)
            renew(id, running);
        return false;
    }
    running.phase = Phase::Loaded;
    running.server = m_server.address();
    const auto left = m_left.find(running.server);
    running.external = left == m_left.end() || !left->second.contains(id);
    running.dimension = entry->dimension;
    running.contextLength = entry->contextLength;
    Q_EMIT foundLoaded(id, infoOf(running), !running.external);
    return true;
}

OllamaEmbeddingService::Ours OllamaEmbeddingService::ours() const
{
    Ours ours = m_left;
    for (const auto &[id, running] : m_running) {
        if (!running.external && !running.server.isEmpty())
            ours[running.server].insert(id);
    }
    return ours;
}

bool OllamaEmbeddingService::isInSight(const Running &running) const
{
    return m_server.answers() && running.server == m_server.address();
}

// We use it: from now on it is ours to look after, and where we use it now.
void OllamaEmbeddingService::claim(const QString &modelId, Running &running)
{
    if (running.server != m_server.address())
        leave(modelId, running);
    running.server = m_server.address();
    running.external = false;
}

// Out of our sight is not unloaded: what is ours there stays so.
void OllamaEmbeddingService::leave(const QString &modelId, const Running &running)
{
    if (!running.external && !running.server.isEmpty())
        m_left[running.server].insert(modelId);
}

// Ours, and not due by our own clock: pinned, paused, or waiting for a lease to end.
void OllamaEmbeddingService::renew(const QString &modelId, Running &running)
{
    if (running.phase != Phase::Loaded || running.external || !running.jobs.empty() || running.renewal != 0)
        return;
    const auto answered = [this, modelId](const Result<OllamaEmbeddings> &) {
        if (const auto it = m_running.find(modelId); it != m_running.end())
            it->second.renewal = 0;
    };
    running.renewal = m_hasBatch ? m_server.client().embed(callFor(modelId, running), answered)
                                 : m_server.client().embedOne(callFor(modelId, running), answered);
}

void OllamaEmbeddingService::markUnloaded(const QString &modelId)
{
    const auto node = m_running.extract(modelId);
    const Running &running = node.mapped();
    m_server.client().cancel(running.renewal);
    const bool seen = isInSight(running);
    if (!seen)
        leave(modelId, running);
    Q_EMIT foundUnloaded(modelId);
    if (seen && !running.external)
        Q_EMIT unloadedWithoutReceipt(modelId);
}

// Comes in a turn of the event loop of its own: the call that noticed has had its answer.
void OllamaEmbeddingService::serverLost()
{
    m_lookTimer.stop();
    m_pulls.cancelAll(m_server.awayError());
    QStringList ids;
    for (const auto &[id, running] : m_running)
        ids << id;
    for (const QString &id : ids) {
        const auto it = m_running.find(id);
        if (it == m_running.end())
            continue;
        switch (it->second.phase) {
        case Phase::Loading:
            m_server.client().cancel(it->second.call);
            refuseLoad(id, m_server.awayError());
            break;
        case Phase::Loaded:
            if (it->second.jobs.empty()) // else when they have ended
                markUnloaded(id);
            break;
        case Phase::Unloading: {
            const UnloadMeasurement nothingSeen{it->second.memory, {}, {}, 0};
            leave(id, it->second);
            m_running.erase(it);
            Q_EMIT unloaded(id, nothingSeen);
            break;
        }
        }
    }
}

} // namespace modeldeck
