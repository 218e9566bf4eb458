// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/pictures/colours.h"

namespace modeldeck::inference {

// CIE L*a*b* under D50 as sRGB; `light` 255 is white.
Rgb fromLab(quint8 light, qint8 a, qint8 b);

} // namespace modeldeck::inference
