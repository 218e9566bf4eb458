// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QtGlobal>
#include <span>

namespace modeldeck::synthetic {

// An endless sequence of normally distributed-looking numbers that can be read at any index, so that a tensor
// can be written piece by piece and transposed. The same on every machine: integer arithmetic, then one
// exactly rounded multiplication and addition.
class RandomSequence
{
public:
    RandomSequence(quint64 seed, QByteArrayView name, double mean, double standardDeviation);

    float at(quint64 index) const;
    void fill(std::span<float> out, quint64 firstIndex) const;

private:
    quint64 m_start;
    double m_mean;
    double m_scale;
};

// IEEE 754 binary16 and bfloat16, rounded to nearest, ties to even.
quint16 toFloat16(float value);
quint16 toBfloat16(float value);

} // namespace modeldeck::synthetic
