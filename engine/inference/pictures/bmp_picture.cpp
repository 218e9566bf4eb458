// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/pictures/colours.h"
#include "engine/inference/pictures/pictures.h"

#include <QtEndian>
#include <bit>

namespace modeldeck::inference {

namespace {

constexpr qsizetype fileHeader = 14;
constexpr quint32 os2Header = 12; // its fields are half as wide, and nothing is compressed
constexpr quint32 plain = 0, runs8 = 1, runs4 = 2, bitFields = 3;

struct Masks
{
    quint32 red = 0;
    quint32 green = 0;
    quint32 blue = 0;
};

// The bits of a mask, spread over 0 to 255.
quint8 masked(quint32 pixel, quint32 mask)
{
    if (mask == 0)
        return 0;
    const int shift = std::countr_zero(mask);
    return quint8(quint64((pixel & mask) >> shift) * 255 / (mask >> shift));
}

class BmpPicture final : public Picture
{
public:
    explicit BmpPicture(QByteArrayView file) : m_file(file) {}

    tl::expected<QSize, Trouble> readHeader() override
    {
        const quint32 header = word(fileHeader);
        constexpr quint32 known[] = {os2Header, 40, 52, 56, 64, 108, 124};
        if (std::ranges::find(known, header) == std::end(known) || m_file.size() < fileHeader + header)
            return noHeader();
        m_afterHeader = fileHeader + header;
        const bool os2 = header == os2Header;
        m_width = os2 ? half(18) : qint64(word(18));
        const auto height = os2 ? qint64(half(20)) : qint64(qint32(word(22)));
        m_topDown = height < 0;
        m_height = qAbs(height);
        m_bits = half(os2 ? 24 : 28);
        m_compression = os2 ? plain : word(30);
        const quint32 colours = os2 ? 0 : word(46);
        m_colours = colours > 0 ? colours : m_bits <= 8 ? 1U << m_bits : 0;
        m_colourBytes = os2 ? 3 : 4;
        constexpr int depths[] = {1, 4, 8, 16, 24, 32};
        if (std::ranges::find(depths, m_bits) == std::end(depths) || m_width <= 0 || m_height == 0 ||
            m_width > INT_MAX || m_height > INT_MAX)
            return noHeader();
        return QSize(int(m_width), int(m_height));
    }

    tl::expected<void, Trouble> decode(RgbImage &image) override
    {
        if (m_compression > bitFields)
            return damaged(QStringLiteral("its compression %1 is not known").arg(m_compression));
        if (m_bits <= 8 && m_colours > 65536)
            return damaged(QStringLiteral("its palette is too long"));
        if (m_compression == bitFields && m_bits < 16)
            return damaged(QStringLiteral("its bit fields are invalid"));
        readColours();
        const bool runs = m_compression == runs8 || m_compression == runs4;
        return runs ? decodeRuns(image) : decodeRows(image);
    }

private:
    quint8 byte(qint64 at) const { return at < m_file.size() ? quint8(m_file[at]) : 0; }
    quint16 half(qint64 at) const { return quint16(byte(at) | byte(at + 1) << 8); }
    quint32 word(qint64 at) const { return half(at) | quint32(half(at + 2)) << 16; }

    // Palette or masks, and where the pixels begin.
    void readColours()
    {
        constexpr qint64 masksAt = 54; // in the header or behind it
        m_masks = m_bits == 16 ? Masks{0x7c00, 0x3e0, 0x1f} : Masks{0xff0000, 0xff00, 0xff};
        qint64 after = m_afterHeader;
        if (m_compression == bitFields) {
            const Masks masks{word(masksAt), word(masksAt + 4), word(masksAt + 8)};
            if (masks.red || masks.green || masks.blue)
                m_masks = masks;
            after = std::max(after, masksAt + 12);
        }
        const qint64 paletteBytes = m_bits <= 8 ? qint64(m_colours) * m_colourBytes : 0;
        for (qint64 i = 0; i < std::min<qint64>(m_bits <= 8 ? m_colours : 0, 256); ++i) {
            const qint64 at = after + i * m_colourBytes;
            m_palette[std::size_t(i)] = {byte(at + 2), byte(at + 1), byte(at)};
        }
        m_pixels = word(10);
        if (m_pixels == m_afterHeader) // written by programs that forgot the palette
            m_pixels += paletteBytes;
        if (m_pixels == 0)
            m_pixels = after + paletteBytes;
    }

    quint8 *rowOf(RgbImage &image, qint64 y) const
    {
        return image.row(int(m_topDown ? y : m_height - 1 - y));
    }

    Rgb colourAt(qint64 row, qint64 x) const
    {
        switch (m_bits) {
        case 8:
            return m_palette[byte(row + x)];
        case 16: {
            const quint32 pixel = half(row + 2 * x);
            return {masked(pixel, m_masks.red), masked(pixel, m_masks.green), masked(pixel, m_masks.blue)};
        }
        case 24:
            return {byte(row + 3 * x + 2), byte(row + 3 * x + 1), byte(row + 3 * x)};
        case 32: {
            const quint32 pixel = word(row + 4 * x);
            return {masked(pixel, m_masks.red), masked(pixel, m_masks.green), masked(pixel, m_masks.blue)};
        }
        default: {
            const qint64 bit = x * m_bits;
            const int shift = 8 - m_bits - int(bit % 8);
            return m_palette[std::size_t((byte(row + bit / 8) >> shift) & ((1 << m_bits) - 1))];
        }
        }
    }

    tl::expected<void, Trouble> decodeRows(RgbImage &image)
    {
        const qint64 rowBytes = (m_width * m_bits + 31) / 32 * 4;
        const qint64 lastRow = (m_width * m_bits + 7) / 8; // nobody misses its padding
        if (m_pixels + (m_height - 1) * rowBytes + lastRow > m_file.size())
            return truncated();
        for (qint64 y = 0; y < m_height; ++y) {
            quint8 *out = rowOf(image, y);
            for (qint64 x = 0; x < m_width; ++x)
                out = put(out, colourAt(m_pixels + y * rowBytes, x));
        }
        return {};
    }

    // Run lengths go on from row to row; what they skip has the first colour.
    tl::expected<void, Trouble> decodeRuns(RgbImage &image)
    {
        std::vector<quint8> pixels(std::size_t(m_width * m_height));
        if (!expandRuns(pixels))
            return truncated();
        for (qint64 y = 0; y < m_height; ++y) {
            quint8 *out = rowOf(image, y);
            for (qint64 x = 0; x < m_width; ++x)
                out = put(out, m_palette[pixels[std::size_t(y * m_width + x)]]);
        }
        return {};
    }

    // False: the file ends first.
    bool expandRuns(std::vector<quint8> &pixels) const
    {
        const auto end = qint64(pixels.size());
        qint64 at = m_pixels;
        qint64 x = 0;
        for (qint64 done = 0; done < end;) {
            if (at + 2 > m_file.size())
                return false;
            const qint64 count = byte(at);
            const int value = byte(at + 1);
            at += 2;
            if (count > 0) {
                const qint64 fitting = std::max<qint64>(0, std::min(count, m_width - x));
                for (qint64 i = 0; i < fitting && done < end; ++i)
                    pixels[std::size_t(done++)] = pixelOf(value, i);
                x += fitting;
            } else if (value == 0) { // the row ends
                done = (done + m_width - 1) / m_width * m_width;
                x = 0;
            } else if (value == 1) { // the picture ends
                return true;
            } else if (value == 2) { // go right and up
                if (at + 2 > m_file.size())
                    return false;
                done = std::min(end, done + byte(at) + byte(at + 1) * m_width);
                x = done % m_width;
                at += 2;
            } else {
                const qint64 wanted = std::min<qint64>(end - done, value);
                const qint64 bytes = m_compression == runs4 ? (wanted + 1) / 2 : wanted;
                if (at + bytes > m_file.size())
                    return false;
                for (qint64 i = 0; i < wanted; ++i)
                    pixels[std::size_t(done++)] =
                        pixelOf(byte(m_compression == runs4 ? at + i / 2 : at + i), i);
                x += value;
                at += bytes + (at + bytes) % 2;
            }
        }
        return true;
    }
    quint8 pixelOf(int value, qint64 i) const
    {
        if (m_compression == runs8)
            return quint8(value);
        return quint8(i % 2 == 0 ? value >> 4 : value & 15);
    }

    QByteArrayView m_file;
    qint64 m_afterHeader = 0;
    qint64 m_width = 0;
    qint64 m_height = 0;
    bool m_topDown = false;
    int m_bits = 0;
    quint32 m_compression = plain;
    quint32 m_colours = 0;
    int m_colourBytes = 4;
    qint64 m_pixels = 0;
    Masks m_masks;
    Palette m_palette{};
};

} // namespace

std::unique_ptr<Picture> openBmp(QByteArrayView file)
{
    return std::make_unique<BmpPicture>(file);
}

} // namespace modeldeck::inference
