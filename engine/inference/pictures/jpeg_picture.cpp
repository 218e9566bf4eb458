// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/pictures/colours.h"
#include "engine/inference/pictures/orientation.h"
#include "engine/inference/pictures/pictures.h"

#include <csetjmp>
#include <cstddef>
#include <cstdio> // jpeglib.h needs it
#include <jpeglib.h>

namespace modeldeck::inference {

namespace {

constexpr int mostScans = 500; // a progressive file may have as many as it likes, each as dear as a picture

class JpegPicture final : public Picture
{
public:
    explicit JpegPicture(QByteArrayView file) : m_file(file)
    {
        m_jpeg.err = jpeg_std_error(&m_errors);
        m_jpeg.client_data = this;
        m_errors.error_exit = fail;
        m_errors.emit_message = [](j_common_ptr, int) {};
        m_errors.output_message = [](j_common_ptr) {};
        m_progress.progress_monitor = countScans;
        m_source.next_input_byte = reinterpret_cast<const JOCTET *>(file.data());
        m_source.bytes_in_buffer = std::size_t(file.size());
        m_source.init_source = [](j_decompress_ptr) {};
        m_source.term_source = [](j_decompress_ptr) {};
        // libjpeg would go on with grey: at the end of the file it gets nothing, and says so.
        m_source.fill_input_buffer = [](j_decompress_ptr) -> boolean { return FALSE; };
        m_source.skip_input_data = skip;
        m_source.resync_to_restart = jpeg_resync_to_restart;
    }
    ~JpegPicture() override { jpeg_destroy_decompress(&m_jpeg); }

    tl::expected<QSize, Trouble> readHeader() override
    {
        if (setjmp(m_failed))
            return noHeader();
        jpeg_create_decompress(&m_jpeg);
        m_jpeg.src = &m_source;
        m_jpeg.progress = &m_progress;
        if (jpeg_read_header(&m_jpeg, TRUE) != JPEG_HEADER_OK)
            return noHeader();
        return QSize(int(m_jpeg.image_width), int(m_jpeg.image_height));
    }

    Orientation orientation() const override { return jpegOrientation(m_file); }

    tl::expected<void, Trouble> decode(RgbImage &image) override
    {
        const bool cmyk = m_jpeg.num_components == 4;
        if (m_jpeg.num_components == 2)
            return damaged(QStringLiteral("it has 2 components"));
        m_row.resize(cmyk ? 4 * std::size_t(image.width()) : 0);
        if (setjmp(m_failed))
            return damaged(QString::fromUtf8(m_why));
        m_jpeg.out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
        if (!jpeg_start_decompress(&m_jpeg))
            return truncated();
        while (m_jpeg.output_scanline < m_jpeg.output_height) {
            quint8 *const out = image.row(int(m_jpeg.output_scanline));
            JSAMPROW row = cmyk ? m_row.data() : out;
            if (jpeg_read_scanlines(&m_jpeg, &row, 1) != 1)
                return truncated();
            if (cmyk)
                putInverted(out);
        }
        return jpeg_finish_decompress(&m_jpeg) ? tl::expected<void, Trouble>() : truncated();
    }

private:
    // Adobe's programs write ink as its opposite, and nobody writes it otherwise.
    void putInverted(quint8 *out)
    {
        for (std::size_t at = 0; at < m_row.size(); at += 4) {
            std::transform(&m_row[at], &m_row[at] + 4, &m_row[at], [](quint8 ink) { return 255 - ink; });
            out = put(out, fromCmyk(&m_row[at]));
        }
    }

    [[noreturn]] static void fail(j_common_ptr jpeg)
    {
        auto *const picture = static_cast<JpegPicture *>(jpeg->client_data);
        jpeg->err->format_message(jpeg, picture->m_why);
        std::longjmp(picture->m_failed, 1);
    }
    static void countScans(j_common_ptr jpeg)
    {
        if (reinterpret_cast<j_decompress_ptr>(jpeg)->input_scan_number <= mostScans)
            return;
        auto *const picture = static_cast<JpegPicture *>(jpeg->client_data);
        qstrncpy(picture->m_why, "it has too many scans", sizeof picture->m_why);
        std::longjmp(picture->m_failed, 1);
    }
    static void skip(j_decompress_ptr jpeg, long count)
    {
        const auto skipped = std::min(jpeg->src->bytes_in_buffer, std::size_t(std::max(count, 0L)));
        jpeg->src->next_input_byte += skipped;
        jpeg->src->bytes_in_buffer -= skipped;
    }

    QByteArrayView m_file;
    jpeg_decompress_struct m_jpeg = {};
    jpeg_error_mgr m_errors = {};
    jpeg_source_mgr m_source = {};
    jpeg_progress_mgr m_progress = {};
    std::vector<JSAMPLE> m_row;
    std::jmp_buf m_failed = {};
    char m_why[JMSG_LENGTH_MAX] = {};
};

} // namespace

std::unique_ptr<Picture> openJpeg(QByteArrayView file)
{
    return std::make_unique<JpegPicture>(file);
}

} // namespace modeldeck::inference
