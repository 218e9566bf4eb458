// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/image_preprocess.h"

#include "engine/inference/image_decode.h"
#include "engine/inference/resample.h"

#include <algorithm>
#include <array>
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

std::size_t scaledBytes(const PreprocessConfig &config)
{
    return 3 * std::size_t(config.outputSize) * std::size_t(config.outputSize);
}

Result<std::vector<quint8>> scaleImage(const QByteArray &file, const PreprocessConfig &config,
                                       qint64 maxPixels, const PixelsAnnounced &announced)
{
    auto image = decodeImage(file, maxPixels, announced);
    if (!image)
        return tl::unexpected(image.error());
    const Size scaled = scaledSize(config, image->width(), image->height());
    const Span width = cropped(image->width(), scaled.width, config.outputSize, config.layout);
    const Span height = cropped(image->height(), scaled.height, config.outputSize, config.layout);
    std::vector<quint8> pixels =
        resample([&](int y) { return image->row(y); }, width.axis, height.axis, config.filter);
    if (pixels.size() == scaledBytes(config))
        return pixels;

    const auto side = std::size_t(config.outputSize);
    const auto rowBytes = 3 * std::size_t(width.axis.count);
    std::vector<quint8> filled(scaledBytes(config), quint8(config.fill));
    for (std::size_t y = 0; y < std::size_t(height.axis.count); ++y) {
        const std::size_t at = (std::size_t(height.outputFirst) + y) * side + std::size_t(width.outputFirst);
        std::copy_n(pixels.data() + y * rowBytes, rowBytes, filled.data() + 3 * at);
    }
    return filled;
}

void normalise(std::span<const quint8> scaled, const PreprocessConfig &config, float *out)
{
    const std::size_t pixels = scaled.size() / 3;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const std::array<float, 256> values = normalisation(config, channel);
        const quint8 *level = scaled.data() + channel;
        for (std::size_t i = 0; i < pixels; ++i, level += 3)
            *out++ = values[*level];
    }
}

Result<std::vector<float>> preprocessImage(const QByteArray &file, const PreprocessConfig &config,
                                           qint64 maxPixels)
{
    const auto scaled = scaleImage(file, config, maxPixels);
    if (!scaled)
        return tl::unexpected(scaled.error());
    std::vector<float> result(scaled->size());
    normalise(*scaled, config, result.data());
    return result;
}

} // namespace modeldeck::inference
