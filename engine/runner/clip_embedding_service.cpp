// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runner/clip_embedding_service.h"

#include "engine/memory/system_memory.h"

#include <QLoggingCategory>

namespace modeldeck {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(clipLog, "modeldeck.clip")

namespace {

constexpr auto betweenWalks = 30s;

// A runner that may be the one whose signal we are in.
void discard(std::unique_ptr<RunnerProcess> runner, QObject *listener)
{
    if (!runner)
        return;
    runner->disconnect(listener);
    runner.release()->deleteLater();
}

} // namespace

ClipEmbeddingService::ClipEmbeddingService(QString runnerProgram, RunnerDeadlines deadlines,
                                           DeviceMemoryOf deviceMemoryOf, QObject *parent)
    : EmbeddingService(parent), m_runnerProgram(std::move(runnerProgram)), m_deadlines(deadlines),
      m_deviceMemoryOf(std::move(deviceMemoryOf))
{
}

std::unique_ptr<RunnerProcess> ClipEmbeddingService::startRunner(const QString &modelId,
                                                                 const RunnerProcess::Load &load)
{
    auto runner = std::make_unique<RunnerProcess>();
    const RunnerProcess *which = runner.get();
    connect(which, &RunnerProcess::loaded, this,
            [=, this](const LoadedInfo &info) { runnerLoaded(modelId, which, info); });
    connect(which, &RunnerProcess::unusable, this,
            [=, this](const Error &error) { runnerUnusable(modelId, which, error); });
    connect(which, &RunnerProcess::stopped, this,
            [=, this](const Error &why) { runnerStopped(modelId, which, why); });
    connect(which, &RunnerProcess::embedded, this, [=, this](RequestId request, const Embeddings &result) {
        Q_EMIT embedded(modelId, request, result);
    });
    connect(which, &RunnerProcess::embedFailed, this, [=, this](RequestId request, const Error &error) {
        Q_EMIT embedFailed(modelId, request, error);
    });
    runner->start(load);
    return runner;
}

void ClipEmbeddingService::load(const CatalogEntry &entry, const Settings &settings)
{
    Model &model = m_models[entry.id];
    const QString chosen = settings[RunnerProgram];
    model.start = {chosen.isEmpty() ? m_runnerProgram : chosen,
                   entry.path,
                   entry.layout,
                   settings[ClipDevice],
                   settings[ClipDtype],
                   int(settings[ClipThreads]),
                   settings[MaxImagePixels],
                   m_deadlines,
                   settings[ImageDecodeSeconds]};
    model.toDevice = model.serving != nullptr;
    (model.toDevice ? model.coming : model.serving) = startRunner(entry.id, model.start);
}

void ClipEmbeddingService::embed(const QString &modelId, RequestId id, const EmbedRequest &request)
{
    Model &model = m_models.at(modelId);
    if (!model.serving)
        return; // crashed() answers it
    if (!request.inputs.empty())
        return model.serving->embed(id, request);
    // Asked for nothing, which is how a client sees to it that the model is there.
    Embeddings none;
    none.dimension = model.info.dimension;
    QMetaObject::invokeMethod(
        this, [=, this] { Q_EMIT embedded(modelId, id, none); }, Qt::QueuedConnection);
}

void ClipEmbeddingService::cancel(const QString &modelId, RequestId id)
{
    if (const auto it = m_models.find(modelId); it != m_models.end() && it->second.serving)
        it->second.serving->cancel(id);
}

void ClipEmbeddingService::unload(const QString &modelId)
{
    Model &model = m_models.at(modelId);
    model.unloading = true;
    discard(std::move(model.coming), this);
    if (model.serving) // else it is being stopped already
        stopServing(modelId, {});
}

std::vector<qint64> ClipEmbeddingService::processes() const
{
    std::vector<qint64> out;
    for (const auto &[id, model] : m_models) {
        for (const auto &runner : {model.serving.get(), model.coming.get()}) {
            if (runner)
                out.push_back(runner->processId());
        }
    }
    return out;
}

std::optional<MemoryUse> ClipEmbeddingService::readMemory(const QString &modelId)
{
    const auto it = m_models.find(modelId);
    if (it == m_models.end())
        return std::nullopt;
    Model &model = it->second;
    if (!model.serving)
        return model.held; // the receipt tells what it held before the unload
    const qint64 process = model.serving->processId();
    const bool onCpu = model.info.device.isEmpty() || model.info.device == u"cpu"_s;
    model.held.device = onCpu ? std::optional(Bytes{0}) : m_deviceMemoryOf(process);
    const auto now = std::chrono::steady_clock::now();
    if (model.walked && now - *model.walked < betweenWalks) {
        // Weights that are mapped come and go slowly; what it computes with moves.
        const auto anonymous = readFamilyAnonymous(process);
        if (!anonymous)
            return std::nullopt;
        model.held.anonymous = *anonymous;
        model.held.pss = *anonymous + model.held.file;
        return model.held;
    }
    const auto seen = readFamilyMemory(process);
    if (!seen)
        return std::nullopt;
    model.walked = now;
    model.held = {seen->pss, seen->anonymous, seen->file, model.held.device};
    return model.held;
}

void ClipEmbeddingService::startMoveToRam(const QString &modelId)
{
    Model &model = m_models.at(modelId);
    RunnerProcess::Load load = model.start;
    load.device = u"cpu"_s;
    model.toDevice = false;
    model.coming = startRunner(modelId, load);
}

void ClipEmbeddingService::stopDeviceRunner(const QString &modelId)
{
    Model &model = m_models.at(modelId);
    const MemoryUse held = lastHeld(modelId, model);
    auto old = std::exchange(model.serving, std::move(model.coming));
    model.info.device = u"cpu"_s;
    model.held = {}; // was the old one's
    model.walked.reset();
    old->disconnect(this);
    m_unloader.unload(std::move(old), held, [=, this](const UnloadMeasurement &seen, const Error &) {
        Q_EMIT movedToRam(modelId, seen);
    });
}

void ClipEmbeddingService::cancelMoveToRam(const QString &modelId)
{
    discard(std::move(m_models.at(modelId).coming), this);
}

void ClipEmbeddingService::runnerLoaded(const QString &modelId, const RunnerProcess *runner,
                                        const LoadedInfo &info)
{
    Model &model = m_models.at(modelId);
    if (runner == model.coming.get() && !model.toDevice) {
        Q_EMIT readyInRam(modelId, info);
        return;
    }
    if (runner == model.coming.get()) // the one in RAM has done its part
        discard(std::exchange(model.serving, std::move(model.coming)), this);
    model.ready = true;
    model.held = {}; // of one in RAM that it takes over from
    model.walked.reset();
    model.info = info;
    Q_EMIT loaded(modelId, info);
}

void ClipEmbeddingService::runnerUnusable(const QString &modelId, const RunnerProcess *runner,
                                          const Error &error)
{
    Model &model = m_models.at(modelId);
    if (runner == model.coming.get())
        comingFailed(modelId, model, error);
    else
        stopServing(modelId, error);
}

void ClipEmbeddingService::runnerStopped(const QString &modelId, const RunnerProcess *runner,
                                         const Error &why)
{
    Model &model = m_models.at(modelId);
    if (runner == model.coming.get())
        return comingFailed(modelId, model, why);
    discard(std::move(model.coming), this);
    discard(std::move(model.serving), this);
    tellUnloaded(modelId, why,
                 {model.held, model.held, {}, 0}); // it died by itself: what was last read is back, all of it
}

void ClipEmbeddingService::comingFailed(const QString &modelId, Model &model, const Error &error)
{
    discard(std::move(model.coming), this);
    if (!model.toDevice) {
        Q_EMIT moveFailed(modelId, error);
        return;
    }
    qCWarning(clipLog).noquote() << modelId << "stays in RAM:" << error.message.english();
    Q_EMIT loaded(modelId, model.info);
}

MemoryUse ClipEmbeddingService::lastHeld(const QString &modelId, Model &model)
{
    model.walked.reset();
    readMemory(modelId);
    return model.held;
}

void ClipEmbeddingService::stopServing(const QString &modelId, std::optional<Error> fault)
{
    Model &model = m_models.at(modelId);
    const MemoryUse held = lastHeld(modelId, model);
    model.serving->disconnect(this);
    m_unloader.unload(std::move(model.serving), held,
                      [=, this](const UnloadMeasurement &seen, const Error &why) {
                          tellUnloaded(modelId, fault.value_or(why), seen);
                      });
}

void ClipEmbeddingService::tellUnloaded(const QString &modelId, const Error &fault,
                                        const UnloadMeasurement &seen)
{
    const Model model = std::move(m_models.extract(modelId).mapped());
    if (model.unloading)
        Q_EMIT unloaded(modelId, seen);
    else if (model.ready)
        Q_EMIT crashed(modelId, fault, seen);
    else
        Q_EMIT loadFailed(modelId, fault);
}

} // namespace modeldeck
