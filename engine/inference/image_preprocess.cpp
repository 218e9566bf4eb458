// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/image_preprocess.h"

#include "engine/inference/image_decode.h"

#include <algorithm>
#include <cmath>

namespace modeldeck::inference {

namespace {

struct Size
{
    qint64 width = 0;
    qint64 height = 0;
};

// The size to scale to. Both libraries cut off the fraction of the longer side, and
// OpenCLIP's "longest" rounds.
Size scaledSize(const PreprocessConfig &config, int width, int height)
{
    const qint64 edge = config.resizeHeight;
    switch (config.resize) {
    case PreprocessConfig::Resize::None:
        return {width, height};
    case PreprocessConfig::Resize::Exact:
        return {config.resizeWidth, config.resizeHeight};
    case PreprocessConfig::Resize::LongestEdge: {
        const double ratio = double(std::max(width, height)) / double(edge);
        const auto side = [ratio](int length) {
            return std::max<qint64>(qint64(std::nearbyint(length / ratio)), 1);
        };
        return {side(width), side(height)};
    }
    case PreprocessConfig::Resize::ShortestEdge:
        break;
    }
    return width <= height ? Size{edge, edge * height / width} : Size{edge * width / height, edge};
}

// Where one direction's crop starts in the scaled image; negative: how much is filled before it.
qint64 cropStart(qint64 scaled, qint64 output, Layout layout)
{
    const qint64 difference = scaled - output;
    if (layout == Layout::HuggingFace) // (scaled - output) // 2, rounded down also below zero
        return difference >= 0 ? difference / 2 : -((1 - difference) / 2);
    // torchvision: halves go to the even number, and filling rounds towards zero.
    return difference >= 0 ? qint64(std::nearbyint(double(difference) / 2.0)) : -(-difference / 2);
}

// The part of the output in one direction that comes from the image.
struct Span
{
    Axis axis;
    int outputFirst = 0;
};

Span cropped(int input, qint64 scaled, int output, Layout layout)
{
    const qint64 start = cropStart(scaled, output, layout);
    const qint64 first = std::max<qint64>(start, 0);
    const qint64 end = std::min(start + output, scaled);
    return {{input, scaled, first, int(end - first)}, int(first - start)};
}

// The normalised value of each grey level in one channel.
std::array<float, 256> normalisation(const PreprocessConfig &config, size_t channel)
{
    std::array<float, 256> table{};
    for (size_t level = 0; level < table.size(); ++level)
        table[level] =
            float((double(level) * config.scale - config.mean[channel]) / config.deviation[channel]);
    return table;
}

} // namespace

Result<std::vector<float>> preprocessImage(const QByteArray &file, const PreprocessConfig &config,
                                           qint64 maxPixels)
{
    auto image = decodeImage(file, maxPixels);
    if (!image)
        return tl::unexpected(image.error());
    const Size scaled = scaledSize(config, image->width(), image->height());
    const Span width = cropped(image->width(), scaled.width, config.outputSize, config.layout);
    const Span height = cropped(image->height(), scaled.height, config.outputSize, config.layout);
    const std::vector<quint8> pixels =
        resample([&](int y) { return image->row(y); }, width.axis, height.axis, config.filter);

    const auto side = size_t(config.outputSize);
    std::vector<float> result(3 * side * side);
    for (size_t channel = 0; channel < 3; ++channel) {
        const std::array<float, 256> values = normalisation(config, channel);
        float *plane = result.data() + channel * side * side;
        std::fill_n(plane, side * side, values[size_t(config.fill)]);
        const quint8 *pixel = pixels.data() + channel;
        for (int y = 0; y < height.axis.count; ++y) {
            float *out = plane + size_t(height.outputFirst + y) * side + size_t(width.outputFirst);
            for (int x = 0; x < width.axis.count; ++x, pixel += 3)
                out[x] = values[*pixel];
        }
    }
    return result;
}

} // namespace modeldeck::inference
