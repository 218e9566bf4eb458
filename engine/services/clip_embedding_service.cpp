// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/services/clip_embedding_service.h"

#include <QTimer>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto betweenWalks = 30s;
constexpr auto betweenReadings = 50ms;
constexpr int mostReadings = 4;

} // namespace

ClipEmbeddingService::ClipEmbeddingService(QString runnerProgram, RunnerDeadlines deadlines,
                                           DeviceMemoryOf deviceMemoryOf, QObject *parent)
    : EmbeddingService(parent), m_runnerProgram(std::move(runnerProgram)), m_deadlines(deadlines),
      m_deviceMemoryOf(std::move(deviceMemoryOf))
{
}

void ClipEmbeddingService::load(const CatalogEntry &model, const Settings &settings)
{
    const QString id = model.id;
    Running &running = m_running[id];
    running.runner = std::make_unique<RunnerProcess>();
    RunnerProcess *runner = running.runner.get();
    connect(runner, &RunnerProcess::loaded, this, [this, id](const LoadedInfo &info) { becameLoaded(id, info); });
    connect(runner, &RunnerProcess::embedded, this, [this, id](RequestId request, const Embeddings &result) {
        Q_EMIT embedded(id, request, result);
    });
    connect(runner, &RunnerProcess::embedFailed, this, [this, id](RequestId request, const Error &error) {
        Q_EMIT embedFailed(id, request, error);
    });
    connect(runner, &RunnerProcess::unusable, this, [this, id](const Error &error) { becameUnusable(id, error); });
    connect(runner, &RunnerProcess::ended, this, [this, id](const Error &why) { runnerEnded(id, why); });

    const QString chosen = settings.text(Key::RunnerProgram);
    runner->start({chosen.isEmpty() ? m_runnerProgram : chosen, model.path, model.layout, settings.text(Key::ClipDevice),
                   settings.text(Key::ClipDtype), int(settings.integer(Key::ClipThreads)), settings.integer(Key::MaxImagePixels),
                   m_deadlines});
}

void ClipEmbeddingService::embed(const QString &modelId, RequestId id, const EmbedRequest &request)
{
    if (Running &running = m_running.at(modelId); running.runner && !running.leaving)
        running.runner->embed(id, request); // else crashed() answers it
}

void ClipEmbeddingService::unload(const QString &modelId)
{
    Running &running = m_running.at(modelId);
    running.unloading = true;
    if (!running.runner)
        return; // it has just ended by itself, and its memory is awaited
    startMeasuring(modelId, running);
    running.runner->stop();
}

std::optional<MemoryUse> ClipEmbeddingService::readMemory(const QString &modelId)
{
    const auto it = m_running.find(modelId);
    if (it == m_running.end() || !it->second.runner)
        return std::nullopt;
    if (it->second.leaving)
        return it->second.held; // what it held before it began to go is what the receipt tells
    Running &running = it->second;
    const qint64 process = running.runner->processId();
    running.held.device = running.device == QLatin1String("cpu") ? std::optional(Bytes{0}) : m_deviceMemoryOf(process);
    const auto now = std::chrono::steady_clock::now();
    if (running.walked && now - *running.walked < betweenWalks) {
        // Weights that are mapped come and go slowly; what it computes with moves.
        const auto anonymous = readAnonymous(process);
        if (!anonymous)
            return std::nullopt;
        running.held.anonymous = *anonymous;
        running.held.pss = *anonymous + running.held.file;
        return running.held;
    }
    const auto seen = readProcessMemory(process);
    if (!seen)
        return std::nullopt;
    running.walked = now;
    running.held = {seen->pss, seen->anonymous, seen->file, running.held.device};
    return running.held;
}

void ClipEmbeddingService::becameLoaded(const QString &modelId, const LoadedInfo &info)
{
    Running &running = m_running.at(modelId);
    running.ready = true;
    running.walked.reset();
    running.device = info.device;
    Q_EMIT loaded(modelId, info);
}

void ClipEmbeddingService::becameUnusable(const QString &modelId, const Error &error)
{
    Running &running = m_running.at(modelId);
    running.fault = error;
    startMeasuring(modelId, running);
    running.runner->stop();
}

void ClipEmbeddingService::startMeasuring(const QString &modelId, Running &running)
{
    if (running.leaving)
        return;
    running.since = std::chrono::steady_clock::now();
    running.before = readAvailable();
    running.walked.reset();
    readMemory(modelId);
    running.leaving = true;
}

void ClipEmbeddingService::runnerEnded(const QString &modelId, const Error &why)
{
    Running &running = m_running.at(modelId);
    running.runner.release()->deleteLater(); // it is what called us
    const Error fault = running.fault.value_or(why);
    if (!running.ready && !running.unloading) {
        m_running.erase(modelId);
        Q_EMIT loadFailed(modelId, fault);
    } else if (running.leaving) {
        awaitMemory(modelId, fault, 0);
    } else { // it died by itself: there is no reading from before
        tellGone(modelId, fault, {});
    }
}

// The kernel counts the pages of a process that has just ended as free only little by little. The model is not
// called unloaded before they are; but other programs take memory too, so that this may never be seen.
void ClipEmbeddingService::awaitMemory(const QString &modelId, const Error &fault, int tries)
{
    const Running &running = m_running.at(modelId);
    const auto now = readAvailable();
    const Bytes back = now && running.before ? *now - *running.before : Bytes{};
    const bool enough = back.value >= running.held.anonymous.value / 20 * 19;
    if (enough || tries == mostReadings)
        return tellGone(modelId, fault, back);
    QTimer::singleShot(betweenReadings, this, [=, this] { awaitMemory(modelId, fault, tries + 1); });
}

void ClipEmbeddingService::tellGone(const QString &modelId, const Error &fault, Bytes systemAvailable)
{
    const Running running = std::move(m_running.extract(modelId).mapped());
    UnloadMeasurement seen{running.held, running.held, systemAvailable, 0}; // the process is gone, with all it held
    if (running.leaving)
        seen.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - running.since).count();
    if (running.unloading)
        Q_EMIT unloaded(modelId, seen);
    else
        Q_EMIT crashed(modelId, fault, seen);
}

} // namespace modeldeck
