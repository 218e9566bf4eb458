// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <algorithm>
#include <array>

// What several formats have in common in how pixels become RGB, with Pillow's arithmetic.
namespace modeldeck::inference {

using Rgb = std::array<quint8, 3>;
using Palette = std::array<Rgb, 256>; // what a file leaves out is black

inline quint8 *put(quint8 *out, const Rgb &colour)
{
    return std::copy(colour.begin(), colour.end(), out);
}

inline Rgb grey(quint8 level)
{
    return {level, level, level};
}

// `levels` greys from black to white.
inline Palette greyPalette(int levels)
{
    Palette palette{};
    for (int i = 0; i < levels; ++i)
        palette[std::size_t(i)] = grey(quint8(i * 255 / (levels - 1)));
    return palette;
}

// Ink, where 0 is none.
inline Rgb fromCmyk(const quint8 *ink)
{
    const int light = 255 - ink[3];
    const auto channel = [light](int part) {
        const int product = part * light + 128;
        return quint8(std::clamp(light - ((product >> 8) + product) / 256, 0, 255));
    };
    return {channel(ink[0]), channel(ink[1]), channel(ink[2])};
}

} // namespace modeldeck::inference
