// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_embedding_service.h"

#include "engine/base/model_name.h"
#include "engine/ollama/ollama_keep_alive.h"

#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto renewBelow = 60s; // what is left of Ollama's own timer

} // namespace

OllamaEmbeddingService::OllamaEmbeddingService(OllamaServer &server, UnloadMeter::Available available)
    : m_server(server), m_available(std::move(available)),
      m_looks(
          server, [this] { return !m_running.empty(); },
          [this](const auto &processes, quint64 look) { return takeProcesses(processes, look); })
{
    connect(&m_server, &OllamaServer::lost, this, &OllamaEmbeddingService::serverLost, Qt::QueuedConnection);
}

OllamaEmbeddingService::~OllamaEmbeddingService() = default;

OllamaEmbeddingService::Running *OllamaEmbeddingService::find(const QString &modelId)
{
    const auto it = m_running.find(modelId);
    return it == m_running.end() ? nullptr : &it->second;
}

OllamaClient::EmbedCall OllamaEmbeddingService::callFor(const QString &modelId, const Running &running) const
{
    return {ollamaNameOf(modelId),
            {},
            false,
            ollamaKeepAlive(modelId, running.keepAlive, m_settings),
            running.dimension};
}

LoadedInfo OllamaEmbeddingService::Running::info() const
{
    LoadedInfo info;
    info.device = onGpu ? u"gpu"_s : u"cpu"_s;
    info.dtype = quantization.isEmpty() ? u"unknown"_s : quantization;
    info.dimension = dimension;
    info.contextLength = contextLength;
    if (since.time_since_epoch().count() > 0)
        info.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
    return info;
}

void OllamaEmbeddingService::load(const CatalogEntry &model, const Settings &settings)
{
    m_settings = settings;
    const QString id = model.id;
    Running &running = m_running[id] = {};
    running.dimension = model.dimension;
    running.contextLength = model.contextLength;
    running.since = std::chrono::steady_clock::now();
    if (!m_server.answers()) {
        QTimer::singleShot(0ms, this, [this, id] {
            if (const Running *asked = find(id); asked && asked->phase == Phase::Loading)
                refuseLoad(id, m_server.awayError());
        });
        return;
    }
    running.server = m_server.address();
    running.load = std::make_unique<OllamaEmbedJob>(
        m_server.client(), callFor(id, running), true,
        [this, id](const Result<Embeddings> &result) { loadAnswered(id, result); });
}

void OllamaEmbeddingService::loadAnswered(const QString &modelId, const Result<Embeddings> &result)
{
    if (!result)
        return refuseLoad(modelId, result.error());
    // What it takes is Ollama's to say; where it says nothing the model is loaded all the same.
    m_running.at(modelId).call =
        m_server.client().processes([this, modelId](const Result<std::vector<OllamaProcess>> &processes) {
            if (processes) {
                for (const OllamaProcess &process : *processes) {
                    if (modelIdOf(process.name) == modelId)
                        takeProcess(process);
                }
            }
            becameLoaded(modelId);
        });
}

void OllamaEmbeddingService::becameLoaded(const QString &modelId)
{
    Running &running = m_running.at(modelId);
    running.phase = Phase::Loaded;
    running.judgedFrom = m_looks.next();
    m_looks.plan();
    Q_EMIT loaded(modelId, running.info());
}

void OllamaEmbeddingService::refuseLoad(const QString &modelId, const Error &error)
{
    const auto node = m_running.extract(modelId);
    if (error.code == ErrorCode::OllamaUnavailable)
        keepOutOfSight(modelId, node.mapped()); // it may be loading it all the same
    if (error.code == ErrorCode::ModelNotFound) // it was removed behind our back
        relistModels();
    Q_EMIT loadFailed(modelId, error);
}

void OllamaEmbeddingService::relistModels()
{
    m_server.listModels([](const Result<void> &) {});
}

void OllamaEmbeddingService::refuseLater(const QString &modelId, RequestId id, const Error &error)
{
    QTimer::singleShot(0ms, this, [=, this] {
        if (const Running *running = find(modelId); running && running->jobs.contains(id))
            embedAnswered(modelId, id, tl::unexpected(error));
    });
}

void OllamaEmbeddingService::embed(const QString &modelId, RequestId id, const EmbedRequest &request)
{
    const auto [it, isNew] = m_running.try_emplace(modelId);
    Running &running = it->second;
    if (isNew) // it was unloaded meanwhile: Ollama loads it again by itself
        running.phase = Phase::Loaded;
    if (m_server.answers())
        claim(modelId, running);
    running.keepAlive = request.keepAlive;
    OllamaClient::EmbedCall call = callFor(modelId, running);
    call.truncate = request.truncate;
    call.options = request.options;
    auto &job = running.jobs[id];
    for (std::size_t i = 0; i < request.inputs.size(); ++i) {
        if (request.inputs[i].kind == EmbedInput::Kind::Image)
            return refuseLater(modelId, id,
                               Error(ErrorCode::InvalidRequest,
                                     MD_TEXT("“%1” is a text model: it can't embed images"), modelId)
                                   .ofInput(int(i)));
        call.texts << QString::fromUtf8(request.inputs[i].bytes);
    }
    if (!m_server.answers())
        return refuseLater(modelId, id, m_server.awayError());
    job = std::make_unique<OllamaEmbedJob>(
        m_server.client(), call, request.normalize,
        [=, this](const Result<Embeddings> &result) { embedAnswered(modelId, id, result); });
}

void OllamaEmbeddingService::embedAnswered(const QString &modelId, RequestId id,
                                           const Result<Embeddings> &result)
{
    Running &running = m_running.at(modelId);
    running.jobs.erase(id);
    if (result && running.dimension == 0)
        running.dimension = result->dimension; // from now on it has to stay so
    if (!result && result.error().code == ErrorCode::ModelNotFound)
        relistModels();
    if (result)
        Q_EMIT embedded(modelId, id, *result);
    else
        Q_EMIT embedFailed(modelId, id, result.error());
    // It stayed only because of its work.
    if (const Running *still = find(modelId); still && !isInSight(*still) && still->isIdle())
        markUnloaded(modelId);
}

void OllamaEmbeddingService::setKeepAlive(const QString &modelId, std::chrono::nanoseconds keepAlive)
{
    Running &running = m_running.at(modelId);
    running.external = false;
    running.keepAlive = keepAlive;
    renew(modelId, running);
}

void OllamaEmbeddingService::cancel(const QString &modelId, RequestId id)
{
    Running *running = find(modelId);
    if (!running || !running->jobs.contains(id))
        return;
    running->jobs[id].reset(); // aborts its transfer
    refuseLater(modelId, id, ollamaError(ErrorCode::Cancelled, MD_TEXT("The request was cancelled")));
}

void OllamaEmbeddingService::unload(const QString &modelId)
{
    Running &running = m_running[modelId];
    running.load.reset();
    m_server.client().cancel(running.call);
    running.renewal.reset(); // it is renewed again, should the unload fail
    running.jobs.clear();
    running.wasLoaded = running.phase == Phase::Loaded;
    running.phase = Phase::Unloading;
    const auto available = m_server.isOnThisMachine() ? m_available : UnloadMeter::Available();
    running.unload = std::make_unique<OllamaUnload>(m_server.client(),
                                                    OllamaUnload::Order{modelId, running.memory, available});
    running.unload->start(
        [this, modelId](const Result<UnloadMeasurement> &seen) { unloadAnswered(modelId, seen); });
}

void OllamaEmbeddingService::unloadAnswered(const QString &modelId, const Result<UnloadMeasurement> &seen)
{
    Running &running = m_running.at(modelId);
    const auto unload = std::move(running.unload); // it is what called us: it lives until we are done
    if (seen ||
        !running.wasLoaded) { // what stays of a load that was called off is not ours: it will be found
        if (seen && !unload->isConfirmed())
            keepOutOfSight(modelId, running);
        m_running.erase(modelId);
        Q_EMIT unloaded(modelId, seen.value_or(UnloadMeasurement{}));
        return;
    }
    running.phase = Phase::Loaded;
    running.judgedFrom = m_looks.next();
    Q_EMIT unloadFailed(modelId, seen.error());
}

bool OllamaEmbeddingService::isThere(const QString &modelId) const
{
    const auto it = m_running.find(modelId);
    return it != m_running.end() && it->second.phase != Phase::Loading;
}

std::optional<MemoryUse> OllamaEmbeddingService::readMemory(const QString &modelId)
{
    return isThere(modelId) ? std::optional(m_running.at(modelId).memory) : std::nullopt;
}

void OllamaEmbeddingService::reconcile(Done<int> done)
{
    if (!m_server.answers())
        return done(0);
    m_server.listModels([this, done = std::move(done)](const Result<void> &) { m_looks.look(done); });
}

int OllamaEmbeddingService::takeProcesses(const std::vector<OllamaProcess> &processes, quint64 look)
{
    int corrections = 0;
    std::set<QString> listed;
    bool isUnknown = false;
    for (const OllamaProcess &process : processes) {
        corrections += takeProcess(process);
        listed.insert(modelIdOf(process.name));
        isUnknown = isUnknown || !m_server.models().isListed(process.name);
    }
    QStringList missing;
    for (const auto &[id, running] : m_running) {
        // With work under way Ollama loads it again by itself.
        if (!listed.contains(id) && running.isIdle() && running.judgedFrom <= look)
            missing << id;
    }
    for (const QString &id : missing)
        markUnloaded(id);
    if (const auto ours = m_outOfSight.extract(m_server.address()); !ours.empty()) {
        for (const QString &id : ours.mapped()) {
            if (!m_running.contains(id))
                Q_EMIT unloadedWithoutReceipt(id);
        }
    }
    if (isUnknown) // somebody has downloaded a model
        relistModels();
    m_looks.plan();
    return corrections + int(missing.size());
}

// True if it is news that this model is loaded.
bool OllamaEmbeddingService::takeProcess(const OllamaProcess &process)
{
    const QString id = modelIdOf(process.name);
    Running *known = find(id);
    if (known && known->phase == Phase::Unloading)
        return false; // its receipt tells what it held before its unload began
    if (known && !isInSight(*known))
        return false; // the one that we know still works on another server
    const auto entries = m_server.entries();
    const auto entry =
        std::ranges::find_if(entries, [&](const CatalogEntry &e) { return e.id == id && e.installed; });
    if (!known && entry == entries.end())
        return false; // no embedding model
    Running &running = m_running[id];
    // What another machine's Ollama holds is none of this one's memory: no unload of it would give any back.
    // Ollama does not tell private memory from mapped files.
    running.memory =
        m_server.isOnThisMachine() ? MemoryUse{process.ram, process.ram, {}, process.vram} : MemoryUse{};
    running.onGpu = process.vram.value > 0;
    running.quantization = process.quantization;
    if (known) {
        if (process.expiresIn && *process.expiresIn > 0s && *process.expiresIn < renewBelow)
            renew(id, running);
        return false;
    }
    running.phase = Phase::Loaded;
    running.server = m_server.address();
    const auto ours = m_outOfSight.find(running.server);
    running.external = ours == m_outOfSight.end() || !ours->second.contains(id);
    running.dimension = entry->dimension;
    running.contextLength = entry->contextLength;
    Q_EMIT foundLoaded(id, running.info(), !running.external);
    return true;
}

OllamaEmbeddingService::Ours OllamaEmbeddingService::ours() const
{
    Ours ours = m_outOfSight;
    for (const auto &[id, running] : m_running) {
        if (running.isOurs())
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
        keepOutOfSight(modelId, running);
    running.server = m_server.address();
    running.external = false;
}

// Out of our sight is not unloaded: what is ours there stays so.
void OllamaEmbeddingService::keepOutOfSight(const QString &modelId, const Running &running)
{
    if (running.isOurs())
        m_outOfSight[running.server].insert(modelId);
}

// Ours, and not due by our own clock: pinned, paused, or waiting for a lease to end.
void OllamaEmbeddingService::renew(const QString &modelId, Running &running)
{
    if (!running.isIdle() || running.external || running.renewal)
        return;
    running.renewal = std::make_unique<OllamaEmbedJob>(m_server.client(), callFor(modelId, running), true,
                                                       [this, modelId](const Result<Embeddings> &) {
                                                           if (Running *renewed = find(modelId))
                                                               renewed->renewal.reset();
                                                       });
}

void OllamaEmbeddingService::markUnloaded(const QString &modelId)
{
    const auto node = m_running.extract(modelId);
    const Running &running = node.mapped();
    const bool seen = isInSight(running);
    if (!seen)
        keepOutOfSight(modelId, running);
    Q_EMIT foundUnloaded(modelId);
    if (seen && !running.external)
        Q_EMIT unloadedWithoutReceipt(modelId);
}

// Comes in a turn of the event loop of its own: the call that noticed has had its answer.
void OllamaEmbeddingService::serverLost()
{
    m_looks.stop();
    QStringList ids;
    for (const auto &[id, running] : m_running)
        ids << id;
    for (const QString &id : ids) {
        Running *running = find(id);
        if (!running)
            continue;
        switch (running->phase) {
        case Phase::Loading:
            m_server.client().cancel(running->call);
            refuseLoad(id, m_server.awayError());
            break;
        case Phase::Loaded:
            if (running->jobs.empty()) // else when they are answered
                markUnloaded(id);
            break;
        case Phase::Unloading: {
            const UnloadMeasurement nothingSeen{running->memory, {}, {}, 0};
            keepOutOfSight(id, *running);
            m_running.erase(id);
            Q_EMIT unloaded(id, nothingSeen);
            break;
        }
        }
    }
}

} // namespace modeldeck
