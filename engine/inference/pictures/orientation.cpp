// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/pictures/orientation.h"

#include <QByteArrayList>
#include <QtEndian>
#include <algorithm>
#include <zlib.h>

namespace modeldeck::inference {

namespace {

constexpr qsizetype mostUnpacked = 64 * 1024;
constexpr QByteArrayView exifPrefix("Exif\0\0", 6);
constexpr QByteArrayView xmpKeyword("XML:com.adobe.xmp");
constexpr QByteArrayView rawProfileKeyword("Raw profile type exif");

// What a file says of itself.
struct Remarks
{
    QByteArray exif;
    QByteArray xmp;
};

// Numbers of a byte order, read only where there are bytes.
class Reader
{
public:
    Reader(QByteArrayView bytes, bool bigEndian) : m_bytes(bytes), m_bigEndian(bigEndian) {}

    template <class T>
    std::optional<T> number(qint64 at) const
    {
        if (at < 0 || at > m_bytes.size() - qint64(sizeof(T)))
            return std::nullopt;
        return m_bigEndian ? qFromBigEndian<T>(m_bytes.data() + at)
                           : qFromLittleEndian<T>(m_bytes.data() + at);
    }

private:
    QByteArrayView m_bytes;
    bool m_bigEndian;
};

// The tag 0x112 of the first directory of a TIFF structure.
std::optional<Orientation> exifOrientation(QByteArrayView exif)
{
    while (exif.startsWith(exifPrefix))
        exif = exif.sliced(exifPrefix.size());
    if (!exif.startsWith("II") && !exif.startsWith("MM"))
        return std::nullopt;
    constexpr quint16 orientationTag = 0x112;
    constexpr quint16 shortType = 3, longType = 4;
    const Reader reader(exif, exif.startsWith("MM"));
    const auto directory = reader.number<quint32>(4);
    const auto count = directory ? reader.number<quint16>(*directory) : std::nullopt;
    for (int i = 0; i < int(count.value_or(0)); ++i) {
        const qint64 entry = qint64(*directory) + 2 + 12 * i;
        if (reader.number<quint16>(entry) != orientationTag)
            continue;
        const auto type = reader.number<quint16>(entry + 2);
        const auto value = type == longType    ? reader.number<quint32>(entry + 8)
                           : type == shortType ? std::optional<quint32>(reader.number<quint16>(entry + 8))
                                               : std::nullopt;
        return value ? std::optional(Orientation(std::min<quint32>(*value, 9))) : std::nullopt;
    }
    return std::nullopt;
}

Orientation orientationBy(const Remarks &remarks)
{
    if (const auto orientation = exifOrientation(remarks.exif))
        return *orientation;
    return xmpOrientation(remarks.xmp).value_or(1);
}

QByteArray unpacked(QByteArrayView packed)
{
    QByteArray result(mostUnpacked, '\0');
    z_stream stream = {};
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data()));
    stream.avail_in = uInt(packed.size());
    stream.next_out = reinterpret_cast<Bytef *>(result.data());
    stream.avail_out = uInt(result.size());
    if (inflateInit(&stream) != Z_OK)
        return {};
    inflate(&stream, Z_FINISH);
    result.resize(qsizetype(stream.total_out));
    inflateEnd(&stream);
    return result;
}

// The text of a tEXt, zTXt or iTXt chunk.
QByteArray textOf(QByteArrayView name, QByteArrayView afterKeyword)
{
    if (name == "tEXt")
        return afterKeyword.first(std::min(afterKeyword.size(), mostUnpacked)).toByteArray();
    if (name == "zTXt")
        return afterKeyword.isEmpty() ? QByteArray() : unpacked(afterKeyword.sliced(1));
    if (afterKeyword.size() < 2)
        return {};
    const bool packed = afterKeyword[0] == 1;
    QByteArrayView rest = afterKeyword.sliced(2);
    for (int i = 0; i < 2; ++i) // language and translated keyword
        rest = rest.sliced(std::min(rest.size(), qsizetype(qstrnlen(rest.data(), size_t(rest.size()))) + 1));
    return packed ? unpacked(rest) : rest.first(std::min(rest.size(), mostUnpacked)).toByteArray();
}

// ImageMagick writes a line break, the profile's name, its length, and its bytes as hexadecimal digits.
QByteArray fromRawProfile(const QByteArray &text)
{
    return QByteArray::fromHex(text.split('\n').mid(3).join());
}

void takeText(QByteArrayView name, QByteArrayView body, Remarks &remarks)
{
    const qsizetype length = qstrnlen(body.data(), size_t(body.size()));
    const QByteArrayView keyword = body.first(length);
    const QByteArrayView rest = body.sliced(std::min(body.size(), length + 1));
    if (keyword == xmpKeyword && remarks.xmp.isEmpty())
        remarks.xmp = textOf(name, rest);
    else if (keyword == rawProfileKeyword && remarks.exif.isEmpty())
        remarks.exif = fromRawProfile(textOf(name, rest));
}

// Segments up to the pixels, with whatever stands between them.
Remarks remarksOfJpeg(QByteArrayView file)
{
    constexpr QByteArrayView xmpPrefix("http://ns.adobe.com/xap/1.0/\0", 29);
    constexpr quint8 scan = 0xda, app1 = 0xe1;
    const auto isAlone = [](quint8 marker) {
        return marker == 0xc8 || (marker >= 0xd0 && marker <= 0xd9) || (marker >= 0xf0 && marker <= 0xfd);
    };
    Remarks remarks;
    for (qsizetype at = 2; at + 4 <= file.size();) {
        const auto marker = quint8(file[at + 1]);
        if (quint8(file[at]) != 0xff || marker == 0xff) {
            ++at;
            continue;
        }
        if (marker < 0xc0 || isAlone(marker)) {
            at += 2;
            continue;
        }
        const qsizetype length = qFromBigEndian<quint16>(file.data() + at + 2);
        if (marker == scan || length < 2 || at + 2 + length > file.size())
            break;
        const QByteArrayView body = file.sliced(at + 4, length - 2);
        if (marker == app1 && body.startsWith(exifPrefix))
            remarks.exif += remarks.exif.isEmpty() ? body : body.sliced(exifPrefix.size());
        else if (marker == app1 && body.startsWith(xmpPrefix))
            remarks.xmp = body.sliced(xmpPrefix.size()).toByteArray();
        at += 2 + length;
    }
    return remarks;
}

// Calls `take` with name and body of each chunk up to one that is cut off. PNG: length, name, body, checksum;
// RIFF: name, length, body, padded.
template <class Take>
void forEachChunk(QByteArrayView file, bool png, const Take &take)
{
    const Reader reader(file, png);
    for (qint64 at = png ? 8 : 12; at + 8 <= file.size();) {
        const qint64 length = reader.number<quint32>(png ? at : at + 4).value_or(0);
        if (length > file.size() - at - 8)
            return;
        take(file.sliced(png ? at + 4 : at, 4), file.sliced(at + 8, length));
        at += 8 + length + (png ? 4 : length % 2);
    }
}

Remarks remarksOfPng(QByteArrayView file)
{
    Remarks remarks;
    QByteArray exif;
    forEachChunk(file, true, [&](QByteArrayView name, QByteArrayView body) {
        if (name == "eXIf" && exif.isEmpty())
            exif = body.first(std::min(body.size(), mostUnpacked)).toByteArray();
        else if (name == "tEXt" || name == "zTXt" || name == "iTXt")
            takeText(name, body, remarks);
    });
    if (!exif.isEmpty())
        remarks.exif = exif;
    return remarks;
}

Remarks remarksOfWebp(QByteArrayView file)
{
    Remarks remarks;
    forEachChunk(file, false, [&](QByteArrayView name, QByteArrayView body) {
        if (name == "EXIF" && remarks.exif.isEmpty())
            remarks.exif = body.toByteArray();
        else if (name == "XMP " && remarks.xmp.isEmpty())
            remarks.xmp = body.toByteArray();
    });
    return remarks;
}

} // namespace

Orientation jpegOrientation(QByteArrayView file)
{
    return orientationBy(remarksOfJpeg(file));
}

Orientation pngOrientation(QByteArrayView file)
{
    return orientationBy(remarksOfPng(file));
}

Orientation webpOrientation(QByteArrayView file)
{
    return orientationBy(remarksOfWebp(file));
}

std::optional<Orientation> xmpOrientation(QByteArrayView packet)
{
    constexpr QByteArrayView key("tiff:Orientation");
    for (qsizetype at = packet.indexOf(key); at >= 0; at = packet.indexOf(key, at + 1)) {
        QByteArrayView rest = packet.sliced(at + key.size());
        if (!rest.startsWith("=\"") && !rest.startsWith('>'))
            continue;
        rest = rest.sliced(rest.startsWith('>') ? 1 : 2);
        if (!rest.isEmpty() && rest[0] >= '0' && rest[0] <= '9')
            return rest[0] - '0';
    }
    return std::nullopt;
}

RgbImage upright(RgbImage image, Orientation orientation)
{
    if (orientation < 2 || orientation > 8)
        return image;
    const bool swapped = orientation >= 5; // rows become columns
    const bool fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    RgbImage turned(swapped ? image.size().transposed() : image.size());
    for (int y = 0; y < turned.height(); ++y) {
        quint8 *out = turned.row(y);
        for (int x = 0; x < turned.width(); ++x) {
            const int column = swapped ? y : x;
            const int row = swapped ? x : y;
            const quint8 *pixel = image.row(fromBottom ? image.height() - 1 - row : row) +
                                  3 * (fromRight ? image.width() - 1 - column : column);
            out = std::copy_n(pixel, 3, out);
        }
    }
    return turned;
}

} // namespace modeldeck::inference
