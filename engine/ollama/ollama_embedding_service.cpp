// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_embedding_service.h"

#include "engine/base/model_name.h"
#include "engine/config/model_timeouts.h"

#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto margin = 120s; // Ollama's timer runs this much longer than ours
constexpr std::chrono::seconds forEver{-1};
constexpr qsizetype longestName = 255;

QString checkedName(const QString &name)
{
    const bool printable = std::ranges::all_of(name, [](QChar c) { return c.isPrint() && !c.isSpace(); });
    return printable && name.size() <= longestName ? modelIdOf(name) : QString();
}

Error imageError(const QString &modelId, int index)
{
    const Text message{MD_TEXT("“%1” is a text model: it can't embed images"), modelId};
    return Error(ErrorCode::InvalidRequest, message).ofInput(index);
}

tl::unexpected<Error> noName(const QString &name)
{
    return failure(ErrorCode::InvalidRequest, MD_TEXT("“%1” can't be the name of a model"),
                   name.left(longestName));
}

} // namespace

OllamaEmbeddingService::OllamaEmbeddingService(const Clock &clock)
    : m_server(clock), m_pulls(m_server.client(), clock)
{
    m_lookTimer.setSingleShot(true);
    connect(&m_lookTimer, &QTimer::timeout, this, [this] { look({}); });
    connect(&m_server, &OllamaServer::connected, this, [this] {
        m_hasBatch = true; // it may be another version now
        look({});
    });
    connect(&m_server, &OllamaServer::lost, this, &OllamaEmbeddingService::serverLost, Qt::QueuedConnection);
    connect(&m_server, &OllamaServer::modelsChanged, this, &OllamaEmbeddingService::modelsChanged);
    connect(&m_server, &OllamaServer::changed, this, &OllamaEmbeddingService::changed);
    connect(&m_server, &OllamaServer::told, this, &OllamaEmbeddingService::told);
    connect(&m_pulls, &OllamaPulls::changed, this, &OllamaEmbeddingService::changed);
}

OllamaEmbeddingService::~OllamaEmbeddingService() = default;

void OllamaEmbeddingService::setSettings(const Settings &settings, const QString &environmentHost)
{
    m_settings = settings;
    m_server.setSettings(settings, environmentHost);
}

// Longer than the scheduler's own deadline for the model, whatever that comes to.
std::chrono::seconds OllamaEmbeddingService::keepAliveOf(const QString &modelId, const Running &running) const
{
    if (running.keepAlive) {
        const auto allowed = allowedKeepAlive(*running.keepAlive, m_settings);
        return allowed < 0ns ? forEver : std::chrono::ceil<std::chrono::seconds>(allowed) + margin;
    }
    if (!m_settings[ModelUsageTrackerEnabled])
        return forEver; // nothing is to be unloaded by itself: by Ollama neither
    const std::chrono::seconds timeout = timeoutsOf(modelId, ModelType::Text, m_settings).ram;
    return timeout == 0s ? forEver : timeout + margin;
}

OllamaClient::EmbedCall OllamaEmbeddingService::callFor(const QString &modelId, const Running &running) const
{
    return {ollamaNameOf(modelId), {}, false, keepAliveOf(modelId, running), running.dimension};
}

LoadedInfo OllamaEmbeddingService::infoOf(const Running &running)
{
    LoadedInfo info;
    info.device = running.onGpu ? u"gpu"_s : u"cpu"_s;
    info.dtype = running.quantization.isEmpty() ? u"unknown"_s : running.quantization;
    info.dimension = running.dimension;
    info.contextLength = running.contextLength;
    if (running.since.time_since_epoch().count() > 0)
        info.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - running.since).count();
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
    if (m_server.answers())
        return sendLoad(id, m_hasBatch);
    QTimer::singleShot(0ms, this, [this, id] {
        if (const auto it = m_running.find(id); it != m_running.end() && it->second.phase == Phase::Loading)
            refuseLoad(id, m_server.awayError());
    });
}

// An embedding of nothing loads the model.
void OllamaEmbeddingService::sendLoad(const QString &modelId, bool batch)
{
    Running &running = m_running.at(modelId);
    running.server = m_server.address();
    const auto answered = [this, modelId](const Result<OllamaEmbeddings> &result) {
        loadAnswered(modelId, result);
    };
    running.call = batch ? m_server.client().embed(callFor(modelId, running), answered)
                         : m_server.client().embedOne(callFor(modelId, running), answered);
}

void OllamaEmbeddingService::loadAnswered(const QString &modelId, const Result<OllamaEmbeddings> &result)
{
    if (!result && result.error().code == ErrorCode::NotFound && std::exchange(m_hasBatch, false))
        return sendLoad(modelId, false);
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
    running.judgedFrom = m_looks + 1;
    planLook();
    Q_EMIT loaded(modelId, infoOf(running));
}

void OllamaEmbeddingService::refuseLoad(const QString &modelId, const Error &error)
{
    const auto node = m_running.extract(modelId);
    if (error.code == ErrorCode::OllamaUnavailable)
        leave(modelId, node.mapped());          // it may be loading it all the same
    if (error.code == ErrorCode::ModelNotFound) // it was removed behind our back
        m_server.listModels([](const Result<void> &) {});
    Q_EMIT loadFailed(modelId, error);
}

void OllamaEmbeddingService::refuseLater(const QString &modelId, RequestId id, const Error &error)
{
    QTimer::singleShot(0ms, this, [=, this] {
        if (const auto it = m_running.find(modelId); it != m_running.end() && it->second.jobs.contains(id))
            jobEnded(modelId, id, tl::unexpected(error));
    });
}

void OllamaEmbeddingService::embed(const QString &modelId, RequestId id, const EmbedRequest &request)
{
    const auto [it, isNew] = m_running.try_emplace(modelId);
    Running &running = it->second;
    if (isNew) // it has gone meanwhile: Ollama loads it again by itself
        running.phase = Phase::Loaded;
    if (m_server.answers())
        claim(modelId, running);
    running.keepAlive = request.keepAlive;
    OllamaClient::EmbedCall call = callFor(modelId, running);
    call.truncate = request.truncate;
    auto &job = running.jobs[id];
    for (std::size_t i = 0; i < request.inputs.size(); ++i) {
        if (request.inputs[i].kind == EmbedInput::Kind::Image)
            return refuseLater(modelId, id, imageError(modelId, int(i)));
        call.texts << QString::fromUtf8(request.inputs[i].bytes);
    }
    if (!m_server.answers())
        return refuseLater(modelId, id, m_server.awayError());
    job = std::make_unique<OllamaEmbedJob>(
        m_server.client(), OllamaEmbedJob::Work{call, request.normalize, m_hasBatch},
        [=, this](const Result<Embeddings> &result) { jobEnded(modelId, id, result); });
}

void OllamaEmbeddingService::jobEnded(const QString &modelId, RequestId id, const Result<Embeddings> &result)
{
    Running &running = m_running.at(modelId);
    const auto node = running.jobs.extract(id); // lives until we are done
    if (node.mapped())
        m_hasBatch = m_hasBatch && node.mapped()->hasBatch();
    if (result && running.dimension == 0)
        running.dimension = result->dimension; // from now on it has to stay so
    if (!result && result.error().code == ErrorCode::ModelNotFound)
        m_server.listModels([](const Result<void> &) {});
    if (result)
        Q_EMIT embedded(modelId, id, *result);
    else
        Q_EMIT embedFailed(modelId, id, result.error());
    // It stayed only because of its work.
    if (const auto it = m_running.find(modelId); it != m_running.end() && !isInSight(it->second) &&
                                                 it->second.phase == Phase::Loaded && it->second.jobs.empty())
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
    const auto it = m_running.find(modelId);
    if (it == m_running.end() || !it->second.jobs.contains(id))
        return;
    it->second.jobs[id].reset(); // aborts its transfer
    refuseLater(modelId, id, ollamaError(ErrorCode::Cancelled, MD_TEXT("The request was cancelled")));
}

void OllamaEmbeddingService::unload(const QString &modelId)
{
    Running &running = m_running[modelId];
    m_server.client().cancel(running.call);
    m_server.client().cancel(
        std::exchange(running.renewal, 0)); // it is renewed again, should the unload fail
    running.jobs.clear();
    running.wasLoaded = running.phase == Phase::Loaded;
    running.phase = Phase::Unloading;
    running.unload = std::make_unique<OllamaUnload>(
        m_server.client(), OllamaUnload::Leaving{modelId, running.memory, m_server.isOnThisMachine()});
    running.unload->start(
        [this, modelId](const Result<UnloadMeasurement> &seen) { unloadAnswered(modelId, seen); });
}

void OllamaEmbeddingService::unloadAnswered(const QString &modelId, const Result<UnloadMeasurement> &seen)
{
    Running &running = m_running.at(modelId);
    const auto unload = std::move(running.unload); // it is what called us: it lives until we are done
    if (seen || !running.wasLoaded) { // what stays of a load that was called off is not ours: it will appear
        if (seen && !unload->sawItGo())
            leave(modelId, running);
        m_running.erase(modelId);
        Q_EMIT unloaded(modelId, seen.value_or(UnloadMeasurement{}));
        return;
    }
    running.phase = Phase::Loaded;
    running.judgedFrom = m_looks + 1;
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

void OllamaEmbeddingService::pull(RequestId id, const QString &name, Done<LoadReport> done)
{
    const QString modelId = checkedName(name);
    if (modelId.isEmpty())
        return done(noName(name));
    if (!m_server.answers())
        return done(tl::unexpected(m_server.awayError()));
    m_pulls.start(modelId, id, [this, done = std::move(done)](const Result<LoadReport> &pulled) {
        if (!pulled)
            return done(tl::unexpected(pulled.error()));
        // It is in the catalogue before it is called done.
        m_server.listModels([pulled, done](const Result<void> &) { done(pulled); });
    });
}

void OllamaEmbeddingService::cancelPull(const QString &name, Done<LoadReport> done)
{
    m_pulls.cancel(modelIdOf(name), std::move(done));
}

void OllamaEmbeddingService::describe(const QString &name, Done<QJsonObject> done)
{
    const QString id = checkedName(name);
    if (id.isEmpty())
        return done(noName(name));
    if (!m_server.answers())
        return done(tl::unexpected(m_server.awayError()));
    m_server.client().show(ollamaNameOf(id), std::move(done));
}

} // namespace modeldeck
