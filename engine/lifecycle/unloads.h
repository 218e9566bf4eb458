// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/room.h"

namespace modeldeck {

// Unloads: the orders, the drains with their deadlines, the moves to RAM, the receipts. Engine thread.
class Unloads
{
public:
    // What the scheduler does next.
    struct Aftermath
    {
        std::function<void(ModelSlot &)> unloaded;
        // Nobody wants it to be unloaded any more. The loads came meanwhile, and are to be answered.
        std::function<void(ModelSlot &, std::vector<PendingLoad>)> kept;
    };
    Unloads(Models &models, Room &room, Aftermath aftermath);

    // What holds a lease now is served first.
    void order(ModelSlot &slot, UnloadOrder order);
    void apply(std::vector<UnloadAction> actions);
    // A load that is not wanted any more ends, unless somebody waits for it: whoever came before gets an
    // answer first.
    void abandonLoad(ModelSlot &slot);
    void drain(ModelSlot &slot);   // of the leases that it has, for its first order
    void drained(ModelSlot &slot); // its last lease has ended
    // The orders whose time to drain is over: a forced one breaks the leases, any other is given up, and
    // the rest stand.
    void expire(ModelSlot &slot);
    // By a person, while requests still run.
    Result<LoadReport> cancel(ModelSlot &slot);

    void finished(ModelSlot &slot, const UnloadMeasurement &seen);
    void refused(ModelSlot &slot, const Error &error);
    void foundUnloaded(ModelSlot &slot);
    Receipt receipt(const QString &modelId, ModelType type, const UnloadOrder &order,
                    const UnloadMeasurement &seen, bool movedToRam = false);

    // A model on the GPU that is used again stays there.
    void giveUpMove(ModelSlot &slot);
    void readyInRam(ModelSlot &slot, LoadedInfo info);
    void moveFailed(ModelSlot &slot, const Error &error);
    void movedToRam(const QString &modelId, const UnloadMeasurement &seen);

    bool isAnyRunnerStopping() const { return !m_stopping.empty(); }
    // What unloads and moves that run will give back.
    LoadEstimate awaited() const;

private:
    // A runner on the GPU whose model serves from RAM now. It has its receipt, whatever becomes of the model
    // meanwhile.
    struct StoppingRunner
    {
        QString modelId;
        ModelType type = ModelType::Vision;
        UnloadOrder order;
        Bytes device; // what is to come back
    };

    void becomeUnloaded(ModelSlot &slot, const UnloadReport &report);
    void giveUp(ModelSlot &slot, const std::function<bool(const UnloadOrder &)> &which, const Error &error);
    void breakLeases(ModelSlot &slot);
    void keep(ModelSlot &slot);

    Models &m_models;
    Room &m_room;
    Aftermath m_aftermath;
    std::vector<StoppingRunner> m_stopping; // oldest first
};

} // namespace modeldeck
