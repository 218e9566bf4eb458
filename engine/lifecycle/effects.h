// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/requests.h"
#include "engine/catalog/catalog.h"
#include "engine/memory/memory_readings.h"
#include "engine/port/loaded_model.h"

namespace modeldeck {

// All that the scheduler makes happen. Everything is asynchronous: the answers are calls on the scheduler,
// never from within these.
class Effects
{
public:
    virtual ~Effects() = default;

    virtual void startLoad(const CatalogEntry &model) = 0; // → loaded() or loadFailed()
    virtual void startWork(const QString &modelId, RequestId id,
                           const EmbedRequest &request) = 0; // → workDone()
    // Nobody waits for it any more: what of it has not been begun need not be. workDone() comes all the same.
    virtual void cancelWork(const QString &modelId, RequestId id) = 0;
    // A call without inputs asked for it: a server with a clock of its own is to be told.
    virtual void keepAliveChanged(const QString &modelId, std::chrono::nanoseconds keepAlive) = 0;
    // A model on the GPU gets a runner on the CPU beside the one it has. → readyInRam(), or moveFailed()
    virtual void startMoveToRam(const QString &modelId) = 0;
    // The runner on the GPU goes, that on the CPU stays. → movedToRam()
    virtual void stopDeviceRunner(const QString &modelId) = 0;
    // It is used again: the runner on the CPU goes.
    virtual void cancelMoveToRam(const QString &modelId) = 0;
    // Ends the model's process whatever it does; unfinished work is not answered. → unloaded()
    virtual void startUnload(const QString &modelId) = 0;
    // Call alarm() at that time; replaces the alarm set before. Nothing: no alarm.
    virtual void setAlarm(std::optional<BootTime> at) = 0;

    // A look at memory as it is now: cheap. This and the next are the only questions among all these orders.
    virtual MemoryReadings readMemory() = 0;
    // Why the server that has models like an unreachable one can't be asked, and when to try again.
    virtual Error whyUnreachable() = 0;

    virtual void stateChanged(const QString &modelId, ModelState state, const Text &why) = 0;
    // Keeps the receipt and gives it its id.
    virtual Receipt keepReceipt(Receipt receipt) = 0;
};

} // namespace modeldeck
