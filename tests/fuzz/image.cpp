// SPDX-License-Identifier: GPL-3.0-or-later
// An image file behind one byte that chooses the preprocessing: an error, or a whole input of finite numbers,
// from no more pixels than are allowed.
#include "engine/inference/image_decode.h"
#include "engine/inference/image_preprocess.h"
#include "tests/fuzz/fuzz.h"

#include <cmath>

using namespace modeldeck;
using namespace modeldeck::inference;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    using Resize = PreprocessConfig::Resize;
    const unsigned choice = data[0];
    PreprocessConfig config;
    config.layout = choice & 1 ? Layout::OpenClip : Layout::HuggingFace;
    config.resize =
        std::array{Resize::ShortestEdge, Resize::None, Resize::LongestEdge, Resize::Exact}[(choice >> 1) & 3];
    config.filter = choice & 8 ? Filter::Bilinear : Filter::Bicubic;
    config.resizeWidth = choice & 16 ? 24 : 40;
    config.resizeHeight = 32;
    config.outputSize = 32;
    constexpr qint64 mostPixels = 200'000;
    const QByteArray file = fuzz::bytesOf(data + 1, size - 1);
    if (const auto image = decodeImage(file, mostPixels))
        require(qint64(image->width()) * image->height() <= mostPixels, "the limit on pixels holds");
    const auto pixels = preprocessImage(file, config, mostPixels);
    if (pixels) {
        require(pixels->size() == 3 * 32 * 32, "an input is whole");
        for (const float value : *pixels)
            require(std::isfinite(value), "an input is finite");
    }
    return 0;
}
