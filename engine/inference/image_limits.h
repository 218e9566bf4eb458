// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace modeldeck::inference {

// The largest image that is decoded, where nobody says otherwise.
constexpr qint64 defaultMaxPixels = 50'000'000;

} // namespace modeldeck::inference
