// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/pictures/colours.h"
#include "engine/inference/pictures/orientation.h"
#include "engine/inference/pictures/pictures.h"

#include <avif/avif.h>

namespace modeldeck::inference {

namespace {

class AvifPicture final : public Picture
{
public:
    explicit AvifPicture(QByteArrayView file) : m_file(file) {}
    ~AvifPicture() override
    {
        avifRGBImageFreePixels(&m_rgb);
        if (m_decoder)
            avifDecoderDestroy(m_decoder);
    }

    tl::expected<QSize, Trouble> readHeader() override
    {
        m_decoder = avifDecoderCreate();
        if (!m_decoder)
            throw std::bad_alloc();
        m_decoder->maxThreads = 1;
        m_decoder->ignoreExif = AVIF_TRUE;                        // repeats what the container says
        m_decoder->strictFlags = AVIF_STRICT_ALPHA_ISPE_REQUIRED; // what common writers leave out is no fault
        const auto *bytes = reinterpret_cast<const uint8_t *>(m_file.data());
        if (avifDecoderSetIOMemory(m_decoder, bytes, std::size_t(m_file.size())) != AVIF_RESULT_OK ||
            avifDecoderParse(m_decoder) != AVIF_RESULT_OK)
            return noHeader();
        return QSize(int(m_decoder->image->width), int(m_decoder->image->height));
    }

    tl::expected<void, Trouble> decode(RgbImage &image) override
    {
        avifResult result = avifDecoderNextImage(m_decoder);
        if (result == AVIF_RESULT_TRUNCATED_DATA)
            return truncated();
        if (result == AVIF_RESULT_OK) {
            avifRGBImageSetDefaults(&m_rgb, m_decoder->image);
            m_rgb.depth = 8;
            m_rgb.format = AVIF_RGB_FORMAT_RGBA; // so that premultiplied colours come back as they were
            avifRGBImageAllocatePixels(&m_rgb);
            if (!m_rgb.pixels)
                throw std::bad_alloc();
            result = avifImageYUVToRGB(m_decoder->image, &m_rgb);
        }
        if (result != AVIF_RESULT_OK)
            return damaged(QString::fromUtf8(avifResultToString(result)));
        if (int(m_rgb.width) != image.width() || int(m_rgb.height) != image.height())
            return damaged(QStringLiteral("its sizes differ"));
        for (int y = 0; y < image.height(); ++y) {
            quint8 *out = image.row(y);
            const uint8_t *pixels = m_rgb.pixels + std::size_t(y) * m_rgb.rowBytes;
            for (int x = 0; x < image.width(); ++x, pixels += 4)
                out = put(out, {pixels[0], pixels[1], pixels[2]});
        }
        return {};
    }

    // By the container, or else by the XMP.
    Orientation orientation() const override
    {
        const avifImage &image = *m_decoder->image;
        const bool turned = image.transformFlags & AVIF_TRANSFORM_IROT;
        const bool mirrored = image.transformFlags & AVIF_TRANSFORM_IMIR;
#if AVIF_VERSION >= 1000000
        const int axis = image.imir.axis;
#else
        const int axis = image.imir.mode;
#endif
        if (!turned && !mirrored)
            return xmpOrientation(QByteArrayView(reinterpret_cast<const char *>(image.xmp.data),
                                                 qsizetype(image.xmp.size)))
                .value_or(1);
        constexpr Orientation plain[] = {1, 8, 3, 6};
        constexpr Orientation upsideDown[] = {4, 5, 2, 7}; // axis 0: top and bottom change places
        constexpr Orientation leftRight[] = {2, 7, 4, 5};
        const auto quarters = std::size_t(turned ? image.irot.angle & 3 : 0);
        return !mirrored ? plain[quarters] : axis == 0 ? upsideDown[quarters] : leftRight[quarters];
    }

private:
    QByteArrayView m_file;
    avifDecoder *m_decoder = nullptr;
    avifRGBImage m_rgb = {};
};

} // namespace

std::unique_ptr<Picture> openAvif(QByteArrayView file)
{
    return std::make_unique<AvifPicture>(file);
}

void warmUpAvif()
{
    avifCodecName(AVIF_CODEC_CHOICE_AUTO, AVIF_CODEC_FLAG_CAN_DECODE);
}

} // namespace modeldeck::inference
