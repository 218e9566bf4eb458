// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/pictures/lab.h"

#include <cmath>

namespace modeldeck::inference {

namespace {

// The part of the white point's light, by CIE 15.
double linear(double t)
{
    constexpr double knee = 6.0 / 29.0;
    return t > knee ? t * t * t : 3 * knee * knee * (t - 4.0 / 29.0);
}

quint8 sRgb(double light)
{
    const double value = light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
    return quint8(std::lround(255 * std::clamp(value, 0.0, 1.0)));
}

} // namespace

Rgb fromLab(quint8 light, qint8 a, qint8 b)
{
    const double y = (light / 2.55 + 16) / 116;
    const double X = 0.96422 * linear(y + a / 500.0);
    const double Y = linear(y);
    const double Z = 0.82521 * linear(y - b / 200.0);
    // XYZ under D50 to linear sRGB (Bradford).
    return {sRgb(3.1338561 * X - 1.6168667 * Y - 0.4906146 * Z),
            sRgb(-0.9787684 * X + 1.9161415 * Y + 0.0334540 * Z),
            sRgb(0.0719453 * X - 0.2289914 * Y + 1.4052427 * Z)};
}

} // namespace modeldeck::inference
