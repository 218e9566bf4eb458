// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/memory/system_memory.h"
#include "engine/runner/runner_process.h"
#include "engine/services/embedding_service.h"

#include <functional>
#include <memory>

namespace modeldeck {

// CLIP models: one modeldeck-runner process each, so that an unload returns every byte.
class ClipEmbeddingService : public EmbeddingService
{
    Q_OBJECT
public:
    // What a process holds on GPUs; nothing where that can't be told.
    using DeviceMemoryOf = std::function<std::optional<Bytes>(qint64 process)>;
    // `runnerProgram` is used where the settings name none.
    ClipEmbeddingService(QString runnerProgram, RunnerDeadlines deadlines, DeviceMemoryOf deviceMemoryOf,
                         QObject *parent = nullptr);

    void load(const CatalogEntry &model, const Settings &settings) override;
    void embed(const QString &modelId, RequestId id, const EmbedRequest &request) override;
    void unload(const QString &modelId) override;
    std::optional<MemoryUse> readMemory(const QString &modelId) override;

private:
    struct Running
    {
        std::unique_ptr<RunnerProcess> runner;
        QString device;
        bool ready = false;
        bool unloading = false; // asked for
        bool leaving = false;   // its memory was measured, and its process is being ended
        std::optional<Error> fault; // why the runner is of no more use
        MemoryUse held;             // as last read
        std::optional<std::chrono::steady_clock::time_point> walked; // when its pages were last counted one by one
        std::optional<Bytes> before; // available on the machine
        std::chrono::steady_clock::time_point since; // of the unload
    };

    void becameLoaded(const QString &modelId, const LoadedInfo &info);
    void becameUnusable(const QString &modelId, const Error &error);
    void runnerEnded(const QString &modelId, const Error &why);
    void awaitMemory(const QString &modelId, const Error &fault, int tries);
    void tellGone(const QString &modelId, const Error &fault, Bytes systemAvailable);
    void startMeasuring(const QString &modelId, Running &running);

    QString m_runnerProgram;
    RunnerDeadlines m_deadlines;
    DeviceMemoryOf m_deviceMemoryOf;
    std::map<QString, Running> m_running;
};

} // namespace modeldeck
