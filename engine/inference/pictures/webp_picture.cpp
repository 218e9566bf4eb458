// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/pictures/colours.h"
#include "engine/inference/pictures/orientation.h"
#include "engine/inference/pictures/pictures.h"

#include <webp/demux.h>

namespace modeldeck::inference {

namespace {

// The first frame on its canvas, from libwebp's reader of animations, which reads single pictures too.
class WebpPicture final : public Picture
{
public:
    explicit WebpPicture(QByteArrayView file)
        : m_file(file), m_data{reinterpret_cast<const uint8_t *>(file.data()), std::size_t(file.size())}
    {
    }
    ~WebpPicture() override { WebPAnimDecoderDelete(m_decoder); }

    tl::expected<QSize, Trouble> readHeader() override
    {
        WebPBitstreamFeatures features;
        if (WebPGetFeatures(m_data.bytes, m_data.size, &features) != VP8_STATUS_OK)
            return noHeader();
        return QSize(features.width, features.height);
    }

    Orientation orientation() const override { return webpOrientation(m_file); }

    tl::expected<void, Trouble> decode(RgbImage &image) override
    {
        m_decoder = WebPAnimDecoderNew(&m_data, nullptr);
        if (!m_decoder)
            return truncated();
        WebPAnimInfo info;
        uint8_t *pixels = nullptr;
        int time = 0;
        if (!WebPAnimDecoderGetInfo(m_decoder, &info) || int(info.canvas_width) != image.width() ||
            int(info.canvas_height) != image.height())
            return damaged(QStringLiteral("its sizes differ"));
        if (!WebPAnimDecoderGetNext(m_decoder, &pixels, &time))
            return damaged(QStringLiteral("its data are invalid"));
        for (int y = 0; y < image.height(); ++y) {
            quint8 *out = image.row(y);
            for (int x = 0; x < image.width(); ++x, pixels += 4)
                out = put(out, {pixels[0], pixels[1], pixels[2]});
        }
        return {};
    }

private:
    QByteArrayView m_file;
    WebPData m_data;
    WebPAnimDecoder *m_decoder = nullptr;
};

} // namespace

std::unique_ptr<Picture> openWebp(QByteArrayView file)
{
    return std::make_unique<WebpPicture>(file);
}

} // namespace modeldeck::inference
