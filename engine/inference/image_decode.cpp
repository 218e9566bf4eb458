// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/image_decode.h"

#include "engine/inference/pictures/orientation.h"
#include "engine/inference/pictures/picture.h"

#include <QStringList>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

namespace words = protocol::words;

constexpr int longestSide = 1'000'000;

QString readableFormats()
{
    QStringList names;
    for (const Format &format : formats())
        names << QString::fromLatin1(format.name);
    return names.join(u", "_s);
}

Error errorOf(const Trouble &trouble, const QString &format)
{
    switch (trouble.kind) {
    case Trouble::Kind::NoHeader:
        return Error(ErrorCode::InvalidImage, words::noHeader, format, readableFormats());
    case Trouble::Kind::Truncated:
        return Error(ErrorCode::InvalidImage, words::truncated, format);
    case Trouble::Kind::Damaged:
        break;
    }
    return Error(ErrorCode::InvalidImage, words::notDecoded, format, trouble.why);
}

Result<RgbImage> decodeAs(const Format &format, const QByteArray &file, qint64 maxPixels,
                          const PixelsAnnounced &announced)
{
    const QString name = QString::fromLatin1(format.name);
    const std::unique_ptr<Picture> picture = format.open(file);
    const auto size = picture->readHeader();
    if (!size)
        return tl::unexpected(errorOf(size.error(), name));
    if (size->isEmpty())
        return failure(ErrorCode::InvalidImage, words::noHeader, name, readableFormats());
    if (std::max(size->width(), size->height()) > longestSide)
        return failure(ErrorCode::PayloadTooLarge, words::longSide, QString::number(longestSide));
    const qint64 pixels = qint64(size->width()) * size->height();
    if (pixels > maxPixels)
        return failure(ErrorCode::PayloadTooLarge, words::manyPixels, QString::number(size->width()),
                       QString::number(size->height()), QString::number(double(maxPixels) / 1e6));
    if (announced)
        announced(pixels);
    RgbImage image(*size);
    if (const auto decoded = picture->decode(image); !decoded)
        return tl::unexpected(errorOf(decoded.error(), name));
    return upright(std::move(image), picture->orientation());
}

} // namespace

Result<RgbImage> decodeImage(const QByteArray &file, qint64 maxPixels, const PixelsAnnounced &announced)
{
    for (const Format &format : formats()) {
        if (!format.recognises(file))
            continue;
        try {
            return decodeAs(format, file, maxPixels, announced);
        } catch (const std::bad_alloc &) {
            return tl::unexpected(outOfMemory());
        }
    }
    return failure(ErrorCode::InvalidImage, words::noImage, readableFormats());
}

} // namespace modeldeck::inference
