// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/unload_policy.h"
#include "engine/memory/memory_readings.h"

#include <memory>

namespace modeldeck {

// Under memory pressure: from `high` on, models that have been idle for the pressure timeout go, one after
// the other until enough memory is back; at `critical` the idle time does not matter, and pins yield where
// the settings say so. Busy models never go. Only bytes that an unload makes available count. Which goes
// first is the subclass's say, but a model that was loaded less than 30 s ago goes last, so that two models
// do not chase each other out. While less than the threshold is in use, a model that was loaded or used less
// than 30 s ago stays.
class PressurePolicy
{
public:
    virtual ~PressurePolicy() = default;

    // `leaving`: bytes that unloads which run will give back.
    std::vector<UnloadAction> decide(const std::vector<ResidentModel> &models, const MemoryReadings &readings,
                                     Bytes leaving, Bytes leavingDevice, BootTime now,
                                     const Settings &settings) const;
    // When pressure as it is now would take this model at the earliest; nothing where it stays.
    static std::optional<UnloadDeadline> deadline(const ResidentModel &model, const MemoryReadings &readings,
                                                  const Settings &settings);

protected:
    // The smaller goes first.
    virtual double worth(const ResidentModel &model, BootTime now) const = 0;
};

// Least recently used first.
class LruPressurePolicy : public PressurePolicy
{
    double worth(const ResidentModel &model, BootTime now) const override;
};

// First what was idle for long, gives back much, and is quickly loaded again.
class CostAwarePressurePolicy : public PressurePolicy
{
    double worth(const ResidentModel &model, BootTime now) const override;
};

// As the setting pressure_unload_policy says.
std::unique_ptr<PressurePolicy> pressurePolicy(const Settings &settings);

} // namespace modeldeck
