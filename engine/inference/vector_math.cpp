// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/vector_math.h"

#include <algorithm>
#include <bit>
#include <limits>

// The compiler vectorises these loops for each kind of processor, and the program picks its own at start.
// (Sanitizers are not ready yet when it picks.)
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&     \
    !defined(__SANITIZE_THREAD__)
#define MODELDECK_EACH_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define MODELDECK_EACH_CPU
#endif
#define MODELDECK_INLINE [[gnu::always_inline]] inline

namespace modeldeck::inference {

namespace {

MODELDECK_INLINE float load(float value)
{
    return value;
}

MODELDECK_INLINE float load(BFloat16 value)
{
    return std::bit_cast<float>(std::uint32_t(value) << 16);
}

MODELDECK_INLINE void store(float &target, float value)
{
    target = value;
}

// Rounds to nearest, ties to even.
MODELDECK_INLINE void store(BFloat16 &target, float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
    target = BFloat16(value == value ? rounded : 0x7fc0);
}

// e^x for x within ±87; beyond, as at ±87. x = n·ln 2 + r, e^x = 2^n · e^r with the series of e^r.
MODELDECK_INLINE float exponential(float x)
{
    constexpr float limit = 87.0F, log2e = 1.44269504F;
    constexpr float ln2High = 0.693359375F, ln2Low = -2.12194440e-4F; // the high part times n is exact
    constexpr float shift = 12582912.0F; // 1.5·2²³: adding it rounds to a whole number
    x = x < -limit ? -limit : x;
    x = x > limit ? limit : x;
    const float shifted = x * log2e + shift;
    const float n = shifted - shift;
    const float r = (x - n * ln2High) - n * ln2Low;
    float series = 1.0F / 5040;
    series = series * r + 1.0F / 720;
    series = series * r + 1.0F / 120;
    series = series * r + 1.0F / 24;
    series = series * r + 1.0F / 6;
    series = series * r + 0.5F;
    series = series * r + 1.0F;
    series = series * r + 1.0F;
    const std::uint32_t power =
        std::bit_cast<std::uint32_t>(shifted) - std::bit_cast<std::uint32_t>(shift) + 127;
    return series * std::bit_cast<float>(power << 23);
}

template <class T>
MODELDECK_INLINE void quickGeluLoop(T *values, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float h = load(values[i]);
        store(values[i], h / (1.0F + exponential(-1.702F * h)));
    }
}

// The lanes let the compiler add up and compare in parallel, which it must not do with one running value.
constexpr std::size_t lanes = 16;

template <class T>
MODELDECK_INLINE void softmaxLoop(T *values, std::size_t count, std::size_t length)
{
    for (T *row = values; row < values + count; row += length) {
        const std::size_t even = length / lanes * lanes;
        float largest[lanes], sum[lanes] = {};
        std::fill_n(largest, lanes, -std::numeric_limits<float>::infinity());
        for (std::size_t i = 0; i < even; i += lanes) {
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                const float v = load(row[i + lane]);
                largest[lane] = v > largest[lane] ? v : largest[lane];
            }
        }
        float top = *std::max_element(largest, largest + lanes);
        for (std::size_t i = even; i < length; ++i)
            top = std::max(top, load(row[i]));

        for (std::size_t i = 0; i < even; i += lanes) {
            for (std::size_t lane = 0; lane < lanes; ++lane)
                sum[lane] += exponential(load(row[i + lane]) - top);
        }
        float total = 0;
        for (const float s : sum)
            total += s;
        for (std::size_t i = even; i < length; ++i)
            total += exponential(load(row[i]) - top);
        const float factor = 1.0F / total;
        for (std::size_t i = 0; i < length; ++i)
            store(row[i], exponential(load(row[i]) - top) * factor);
    }
}

MODELDECK_EACH_CPU void quickGeluFloat(float *values, std::size_t count)
{
    quickGeluLoop(values, count);
}

MODELDECK_EACH_CPU void quickGeluBFloat16(BFloat16 *values, std::size_t count)
{
    quickGeluLoop(values, count);
}

MODELDECK_EACH_CPU void softmaxFloat(float *values, std::size_t count, std::size_t length)
{
    softmaxLoop(values, count, length);
}

MODELDECK_EACH_CPU void softmaxBFloat16(BFloat16 *values, std::size_t count, std::size_t length)
{
    softmaxLoop(values, count, length);
}

} // namespace

void quickGelu(std::span<float> values)
{
    quickGeluFloat(values.data(), values.size());
}

void quickGelu(std::span<BFloat16> values)
{
    quickGeluBFloat16(values.data(), values.size());
}

void softmaxRows(std::span<float> values, std::size_t length)
{
    softmaxFloat(values.data(), values.size(), length);
}

void softmaxRows(std::span<BFloat16> values, std::size_t length)
{
    softmaxBFloat16(values.data(), values.size(), length);
}

} // namespace modeldeck::inference
