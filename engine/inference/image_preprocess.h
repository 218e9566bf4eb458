// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/image_limits.h"
#include "engine/model_files/preprocess_config.h"

#include <QByteArray>
#include <span>
#include <vector>

namespace modeldeck::inference {

// How many bytes scaleImage() gives.
std::size_t scaledBytes(const PreprocessConfig &config);

// Decodes an image file and gives it the model's size: outputSize rows of outputSize RGB pixels. The image is
// made RGB first, then scaled and cropped with PIL's arithmetic. Errors as decodeImage() has them. May be
// called from any thread.
Result<std::vector<quint8>> scaleImage(const QByteArray &file, const PreprocessConfig &config,
                                       qint64 maxPixels = defaultMaxPixels,
                                       const PixelsAnnounced &announced = {});

// Makes what scaleImage() gave the model's input: [3, outputSize, outputSize] at `out`. Any bytes will do.
void normalise(std::span<const quint8> scaled, const PreprocessConfig &config, float *out);

// Both.
Result<std::vector<float>> preprocessImage(const QByteArray &file, const PreprocessConfig &config,
                                           qint64 maxPixels = defaultMaxPixels);

} // namespace modeldeck::inference
