// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QIcon>

namespace modeldeck {

// What the tray's icon shows: two bars, in the colour of the pressure. In steps of 5 %, so that it
// is seldom painted.
struct TrayImage
{
    static constexpr int steps = 20;
    int first = 0;  // of the GPU, or of the RAM where there is none; 0 … steps
    int second = 0; // of the RAM, or of the models' part of it
    PressureLevel level = PressureLevel::Normal;

    static TrayImage of(const Snapshot &snapshot);
    QIcon icon() const;
    bool operator==(const TrayImage &) const = default;
};

} // namespace modeldeck
