// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/resample.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace modeldeck::inference {

namespace {

constexpr int precisionBits = 32 - 8 - 2;
constexpr int channels = 3;

double bilinear(double x)
{
    x = std::fabs(x);
    return x < 1.0 ? 1.0 - x : 0.0;
}

// Keys' cubic convolution with a = -0.5.
double bicubic(double x)
{
    constexpr double a = -0.5;
    x = std::fabs(x);
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
    if (x < 2.0)
        return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
    return 0.0;
}

// Which source pixels make each wanted pixel, and with what weights.
class Weights
{
public:
    Weights(const Axis &axis, Filter filter)
    {
        const double scale = double(axis.input) / double(axis.output);
        const double stretch = std::max(scale, 1.0);
        const double support = (filter == Filter::Bicubic ? 2.0 : 1.0) * stretch;
        for (int i = 0; i < axis.count; ++i) {
            const double centre = (double(axis.first + i) + 0.5) * scale;
            const int first = std::max(int(centre - support + 0.5), 0);
            const int end = std::min(int(centre + support + 0.5), axis.input);
            add(first, end - first, centre, stretch, filter == Filter::Bicubic ? bicubic : bilinear);
        }
    }

    int first(int i) const { return m_first[size_t(i)]; }
    std::span<const qint32> of(int i) const
    {
        return std::span(m_weights).subspan(m_start[size_t(i)], m_start[size_t(i) + 1] - m_start[size_t(i)]);
    }
    int begin() const { return m_first.front(); }
    int end() const { return m_first.back() + int(of(int(m_first.size()) - 1).size()); }

private:
    void add(int first, int count, double centre, double stretch, double (*filter)(double))
    {
        std::vector<double> weights;
        double sum = 0;
        for (int i = 0; i < count; ++i) {
            weights.push_back(filter((i + first - centre + 0.5) * (1.0 / stretch)));
            sum += weights.back();
        }
        for (const double weight : weights) {
            const double fixed = (sum != 0.0 ? weight / sum : weight) * (1 << precisionBits);
            m_weights.push_back(qint32(fixed < 0 ? fixed - 0.5 : fixed + 0.5));
        }
        m_first.push_back(first);
        m_start.push_back(m_weights.size());
    }

    std::vector<int> m_first;
    std::vector<size_t> m_start{0};
    std::vector<qint32> m_weights;
};

quint8 rounded(qint32 sum)
{
    return quint8(std::clamp(sum >> precisionBits, 0, 255));
}

// One row, from `source` to as many pixels as `weights` has.
void resampleRow(const quint8 *source, const Weights &weights, std::span<quint8> out)
{
    const int count = int(out.size()) / channels;
    for (int x = 0; x < count; ++x) {
        qint32 red = 1 << (precisionBits - 1);
        qint32 green = red;
        qint32 blue = red;
        const quint8 *pixel = source + qsizetype(weights.first(x)) * channels;
        for (const qint32 weight : weights.of(x)) {
            red += pixel[0] * weight;
            green += pixel[1] * weight;
            blue += pixel[2] * weight;
            pixel += channels;
        }
        out[size_t(x) * channels] = rounded(red);
        out[size_t(x) * channels + 1] = rounded(green);
        out[size_t(x) * channels + 2] = rounded(blue);
    }
}

// PIL leaves a direction alone whose size stays.
bool changes(const Axis &axis)
{
    return axis.input != axis.output;
}

} // namespace

std::vector<quint8> resample(const RowSource &source, const Axis &width, const Axis &height, Filter filter)
{
    const size_t rowBytes = size_t(width.count) * channels;
    const auto horizontal =
        changes(width) ? std::optional<Weights>(std::in_place, width, filter) : std::nullopt;
    const auto scaledRow = [&](int y, std::span<quint8> out) {
        const quint8 *row = source(y);
        if (horizontal)
            resampleRow(row, *horizontal, out);
        else
            std::copy_n(row + width.first * channels, out.size(), out.begin());
    };

    std::vector<quint8> result(rowBytes * size_t(height.count));
    if (!changes(height)) {
        for (int y = 0; y < height.count; ++y)
            scaledRow(int(height.first) + y, std::span(result).subspan(size_t(y) * rowBytes, rowBytes));
        return result;
    }
    const Weights vertical(height, filter);
    std::vector<quint8> rows(rowBytes * size_t(vertical.end() - vertical.begin()));
    for (int y = vertical.begin(); y < vertical.end(); ++y)
        scaledRow(y, std::span(rows).subspan(size_t(y - vertical.begin()) * rowBytes, rowBytes));

    std::vector<qint32> sums(rowBytes);
    for (int y = 0; y < height.count; ++y) {
        std::fill(sums.begin(), sums.end(), 1 << (precisionBits - 1));
        const quint8 *row = rows.data() + size_t(vertical.first(y) - vertical.begin()) * rowBytes;
        for (const qint32 weight : vertical.of(y)) {
            for (size_t i = 0; i < rowBytes; ++i)
                sums[i] += row[i] * weight;
            row += rowBytes;
        }
        std::transform(sums.begin(), sums.end(), result.begin() + qsizetype(size_t(y) * rowBytes), rounded);
    }
    return result;
}

} // namespace modeldeck::inference
