// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/clock.h"
#include "engine/base/model_state.h"

#include <QString>
#include <vector>

namespace modeldeck {

// One point of the memory charts. The history keeps them with decreasing resolution.
struct HistorySample
{
    struct Model
    {
        QString modelId;
        Bytes ram;
        Bytes device;
    };
    EpochSeconds at = 0;
    Bytes total;
    Bytes available;
    Bytes deviceTotal; // 0: no GPU
    Bytes deviceUsed;
    PressureLevel level = PressureLevel::Normal;
    std::vector<Model> models; // the loaded ones
};

} // namespace modeldeck
