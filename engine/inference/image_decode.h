// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/error.h"
#include "engine/inference/image_limits.h"

#include <QByteArray>
#include <QImage>
#include <vector>

namespace modeldeck::inference {

// A decoded image whose rows are read as 8-bit RGB, the way PIL's convert("RGB") gives them: alpha is dropped
// and not blended, of 16-bit values the upper half counts (PIL has that for colours; of 16-bit grey
// it makes white).
class RgbImage
{
public:
    explicit RgbImage(const QImage &image);
    int width() const { return m_image.width(); }
    int height() const { return m_image.height(); }
    // width() * 3 bytes, valid until the next call.
    const quint8 *row(int y);

private:
    QImage m_image; // RGB32, ARGB32, RGBX64, RGBA64 or Grayscale16
    std::vector<quint8> m_row;
};

// Decodes a whole PNG, JPEG, GIF (first frame), BMP, WebP or TIFF file, told apart by content, and turns it
// upright by its EXIF orientation. Anything else is never handed to a decoder. Errors: invalid_image, also
// for a truncated file; payload_too_large above `maxPixels`, before any pixel is decoded.
Result<RgbImage> decodeImage(const QByteArray &file, qint64 maxPixels, const PixelsAnnounced &announced = {});

} // namespace modeldeck::inference
