// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/pictures/picture.h"

#include <optional>

// How a picture has to be turned, by its EXIF or else by its XMP. 1 where neither says.
namespace modeldeck::inference {

Orientation jpegOrientation(QByteArrayView file);
Orientation pngOrientation(QByteArrayView file); // also by ImageMagick's raw profile
Orientation webpOrientation(QByteArrayView file);

// By `tiff:Orientation` in an XMP packet.
std::optional<Orientation> xmpOrientation(QByteArrayView packet);

// Moves the pixels so that the picture stands upright.
RgbImage upright(RgbImage image, Orientation orientation);

} // namespace modeldeck::inference
