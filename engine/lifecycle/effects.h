// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/clock.h"
#include "engine/engine.h"

namespace modeldeck {

// What a service tells of a model that it has loaded.
struct LoadedInfo
{
    QString device; // "cpu", "cuda"
    QString dtype;  // "float32", "bfloat16", …
    int dimension = 0;
    int contextLength = 0;
    int imageSize = 0;
    double seconds = 0; // request to ready
};

// What was seen of memory while a model went.
struct UnloadMeasurement
{
    MemoryUse held;
    MemoryUse returned;
    Bytes systemAvailable; // change of MemAvailable
    double seconds = 0;
};

// All that the scheduler makes happen. Everything is asynchronous: the answers are calls on the scheduler, never
// from within these.
class Effects
{
public:
    virtual ~Effects() = default;

    virtual void startLoad(const CatalogEntry &model) = 0; // → loaded() or loadFailed()
    virtual void startWork(const QString &modelId, RequestId id, const EmbedRequest &request) = 0; // → workDone()
    // Ends the model's process whatever it does; unfinished work is not answered. → stopped()
    virtual void stop(const QString &modelId) = 0;
    // Call alarm() at that time; replaces the alarm set before. Nothing: no alarm.
    virtual void setAlarm(std::optional<BootTime> at) = 0;

    virtual void stateChanged(const QString &modelId, ModelState state, const Text &why) = 0;
    // Keeps the receipt and gives it its id.
    virtual Receipt keepReceipt(Receipt receipt) = 0;
};

} // namespace modeldeck
