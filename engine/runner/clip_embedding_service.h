// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/port/embedding_service.h"
#include "engine/runner/vision_embedding_unloader.h"

namespace modeldeck {

// CLIP models: one modeldeck-runner process each, so that an unload returns every byte; two for a moment
// while a model changes between the GPU and RAM.
class ClipEmbeddingService : public EmbeddingService
{
    Q_OBJECT
public:
    // What a process holds on GPUs; nothing where that can't be told.
    using DeviceMemoryOf = std::function<std::optional<Bytes>(qint64 process)>;
    // `runnerProgram` is used where the settings name none.
    ClipEmbeddingService(QString runnerProgram, RunnerDeadlines deadlines, DeviceMemoryOf deviceMemoryOf,
                         QObject *parent = nullptr);

    // A model that is in RAM goes back onto the GPU; where that fails it goes on serving from RAM.
    void load(const CatalogEntry &model, const Settings &settings) override;
    void embed(const QString &modelId, RequestId id, const EmbedRequest &request) override;
    void cancel(const QString &modelId, RequestId id) override;
    void unload(const QString &modelId) override;
    bool isThere(const QString &modelId) const override { return m_models.contains(modelId); }
    std::optional<MemoryUse> readMemory(const QString &modelId) override;
    std::vector<qint64> processes() const; // of all runners

    // A model on the GPU gets a runner on the CPU as well. → readyInRam() or moveFailed()
    void startMoveToRam(const QString &modelId);
    void stopDeviceRunner(const QString &modelId); // → movedToRam()
    void cancelMoveToRam(const QString &modelId);

Q_SIGNALS:
    void readyInRam(const QString &modelId, const modeldeck::LoadedInfo &info);
    void moveFailed(const QString &modelId, const modeldeck::Error &error);
    void movedToRam(const QString &modelId, const modeldeck::UnloadMeasurement &seen);

private:
    struct Model
    {
        std::unique_ptr<RunnerProcess> serving; // loading or loaded; none: it is being stopped
        std::unique_ptr<RunnerProcess> coming;  // to take over from it
        RunnerProcess::Load start;
        LoadedInfo info; // of `serving`
        bool ready = false;
        bool toDevice = false;  // `coming` is for the GPU, not for RAM
        bool unloading = false; // asked for
        MemoryUse held;         // as last read
        std::optional<std::chrono::steady_clock::time_point>
            walked; // when its pages were last counted one by one
    };

    std::unique_ptr<RunnerProcess> startRunner(const QString &modelId, const RunnerProcess::Load &load);
    void runnerLoaded(const QString &modelId, const RunnerProcess *runner, const LoadedInfo &info);
    void runnerUnusable(const QString &modelId, const RunnerProcess *runner, const Error &error);
    void runnerStopped(const QString &modelId, const RunnerProcess *runner, const Error &why);
    void comingFailed(const QString &modelId, Model &model, const Error &error);
    MemoryUse lastHeld(const QString &modelId, Model &model);
    void stopServing(const QString &modelId, std::optional<Error> fault);
    void tellUnloaded(const QString &modelId, const Error &fault, const UnloadMeasurement &seen);

    QString m_runnerProgram;
    RunnerDeadlines m_deadlines;
    DeviceMemoryOf m_deviceMemoryOf;
    VisionEmbeddingUnloader m_unloader;
    std::map<QString, Model> m_models;
};

} // namespace modeldeck
