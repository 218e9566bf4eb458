// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/admission.h"
#include "engine/lifecycle/load_estimator.h"
#include "engine/lifecycle/models.h"

#include <deque>

namespace modeldeck {

// Room for loads: a place among max_loaded_models, and memory. Loads that must wait for room stand in a
// queue. It decides; the scheduler carries out. Engine thread.
class Room
{
public:
    explicit Room(Models &models) : m_models(models) {}

    // The loads that wait, in the order in which they asked.
    void await(ModelSlot &slot);
    void stopAwaiting(ModelSlot &slot);
    std::vector<ModelSlot *> waiting() const;

    // What must happen before the model can be loaded; nothing: there is room. `keep`: the model that is to
    // serve until a switch is done; it goes only if it must.
    RoomDecision decide(const ModelSlot &slot, const QString &keep);
    // What must go within a limit that was lowered.
    std::vector<UnloadAction> withinLimit(const QString &keep) const;

    const MemoryReadings &readings() const { return m_readings; }
    // Forgets the failures of models that there would be memory for now.
    void remember(const MemoryReadings &readings, const QString &keep);
    void learn(ModelSlot &slot, const MemoryUse &memory); // what a loaded model was seen to hold

private:
    std::optional<RoomDecision> decideByPlaces(const ModelSlot &slot, const QString &keep) const;
    RoomDecision decideByMemory(const ModelSlot &slot, const QString &keep);
    RoomDecision admit(const ModelSlot &slot, const LoadEstimate &reserved, const LoadEstimate &unloading,
                       const QString &keep) const;
    std::vector<ResidentModel> replaceable(const QString &keep) const;

    Models &m_models;
    LoadEstimator m_estimator;
    MemoryReadings m_readings;
    std::deque<QString> m_waiting;
    std::set<QString> m_shortOfMemory; // refused for want of memory, and that still holds
};

// Nothing is unloaded for the sake of a preload.
Error preloadRefused(const QString &modelId);

} // namespace modeldeck
