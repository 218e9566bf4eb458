// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/memory/system_memory.h"
#include "engine/runner/runner_process.h"

#include <memory>

namespace modeldeck {

// Carries out the unload of a CLIP model, whoever ordered it (a person, a policy, pressure): ends its runner,
// waits until the kernel has the memory back, and measures. Engine thread; asynchronous.
class VisionEmbeddingUnloader : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    // `why` is what the runner said of its end, for an unload that nobody asked for.
    using Done = std::function<void(const UnloadMeasurement &seen, const Error &why)>;
    // `held`: what the model held before it began to go.
    void end(std::unique_ptr<RunnerProcess> runner, const MemoryUse &held, Done done);

private:
    struct Leaving
    {
        std::unique_ptr<RunnerProcess> runner; // until its process has ended
        MemoryUse held;
        Done done;
        std::optional<Bytes> before; // available on the machine
        std::chrono::steady_clock::time_point since;
        Error why;
    };

    void ended(const std::shared_ptr<Leaving> &leaving, const Error &why);
    void awaitMemory(const std::shared_ptr<Leaving> &leaving, int tries);
};

} // namespace modeldeck
