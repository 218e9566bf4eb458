// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/image_limits.h"
#include "engine/inference/resample.h"
#include "engine/model_files/preprocess_config.h"

#include <QByteArray>
#include <array>
#include <vector>

namespace modeldeck::inference {

// Decodes an image file and makes it the model's input: [3, outputSize, outputSize], normalised. The image is
// made RGB first, then scaled and cropped with PIL's arithmetic. Errors as decodeImage() has them. May be
// called from any thread.
Result<std::vector<float>> preprocessImage(const QByteArray &file, const PreprocessConfig &config,
                                           qint64 maxPixels = defaultMaxPixels);

} // namespace modeldeck::inference
