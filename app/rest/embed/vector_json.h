// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <span>

namespace modeldeck::api {

// JSON of vectors, written by hand: 2048 × 1024 numbers through QJsonDocument take seconds.
void appendFloatArray(QByteArray &out,
                      std::span<const float> values); // [0.1,-2]: shortest that reads back the same
void appendBase64(QByteArray &out, std::span<const float> values); // "…": little-endian float32

} // namespace modeldeck::api
