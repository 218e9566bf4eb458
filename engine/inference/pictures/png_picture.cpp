// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/pictures/colours.h"
#include "engine/inference/pictures/orientation.h"
#include "engine/inference/pictures/pictures.h"

#include <QtEndian>
#include <csetjmp>
#include <cstring>
#include <png.h>

namespace modeldeck::inference {

namespace {

constexpr qsizetype signatureBytes = 8;
constexpr qsizetype frameBytes = 12; // length, name and checksum around a chunk's body

// The parts of a file that make its pixels: all that libpng is shown. Other chunks could swell, and tRNS
// would change colours.
std::vector<QByteArrayView> pixelChunks(QByteArrayView file, bool &whole)
{
    std::vector<QByteArrayView> parts{file.first(signatureBytes)};
    QByteArrayView rest = file.sliced(signatureBytes);
    bool header = false;
    whole = false;
    while (!whole && rest.size() >= frameBytes) {
        const qint64 length = frameBytes + qint64(qFromBigEndian<quint32>(rest.data()));
        if (length > rest.size())
            break;
        const QByteArrayView name = rest.sliced(4, 4);
        whole = name == "IEND";
        if (whole || name == "IDAT" || name == "PLTE" || (name == "IHDR" && !header))
            parts.push_back(rest.first(length));
        header = header || name == "IHDR";
        rest = rest.sliced(length);
    }
    return parts;
}

class PngPicture final : public Picture
{
public:
    explicit PngPicture(QByteArrayView file) : m_file(file), m_parts(pixelChunks(file, m_whole)) {}
    ~PngPicture() override { png_destroy_read_struct(&m_png, &m_info, nullptr); }

    tl::expected<QSize, Trouble> readHeader() override
    {
        // Our own: libpng reads on to the pixels, and refuses long sides as an invalid header.
        constexpr qsizetype headerEnd = 24;
        if (m_file.size() < headerEnd || m_file.sliced(12, 4) != "IHDR")
            return noHeader();
        const auto width = qFromBigEndian<quint32>(m_file.data() + 16);
        const auto height = qFromBigEndian<quint32>(m_file.data() + 20);
        if (width > PNG_UINT_31_MAX || height > PNG_UINT_31_MAX)
            return noHeader();
        return QSize(int(width), int(height));
    }

    Orientation orientation() const override { return pngOrientation(m_file); }

    tl::expected<void, Trouble> decode(RgbImage &image) override
    {
        if (!m_whole)
            return truncated();
        m_png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, fail, ignore);
        m_info = m_png ? png_create_info_struct(m_png) : nullptr;
        if (!m_info)
            throw std::bad_alloc();
        m_rows.resize(std::size_t(image.height()));
        for (int y = 0; y < image.height(); ++y)
            m_rows[std::size_t(y)] = image.row(y);
        if (setjmp(m_failed))
            return m_exhausted ? truncated() : damaged(QString::fromUtf8(m_why));
        png_set_read_fn(m_png, this, read);
        png_set_user_limits(m_png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        png_read_info(m_png, m_info);
        transform();
        png_read_image(m_png, m_rows.data());
        return {};
    }

private:
    void transform()
    {
        png_set_crc_action(m_png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE); // zlib's own checksum holds
        png_set_strip_16(m_png);
        png_set_strip_alpha(m_png);
        const int type = png_get_color_type(m_png, m_info);
        if (type == PNG_COLOR_TYPE_PALETTE)
            png_set_palette_to_rgb(m_png);
        if (type == PNG_COLOR_TYPE_GRAY && png_get_bit_depth(m_png, m_info) < 8)
            png_set_expand_gray_1_2_4_to_8(m_png);
        if (type == PNG_COLOR_TYPE_GRAY || type == PNG_COLOR_TYPE_GRAY_ALPHA)
            png_set_gray_to_rgb(m_png);
        png_set_interlace_handling(m_png);
        png_read_update_info(m_png, m_info);
    }

    static PngPicture *self(png_structp png) { return static_cast<PngPicture *>(png_get_error_ptr(png)); }
    static void read(png_structp png, png_bytep out, std::size_t wanted)
    {
        PngPicture *const picture = self(png);
        while (wanted > 0) {
            if (picture->m_part == picture->m_parts.size()) {
                picture->m_exhausted = true;
                png_error(png, "it ends early");
            }
            QByteArrayView &part = picture->m_parts[picture->m_part];
            const auto count = std::min(wanted, std::size_t(part.size()));
            std::memcpy(out, part.data(), count);
            part = part.sliced(qsizetype(count));
            picture->m_part += part.isEmpty() ? 1 : 0;
            out += count;
            wanted -= count;
        }
    }
    [[noreturn]] static void fail(png_structp png, png_const_charp why)
    {
        PngPicture *const picture = self(png);
        qstrncpy(picture->m_why, why, sizeof picture->m_why);
        std::longjmp(picture->m_failed, 1);
    }
    static void ignore(png_structp, png_const_charp) {}

    QByteArrayView m_file;
    bool m_whole = false;
    std::vector<QByteArrayView> m_parts;
    std::size_t m_part = 0;
    bool m_exhausted = false;
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
    std::vector<png_bytep> m_rows;
    std::jmp_buf m_failed = {};
    char m_why[200] = {};
};

} // namespace

std::unique_ptr<Picture> openPng(QByteArrayView file)
{
    return std::make_unique<PngPicture>(file);
}

} // namespace modeldeck::inference
