// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/exif_orientation.h"

#include <QtEndian>
#include <optional>

namespace modeldeck::inference {

namespace {

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

// The body of the first chunk of that name. PNG: length, name, body, checksum; RIFF: name,
// length, body, padded.
QByteArrayView chunk(QByteArrayView file, qint64 at, QByteArrayView name, bool png)
{
    const Reader reader(file, png);
    while (const auto length = reader.number<quint32>(png ? at : at + 4)) {
        const qint64 body = at + 8;
        if (body > file.size() || *length > file.size() - body)
            break;
        if (file.sliced(png ? at + 4 : at, 4) == name)
            return file.sliced(body, *length);
        at = body + *length + (png ? 4 : *length % 2);
    }
    return {};
}

int orientationOfTiff(QByteArrayView tiff)
{
    const Reader reader(tiff, tiff.startsWith("MM"));
    if (!tiff.startsWith("MM") && !tiff.startsWith("II"))
        return 1;
    const auto directory = reader.number<quint32>(4);
    const auto count = directory ? reader.number<quint16>(*directory) : std::nullopt;
    for (int i = 0; count && i < *count; ++i) {
        const qint64 entry = qint64(*directory) + 2 + 12 * i;
        if (reader.number<quint16>(entry) != quint16(0x112))
            continue;
        const auto value = reader.number<quint16>(entry + 8);
        return value && *value >= 1 && *value <= 8 ? *value : 1;
    }
    return 1;
}

} // namespace

int exifOrientation(QByteArrayView file, QByteArrayView format)
{
    QByteArrayView exif;
    if (format == "png")
        exif = chunk(file, 8, "eXIf", true);
    else if (format == "webp")
        exif = chunk(file, 12, "EXIF", false);
    if (exif.startsWith(QByteArrayView("Exif\0\0", 6)))
        exif = exif.sliced(6);
    return orientationOfTiff(exif);
}

} // namespace modeldeck::inference
