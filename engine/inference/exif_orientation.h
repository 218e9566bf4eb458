// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace modeldeck::inference {

// The EXIF orientation (1 to 8, TIFF 6.0 tag 0x112) of a PNG (eXIf chunk) or WebP (EXIF chunk), which Qt's
// readers do not look at; 1 where there is none or it can't be read.
int exifOrientation(QByteArrayView file, QByteArrayView format);

} // namespace modeldeck::inference
