// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model_files/preprocess_config.h"

#include <QtGlobal>
#include <functional>
#include <vector>

// Image scaling as the Python Imaging Library does it (src/libImaging/Resample.c there): antialiased,
// horizontally and then vertically, with 22-bit fixed-point weights and a rounding to 8 bits after each pass.
// CLIP was trained on images scaled like that, and other roundings give other vectors.
namespace modeldeck::inference {

// One direction of a scaling from `input` to `output` pixels, of which `count` from `first` on are wanted.
struct Axis
{
    int input = 0;
    qint64 output = 0;
    qint64 first = 0;
    int count = 0;
};

// Gives row `y` of the source as width * 3 bytes, valid until the next call.
using RowSource = std::function<const quint8 *(int y)>;

// The wanted part of the scaled image, rows of RGB bytes: height.count * width.count * 3.
std::vector<quint8> resample(const RowSource &source, const Axis &width, const Axis &height, Filter filter);

} // namespace modeldeck::inference
