// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/runner/runner_process.h"

#include <memory>

namespace modeldeck {

// Carries out the unload of a CLIP model, whoever ordered it (a person, a policy, pressure): stops its
// runner, waits until the kernel has the memory back, and measures. Engine thread; asynchronous.
class VisionEmbeddingUnloader : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    // `why` is what the runner said when it stopped, for an unload that nobody asked for.
    using Done = std::function<void(const UnloadMeasurement &seen, const Error &why)>;
    // `held`: what the model held before.
    void unload(std::unique_ptr<RunnerProcess> runner, const MemoryUse &held, const Done &done);
};

} // namespace modeldeck
