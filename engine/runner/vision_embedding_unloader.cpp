// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runner/vision_embedding_unloader.h"

#include "engine/memory/system_memory.h"
#include "engine/port/unload_meter.h"

namespace modeldeck {

void VisionEmbeddingUnloader::unload(std::unique_ptr<RunnerProcess> runner, const MemoryUse &held,
                                     const Done &done)
{
    RunnerProcess *process = runner.release();
    process->setParent(this); // until it has stopped
    const UnloadMeter meter(held, [] { return readAvailable(); });
    const auto stopped = [=, this](const Error &why) {
        process->deleteLater(); // it is what called us
        meter.finish(this, [=](const UnloadMeasurement &seen) { done(seen, why); });
    };
    connect(process, &RunnerProcess::stopped, this, stopped, Qt::SingleShotConnection);
    process->stop();
}

} // namespace modeldeck
