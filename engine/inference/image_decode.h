// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/error.h"
#include "engine/inference/image_limits.h"
#include "engine/inference/pictures/rgb_image.h"

#include <QByteArray>

namespace modeldeck::inference {

// Decodes a whole PNG, JPEG, GIF (first frame), BMP, WebP or TIFF file, and HEIC and AVIF where they were
// built in, told apart by content, and turns it upright. What it gives is what Pillow's exif_transpose() and
// convert("RGB") give. Errors: invalid_image, also for a truncated file; payload_too_large above `maxPixels`,
// before any pixel is decoded.
Result<RgbImage> decodeImage(const QByteArray &file, qint64 maxPixels, const PixelsAnnounced &announced = {});

} // namespace modeldeck::inference
