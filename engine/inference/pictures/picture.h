// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/pictures/rgb_image.h"

#include <QByteArrayView>
#include <QString>
#include <memory>
#include <tl/expected.hpp>
#include <vector>

namespace modeldeck::inference {

// Why a picture can't be read.
struct Trouble
{
    enum class Kind {
        NoHeader,
        Truncated,
        Damaged // `why` says it, in the library's words
    };
    Kind kind = Kind::Damaged;
    QString why;
};

inline tl::unexpected<Trouble> noHeader()
{
    return tl::unexpected(Trouble{Trouble::Kind::NoHeader, {}});
}

inline tl::unexpected<Trouble> truncated()
{
    return tl::unexpected(Trouble{Trouble::Kind::Truncated, {}});
}

inline tl::unexpected<Trouble> damaged(const QString &why)
{
    return tl::unexpected(Trouble{Trouble::Kind::Damaged, why});
}

// How a picture has to be turned, as EXIF numbers it (TIFF 6.0 tag 0x112): 1 to 8; other numbers mean 1.
using Orientation = int;

// One file of one format: readHeader() first, then decode() once. Neither turns the picture upright. May
// throw std::bad_alloc.
class Picture
{
public:
    Picture() = default;
    Picture(const Picture &) = delete;
    Picture &operator=(const Picture &) = delete;
    virtual ~Picture() = default;

    // The size that decode() fills. Takes no memory for pixels.
    virtual tl::expected<QSize, Trouble> readHeader() = 0;
    // Of what decode() writes; known after readHeader().
    virtual Orientation orientation() const { return 1; }
    // Writes the rows of a black image of that size. Alpha is dropped and not blended; of 16-bit values the
    // upper half counts.
    virtual tl::expected<void, Trouble> decode(RgbImage &image) = 0;
};

struct Format
{
    const char *name; // as a person knows it
    bool (*recognises)(QByteArrayView file);
    // `file` outlives the picture.
    std::unique_ptr<Picture> (*open)(QByteArrayView file);
};

// Those that this program was built with.
const std::vector<Format> &formats();

// Loads what the libraries load late, which can't be done behind a closed sandbox.
void warmUpDecoders();

} // namespace modeldeck::inference
