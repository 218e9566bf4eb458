// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/image_decode.h"

#include "engine/inference/exif_orientation.h"

#include <QBuffer>
#include <QImageIOHandler>
#include <QImageReader>
#include <QRgba64>
#include <QTransform>
#include <QtEndian>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

constexpr int bytesPerDeepPixel = 8; // 16 bits each of RGBA
constexpr quint32 longestPngSide = 1'000'000;

namespace words = protocol::words;

// The name of Qt's decoder; empty for what we do not read.
QByteArray formatOf(QByteArrayView file)
{
    const auto starts = [&](QByteArrayView magic) { return file.startsWith(magic); };
    if (starts("\x89PNG\r\n\x1a\n"))
        return "png";
    if (starts("\xff\xd8\xff"))
        return "jpeg";
    if (starts("GIF87a") || starts("GIF89a"))
        return "gif";
    if (starts("BM"))
        return "bmp";
    if (starts("RIFF") && file.size() >= 12 && file.sliced(8, 4) == "WEBP")
        return "webp";
    if (starts(QByteArrayView("II*\0", 4)) || starts(QByteArrayView("MM\0*", 4)))
        return "tiff";
    return {};
}

// The length of entropy-coded data: up to the next marker that is no restart and no stuffed zero.
qsizetype entropyLength(QByteArrayView data)
{
    for (qsizetype i = 0; i + 1 < data.size(); ++i) {
        const auto next = quint8(data[i + 1]);
        if (quint8(data[i]) == 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7))
            return i;
    }
    return data.size();
}

// libjpeg fills what is missing with grey and reports success, so look whether the end-of-image
// marker is there.
bool isWholeJpeg(QByteArrayView file)
{
    QByteArrayView rest = file.sliced(2);
    while (rest.size() >= 2 && quint8(rest[0]) == 0xff) {
        const auto marker = quint8(rest[1]);
        if (marker == 0xd9)
            return true;
        if (marker == 0xff) { // padding
            rest = rest.sliced(1);
            continue;
        }
        if (rest.size() < 4)
            return false;
        const qsizetype length = 2 + qFromBigEndian<quint16>(rest.data() + 2);
        if (length > rest.size())
            return false;
        rest = rest.sliced(length);
        if (marker == 0xda)
            rest = rest.sliced(entropyLength(rest));
    }
    return false;
}

// The PNG and GIF decoders, too, are content with less than a whole picture. A PNG is chunks up to IEND.
bool isWholePng(QByteArrayView file)
{
    QByteArrayView rest = file.sliced(8);
    while (rest.size() >= 12) {
        if (rest.sliced(4, 4) == "IEND")
            return true;
        const qint64 length = 12 + qint64(qFromBigEndian<quint32>(rest.data()));
        if (length > rest.size())
            return false;
        rest = rest.sliced(length);
    }
    return false;
}

// Skips blocks of data, each with its length before it, up to an empty one. False: they do not end.
bool skipSubBlocks(QByteArrayView &rest)
{
    while (!rest.isEmpty()) {
        const qsizetype length = 1 + quint8(rest[0]);
        if (length > rest.size())
            return false;
        rest = rest.sliced(length);
        if (length == 1)
            return true;
    }
    return false;
}

qsizetype colourTableBytes(char flags)
{
    return (flags & 0x80) ? 3 * (2 << (flags & 7)) : 0;
}

// Whether the first frame of a GIF is there to its last block.
bool isWholeGifFrame(QByteArrayView file)
{
    if (file.size() < 13)
        return false;
    const qsizetype header = 13 + colourTableBytes(file[10]);
    if (header > file.size())
        return false;
    QByteArrayView rest = file.sliced(header);
    while (rest.size() >= 2 && rest[0] == '!') {
        rest = rest.sliced(2);
        if (!skipSubBlocks(rest))
            return false;
    }
    if (rest.size() < 10 || rest[0] != ',')
        return false;
    const qsizetype descriptor = 10 + colourTableBytes(rest[9]) + 1; // and the code size
    if (descriptor > rest.size())
        return false;
    rest = rest.sliced(descriptor);
    return skipSubBlocks(rest);
}

// Qt fills the missing rows of a BMP with black. Its header says how long the file should be.
bool isWholeBmp(QByteArrayView file)
{
    constexpr quint32 os2Header = 12; // its fields are half as wide, and nothing is compressed
    const bool os2 = file.size() >= 26 && qFromLittleEndian<quint32>(file.data() + 14) == os2Header;
    if (!os2 && file.size() < 54)
        return false;
    const auto half = [&](qsizetype at) { return qint64(qFromLittleEndian<quint16>(file.data() + at)); };
    const auto word = [&](qsizetype at) { return qint64(qFromLittleEndian<qint32>(file.data() + at)); };
    const auto offset = qint64(qFromLittleEndian<quint32>(file.data() + 10));
    const qint64 width = os2 ? half(18) : qAbs(word(18));
    const qint64 height = os2 ? half(20) : qAbs(word(22)); // below 0: from top to bottom
    const qint64 bits = os2 ? half(24) : half(28);
    const qint64 compression = os2 ? 0 : word(30);
    if (compression == 1 || compression == 2) // run lengths: the header has the size
        return offset + qint64(qFromLittleEndian<quint32>(file.data() + 34)) <= file.size();
    const qint64 rowBytes = (width * bits + 31) / 32 * 4;
    return height == 0 || rowBytes <= (file.size() - offset) / height;
}

// libpng refuses longer sides, whatever the picture's size, and says only that the header is invalid.
bool isTooLongPng(QByteArrayView file)
{
    if (formatOf(file) != "png" || file.size() < 24 || file.sliced(12, 4) != "IHDR")
        return false;
    return qFromBigEndian<quint32>(file.data() + 16) > longestPngSide ||
           qFromBigEndian<quint32>(file.data() + 20) > longestPngSide;
}

// Of a GIF, Qt names the size of the first frame, but decodes the whole screen that it lies on.
QSize decodedSize(const QImageReader &reader, QByteArrayView file, const QByteArray &format)
{
    const QSize size = reader.size();
    if (format != "gif" || size.isEmpty() || file.size() < 10)
        return size;
    return size.expandedTo(
        {qFromLittleEndian<quint16>(file.data() + 6), qFromLittleEndian<quint16>(file.data() + 8)});
}

bool isWhole(QByteArrayView file, const QByteArray &format)
{
    if (format == "jpeg")
        return isWholeJpeg(file);
    if (format == "png")
        return isWholePng(file);
    if (format == "gif")
        return isWholeGifFrame(file);
    if (format == "bmp")
        return isWholeBmp(file);
    return true; // the decoders of WebP and TIFF fail by themselves
}

bool isDeep(QImage::Format format)
{
    return format == QImage::Format_RGBX64 || format == QImage::Format_RGBA64 ||
           format == QImage::Format_Grayscale16;
}

QImage inReadableFormat(const QImage &image)
{
    const QImage::Format format = image.format();
    if (isDeep(format) || format == QImage::Format_RGB32 || format == QImage::Format_ARGB32)
        return image;
    if (format == QImage::Format_RGBA64_Premultiplied)
        return image.convertToFormat(QImage::Format_RGBA64);
    return image.convertToFormat(image.hasAlphaChannel() ? QImage::Format_ARGB32 : QImage::Format_RGB32);
}

// Qt has one limit for the process, behind no lock: the first call sets it. It backs up the check of each
// image's size, for what decoders allocate besides the picture.
void limitAllocations(qint64 maxPixels)
{
    static const bool limited = [](qint64 pixels) {
        const qint64 mebibytes = pixels / (1024 * 1024) * bytesPerDeepPixel + bytesPerDeepPixel;
        QImageReader::setAllocationLimit(int(qMin<qint64>(mebibytes, INT_MAX)));
        return true;
    }(qMax(maxPixels, defaultMaxPixels));
    Q_UNUSED(limited)
}

QImage upright(const QImage &image, int orientation)
{
    const auto turned = [&image](int degrees) { return image.transformed(QTransform().rotate(degrees)); };
    switch (orientation) {
    case 2:
        return image.mirrored(true, false);
    case 3:
        return image.mirrored(true, true);
    case 4:
        return image.mirrored(false, true);
    case 5:
        return turned(90).mirrored(true, false);
    case 6:
        return turned(90);
    case 7:
        return turned(90).mirrored(false, true);
    case 8:
        return turned(270);
    default:
        return image;
    }
}

} // namespace

RgbImage::RgbImage(const QImage &image) : m_image(inReadableFormat(image)), m_row(size_t(image.width()) * 3)
{
}

const quint8 *RgbImage::row(int y)
{
    const uchar *line = m_image.constScanLine(y);
    quint8 *out = m_row.data();
    const auto put = [&out](int red, int green, int blue) {
        *out++ = quint8(red);
        *out++ = quint8(green);
        *out++ = quint8(blue);
    };
    if (m_image.format() == QImage::Format_Grayscale16) {
        const auto *pixels = reinterpret_cast<const quint16 *>(line);
        for (int x = 0; x < width(); ++x)
            put(pixels[x] >> 8, pixels[x] >> 8, pixels[x] >> 8);
    } else if (isDeep(m_image.format())) {
        const auto *pixels = reinterpret_cast<const QRgba64 *>(line);
        for (int x = 0; x < width(); ++x)
            put(pixels[x].red() >> 8, pixels[x].green() >> 8, pixels[x].blue() >> 8);
    } else {
        const auto *pixels = reinterpret_cast<const QRgb *>(line);
        for (int x = 0; x < width(); ++x)
            put(qRed(pixels[x]), qGreen(pixels[x]), qBlue(pixels[x]));
    }
    return m_row.data();
}

Result<RgbImage> decodeImage(const QByteArray &file, qint64 maxPixels, const PixelsAnnounced &announced)
{
    const QByteArray format = formatOf(file);
    if (format.isEmpty())
        return failure(ErrorCode::InvalidImage, words::noImage);
    QBuffer buffer;
    buffer.setData(file);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    limitAllocations(maxPixels);

    const QSize size = decodedSize(reader, file, format);
    const QString name = QString::fromLatin1(format.toUpper());
    if (size.isEmpty() && isTooLongPng(file))
        return failure(ErrorCode::PayloadTooLarge, words::longPng, QString::number(longestPngSide));
    if (size.isEmpty())
        return failure(ErrorCode::InvalidImage, words::noHeader, name);
    const qint64 pixels = qint64(size.width()) * size.height();
    if (pixels > maxPixels)
        return failure(ErrorCode::PayloadTooLarge, words::manyPixels, QString::number(size.width()),
                       QString::number(size.height()), QString::number(double(maxPixels) / 1e6));
    if (!isWhole(file, format))
        return failure(ErrorCode::InvalidImage, words::truncated, name);
    if (announced)
        announced(pixels);
    const QImage image = reader.read();
    if (image.isNull() && QImage(size, QImage::Format_RGBX64).isNull())
        return tl::unexpected(outOfMemory()); // the decoder does not say why: we tried
    if (image.isNull())
        return failure(ErrorCode::InvalidImage, words::notDecoded, name, reader.errorString());
    // Where the reader knows of orientations, it has turned the image itself.
    const bool turned = reader.supportsOption(QImageIOHandler::ImageTransformation);
    const RgbImage result(turned ? image : upright(image, exifOrientation(file, format)));
    if (result.width() == 0) // there was no memory for a turned or converted copy
        return tl::unexpected(outOfMemory());
    return result;
}

} // namespace modeldeck::inference
