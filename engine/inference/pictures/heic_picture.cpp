// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/pictures/pictures.h"

#include <algorithm>
#include <libheif/heif.h>

namespace modeldeck::inference {

namespace {

// libheif turns the picture itself, as the container says; its EXIF repeats that and is not asked.
class HeicPicture final : public Picture
{
public:
    explicit HeicPicture(QByteArrayView file) : m_file(file) {}
    ~HeicPicture() override
    {
        heif_image_release(m_image);
        heif_image_handle_release(m_handle);
        heif_context_free(m_context);
    }

    tl::expected<QSize, Trouble> readHeader() override
    {
        m_context = heif_context_alloc();
        if (!m_context)
            throw std::bad_alloc();
        heif_context_set_max_decoding_threads(m_context, 0);
        if (heif_context_read_from_memory_without_copy(m_context, m_file.data(), std::size_t(m_file.size()),
                                                       nullptr)
                    .code != heif_error_Ok ||
            heif_context_get_primary_image_handle(m_context, &m_handle).code != heif_error_Ok)
            return noHeader();
        return QSize(heif_image_handle_get_width(m_handle), heif_image_handle_get_height(m_handle));
    }

    tl::expected<void, Trouble> decode(RgbImage &image) override
    {
        const heif_error error =
            heif_decode_image(m_handle, &m_image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, nullptr);
        if (error.code != heif_error_Ok)
            return damaged(QString::fromUtf8(error.message));
        int rowBytes = 0;
        const uint8_t *pixels = heif_image_get_plane_readonly(m_image, heif_channel_interleaved, &rowBytes);
        if (!pixels || heif_image_get_width(m_image, heif_channel_interleaved) != image.width() ||
            heif_image_get_height(m_image, heif_channel_interleaved) != image.height())
            return damaged(QStringLiteral("its sizes differ"));
        for (int y = 0; y < image.height(); ++y)
            std::copy_n(pixels + std::ptrdiff_t(y) * rowBytes, 3 * image.width(), image.row(y));
        return {};
    }

private:
    QByteArrayView m_file;
    heif_context *m_context = nullptr;
    heif_image_handle *m_handle = nullptr;
    heif_image *m_image = nullptr;
};

} // namespace

std::unique_ptr<Picture> openHeic(QByteArrayView file)
{
    return std::make_unique<HeicPicture>(file);
}

void warmUpHeic()
{
    heif_init(nullptr); // loads the plugins that decode
}

} // namespace modeldeck::inference
