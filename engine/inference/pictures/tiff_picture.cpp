// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/pictures/colours.h"
#include "engine/inference/pictures/lab.h"
#include "engine/inference/pictures/orientation.h"
#include "engine/inference/pictures/pictures.h"

#include <cmath>
#include <cstring>
#include <optional>
#include <tiffio.h>

namespace modeldeck::inference {

namespace {

constexpr qint64 freeBytes = 64 * 1024 * 1024;
constexpr qint64 bytesForPixel = 16;

// What a file says of its samples.
struct Samples
{
    int count = 1;
    int bits = 1;
    int format = SAMPLEFORMAT_UINT;
    int photometric = PHOTOMETRIC_MINISBLACK;
    bool apart = false; // each in a plane of its own
    bool premultiplied = false;
};

// One sample as 8 bits. Numbers of palettes stay as they are; what has no agreed range is cut, as Pillow
// does.
class SampleReader
{
public:
    explicit SampleReader(const Samples &samples)
        : m_samples(samples), m_index(samples.photometric == PHOTOMETRIC_PALETTE)
    {
    }

    quint8 at(const quint8 *row, std::size_t i) const
    {
        const int bits = m_samples.bits;
        if (bits == 8)
            return row[i];
        if (bits < 8) {
            const std::size_t bit = i * std::size_t(bits);
            const int most = (1 << bits) - 1;
            const int value = (row[bit / 8] >> (8 - bits - int(bit % 8))) & most;
            return quint8(m_index ? value : value * 255 / most);
        }
        if (bits == 12) {
            const quint8 *pair = row + i / 2 * 3;
            return i % 2 == 0 ? pair[0] : quint8((pair[1] & 15) << 4 | pair[2] >> 4);
        }
        if (bits == 16) {
            const auto value = number<quint16>(row, i);
            return m_samples.format == SAMPLEFORMAT_INT ? cut(qint16(value)) : quint8(value >> 8);
        }
        return m_samples.format == SAMPLEFORMAT_IEEEFP ? cut(double(number<float>(row, i)))
                                                       : cut(number<qint32>(row, i));
    }
    bool reads() const
    {
        const int bits = m_samples.bits;
        if (m_samples.format == SAMPLEFORMAT_IEEEFP)
            return bits == 32;
        return bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 12 || bits == 16 || bits == 32;
    }

private:
    template <class T>
    static T number(const quint8 *row, std::size_t i)
    {
        T value;
        std::memcpy(&value, row + i * sizeof value, sizeof value);
        return value;
    }
    static quint8 cut(double value) { return std::isnan(value) ? 0 : quint8(std::clamp(value, 0.0, 255.0)); }

    Samples m_samples;
    bool m_index;
};

class TiffPicture final : public Picture
{
public:
    explicit TiffPicture(QByteArrayView file) : m_file(file) {}
    ~TiffPicture() override
    {
        if (m_tiff)
            TIFFClose(m_tiff);
    }

    tl::expected<QSize, Trouble> readHeader() override
    {
        TIFFSetErrorHandler(nullptr);
        TIFFSetWarningHandler(nullptr);
        m_tiff = open();
        quint32 width = 0, height = 0;
        if (!m_tiff || !TIFFGetField(m_tiff, TIFFTAG_IMAGEWIDTH, &width) ||
            !TIFFGetField(m_tiff, TIFFTAG_IMAGELENGTH, &height) || width > INT_MAX || height > INT_MAX)
            return noHeader();
        m_size = QSize(int(width), int(height));
        return m_size;
    }

    Orientation orientation() const override
    {
        quint16 value = 1;
        if (TIFFGetField(m_tiff, TIFFTAG_ORIENTATION, &value))
            return value;
        quint32 length = 0;
        const char *packet = nullptr;
        if (TIFFGetField(m_tiff, TIFFTAG_XMLPACKET, &length, &packet) && packet)
            return xmpOrientation(QByteArrayView(packet, qsizetype(length))).value_or(1);
        return 1;
    }

    tl::expected<void, Trouble> decode(RgbImage &image) override
    {
        readSamples();
        quint16 compression = COMPRESSION_NONE;
        TIFFGetFieldDefaulted(m_tiff, TIFFTAG_COMPRESSION, &compression);
        if (!TIFFIsCODECConfigured(compression))
            return damaged(QStringLiteral("its compression %1 is not known").arg(compression));
        if (m_samples.photometric == PHOTOMETRIC_YCBCR && m_samples.count == 3) {
            if (compression != COMPRESSION_JPEG || m_samples.apart)
                return decodeByLibrary(image);
            TIFFSetField(m_tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
            m_samples.photometric = PHOTOMETRIC_RGB;
        }
        const int wanted =
            m_samples.photometric == PHOTOMETRIC_SEPARATED                                            ? 4
            : m_samples.photometric == PHOTOMETRIC_RGB || m_samples.photometric == PHOTOMETRIC_CIELAB ? 3
                                                                                                      : 1;
        if (m_samples.photometric > PHOTOMETRIC_CIELAB || m_samples.photometric == PHOTOMETRIC_MASK)
            return decodeByLibrary(image);
        if (m_samples.count < wanted || !SampleReader(m_samples).reads())
            return damaged(QStringLiteral("its samples are of an unknown kind"));
        if (m_samples.photometric == PHOTOMETRIC_PALETTE && !readPalette())
            return damaged(QStringLiteral("it has no palette"));
        m_needed = m_samples.premultiplied ? std::min(m_samples.count, wanted + 1) : wanted;
        return decodeBlocks(image);
    }

private:
    TIFF *open()
    {
        TIFFOpenOptions *const options = TIFFOpenOptionsAlloc();
        TIFFOpenOptionsSetMaxSingleMemAlloc(options, tmsize_t(1) << 30);
        TIFF *const tiff = TIFFClientOpenExt(
            "picture", "rm", this, read, [](thandle_t, void *, tmsize_t) -> tmsize_t { return 0; }, seek,
            [](thandle_t) { return 0; },
            [](thandle_t self) { return toff_t(static_cast<TiffPicture *>(self)->m_file.size()); }, nullptr,
            nullptr, options);
        TIFFOpenOptionsFree(options);
        return tiff;
    }
    static tmsize_t read(thandle_t handle, void *out, tmsize_t wanted)
    {
        auto *const self = static_cast<TiffPicture *>(handle);
        const qint64 count = std::clamp<qint64>(self->m_file.size() - self->m_at, 0, wanted);
        if (count > 0)
            std::memcpy(out, self->m_file.data() + self->m_at, std::size_t(count));
        self->m_at += count;
        return count;
    }
    static toff_t seek(thandle_t handle, toff_t offset, int whence)
    {
        auto *const self = static_cast<TiffPicture *>(handle);
        const qint64 base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? self->m_at : self->m_file.size();
        self->m_at = std::max<qint64>(0, base + qint64(std::min<toff_t>(offset, toff_t(1) << 40)));
        return toff_t(self->m_at);
    }

    void readSamples()
    {
        const auto number = [this](quint32 tag, int otherwise) {
            quint16 value = 0;
            return TIFFGetFieldDefaulted(m_tiff, tag, &value) ? int(value) : otherwise;
        };
        m_samples.count = number(TIFFTAG_SAMPLESPERPIXEL, 1);
        m_samples.bits = number(TIFFTAG_BITSPERSAMPLE, 1);
        m_samples.format = number(TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
        m_samples.photometric = number(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
        m_samples.apart =
            number(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE && m_samples.count > 1;
        quint16 count = 0;
        const quint16 *kinds = nullptr;
        TIFFGetFieldDefaulted(m_tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds);
        m_samples.premultiplied = count > 0 && kinds[0] == EXTRASAMPLE_ASSOCALPHA;
    }

    bool readPalette()
    {
        const quint16 *red = nullptr, *green = nullptr, *blue = nullptr;
        if (m_samples.bits > 8 || !TIFFGetField(m_tiff, TIFFTAG_COLORMAP, &red, &green, &blue))
            return false;
        for (std::size_t i = 0; i < std::size_t(1) << m_samples.bits; ++i)
            m_palette[i] = {quint8(red[i] >> 8), quint8(green[i] >> 8), quint8(blue[i] >> 8)};
        return true;
    }

    // YCbCr with its subsampling, and rarer kinds.
    tl::expected<void, Trouble> decodeByLibrary(RgbImage &image)
    {
        char why[1024] = {};
        if (!TIFFRGBAImageOK(m_tiff, why))
            return damaged(QString::fromUtf8(why));
        std::vector<quint32> pixels(std::size_t(image.width()) * std::size_t(image.height()));
        const Orientation stored = std::clamp(orientation(), 1, 8);
        if (!TIFFReadRGBAImageOriented(m_tiff, quint32(image.width()), quint32(image.height()), pixels.data(),
                                       stored, 1))
            return truncated();
        const quint32 *pixel = pixels.data();
        for (int y = 0; y < image.height(); ++y) {
            quint8 *out = image.row(y);
            for (int x = 0; x < image.width(); ++x, ++pixel)
                out =
                    put(out, {quint8(TIFFGetR(*pixel)), quint8(TIFFGetG(*pixel)), quint8(TIFFGetB(*pixel))});
        }
        return {};
    }

    // Tiles, or strips as tiles of the picture's width.
    QSize blockSize() const
    {
        quint32 width = quint32(m_size.width()), height = 0;
        if (TIFFIsTiled(m_tiff)) {
            TIFFGetField(m_tiff, TIFFTAG_TILEWIDTH, &width);
            TIFFGetField(m_tiff, TIFFTAG_TILELENGTH, &height);
        } else {
            TIFFGetFieldDefaulted(m_tiff, TIFFTAG_ROWSPERSTRIP, &height);
            height = std::min(height, quint32(m_size.height()));
        }
        return QSize(int(std::min<quint32>(width, INT_MAX)), int(std::min<quint32>(height, INT_MAX)));
    }

    tl::expected<void, Trouble> decodeBlocks(RgbImage &image)
    {
        const QSize block = blockSize();
        const qint64 blockPixels = qint64(block.width()) * block.height();
        const qint64 bytes = TIFFIsTiled(m_tiff) ? TIFFTileSize64(m_tiff) : TIFFStripSize64(m_tiff);
        const qint64 most = freeBytes + bytesForPixel * m_size.width() * m_size.height();
        if (block.isEmpty() || bytes <= 0 || bytes > most || blockPixels * m_samples.count > most)
            return damaged(QStringLiteral("its strips or tiles are of an invalid size"));
        m_raw.resize(std::size_t(bytes));
        m_block.resize(std::size_t(blockPixels * m_samples.count));
        for (int y = 0; y < m_size.height(); y += block.height()) {
            for (int x = 0; x < m_size.width(); x += block.width()) {
                const QSize seen(std::min(block.width(), m_size.width() - x),
                                 std::min(block.height(), m_size.height() - y));
                if (!readBlock(x, y, block.width(), seen.height()))
                    return truncated();
                for (int row = 0; row < seen.height(); ++row) {
                    const quint8 *samples =
                        m_block.data() + std::size_t(row) * std::size_t(block.width() * m_samples.count);
                    quint8 *out = image.row(y + row) + 3 * x;
                    for (int i = 0; i < seen.width(); ++i, samples += m_samples.count)
                        out = put(out, colour(samples));
                }
            }
            if (y > INT_MAX - block.height())
                break;
        }
        return {};
    }

    // Fills m_block with `rows` rows of 8-bit samples, those of a pixel side by side.
    bool readBlock(int x, int y, int width, int rows)
    {
        const SampleReader reader(m_samples);
        const int planes = m_samples.apart ? m_samples.count : 1;
        const int together = m_samples.count / planes;
        const auto inRow = std::size_t(width) * std::size_t(together);
        const std::size_t rowBytes = (inRow * std::size_t(m_samples.bits) + 7) / 8;
        if (rowBytes * std::size_t(rows) > m_raw.size())
            return false;
        for (int plane = 0; plane < std::min(planes, m_needed); ++plane) {
            if (!readRaw(quint32(x), quint32(y), quint16(plane), rowBytes * std::size_t(rows)))
                return false;
            for (int row = 0; row < rows; ++row) {
                const quint8 *raw = m_raw.data() + std::size_t(row) * rowBytes;
                quint8 *out = m_block.data() + std::size_t(row) * inRow * std::size_t(planes) + plane;
                for (std::size_t i = 0; i < inRow; ++i)
                    out[i * std::size_t(planes)] = reader.at(raw, i);
            }
        }
        return true;
    }
    bool readRaw(quint32 x, quint32 y, quint16 plane, std::size_t needed)
    {
        const auto size = tmsize_t(m_raw.size());
        const tmsize_t got =
            TIFFIsTiled(m_tiff)
                ? TIFFReadEncodedTile(m_tiff, TIFFComputeTile(m_tiff, x, y, 0, plane), m_raw.data(), size)
                : TIFFReadEncodedStrip(m_tiff, TIFFComputeStrip(m_tiff, y, plane), m_raw.data(), size);
        return got >= tmsize_t(needed);
    }

    Rgb colour(const quint8 *samples) const
    {
        switch (m_samples.photometric) {
        case PHOTOMETRIC_RGB:
            if (m_samples.premultiplied && m_samples.count > 3)
                return {divided(samples[0], samples[3]), divided(samples[1], samples[3]),
                        divided(samples[2], samples[3])};
            return {samples[0], samples[1], samples[2]};
        case PHOTOMETRIC_PALETTE:
            return m_palette[samples[0]];
        case PHOTOMETRIC_SEPARATED:
            return fromCmyk(samples);
        case PHOTOMETRIC_CIELAB:
            return fromLab(samples[0], qint8(samples[1]), qint8(samples[2]));
        case PHOTOMETRIC_MINISWHITE:
            return grey(m_samples.bits <= 16 ? quint8(255 - samples[0]) : samples[0]);
        default:
            return grey(m_samples.premultiplied && m_samples.count > 1 ? divided(samples[0], samples[1])
                                                                       : samples[0]);
        }
    }
    static quint8 divided(int value, int alpha)
    {
        return quint8(alpha == 0 || alpha == 255 ? value : std::min(255, value * 255 / alpha));
    }

    QByteArrayView m_file;
    qint64 m_at = 0;
    TIFF *m_tiff = nullptr;
    QSize m_size;
    Samples m_samples;
    int m_needed = 1; // samples that make the colour
    Palette m_palette{};
    std::vector<quint8> m_raw;
    std::vector<quint8> m_block;
};

} // namespace

std::unique_ptr<Picture> openTiff(QByteArrayView file)
{
    return std::make_unique<TiffPicture>(file);
}

} // namespace modeldeck::inference
