// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <chrono>
#include <functional>

namespace modeldeck::inference {

// The largest image that is decoded, where nobody says otherwise.
constexpr qint64 defaultMaxPixels = 50'000'000;

// The processor time of any picture, besides what its size gives it.
constexpr std::chrono::milliseconds defaultDecodeTime = std::chrono::seconds(2);

// Is told how many pixels a picture announces, before any of them is decoded.
using PixelsAnnounced = std::function<void(qint64 pixels)>;

} // namespace modeldeck::inference
