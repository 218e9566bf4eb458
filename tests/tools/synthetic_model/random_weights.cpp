// SPDX-License-Identifier: GPL-3.0-or-later
#include "random_weights.h"

#include <bit>
#include <cmath>

namespace modeldeck::synthetic {

namespace {

constexpr quint64 goldenGamma = 0x9e3779b97f4a7c15;

// The output function of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom
// number generators, 2014).
constexpr quint64 mix(quint64 z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

// FNV-1a: qHash may change between versions of Qt.
quint64 hashOf(QByteArrayView name)
{
    quint64 hash = 0xcbf29ce484222325;
    for (const char c : name)
        hash = (hash ^ quint8(c)) * 0x100000001b3;
    return hash;
}

// The sum of four uniform 16-bit numbers, less its mean. Its variance is 4 * (2^32 - 1) / 12.
inline int centredSum(quint64 bits)
{
    const int sum =
        int(bits & 0xffff) + int((bits >> 16) & 0xffff) + int((bits >> 32) & 0xffff) + int(bits >> 48);
    return sum - 2 * 0xffff;
}

} // namespace

RandomSequence::RandomSequence(quint64 seed, QByteArrayView name, double mean, double standardDeviation)
    : m_start(mix(mix(seed + goldenGamma) ^ hashOf(name))), m_mean(mean),
      m_scale(standardDeviation / std::sqrt(4294967295.0 / 3.0))
{
}

float RandomSequence::at(quint64 index) const
{
    return float(m_mean + centredSum(mix(m_start + (index + 1) * goldenGamma)) * m_scale);
}

void RandomSequence::fill(std::span<float> out, quint64 firstIndex) const
{
    for (size_t i = 0; i < out.size(); ++i)
        out[i] = at(firstIndex + i);
}

quint16 toBfloat16(float value)
{
    const auto bits = std::bit_cast<quint32>(value);
    return quint16((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

quint16 toFloat16(float value)
{
    const auto bits = std::bit_cast<quint32>(value);
    const auto sign = quint16((bits >> 16) & 0x8000);
    const float magnitude = std::fabs(value);
    // Below 2^-14 the steps are 2^-24 wide; nearbyint rounds ties to even in the default mode.
    if (magnitude < 0x1p-14f)
        return quint16(sign | quint16(std::nearbyint(magnitude * 0x1p24f)));
    if (magnitude >= 65520.0f)
        return quint16(sign | 0x7c00);
    const quint32 rounded = (bits & 0x7fffffff) + 0xfff + ((bits >> 13) & 1);
    return quint16(sign | quint16((rounded - (112u << 23)) >> 13));
}

} // namespace modeldeck::synthetic
