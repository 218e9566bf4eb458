// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/pictures/colours.h"
#include "engine/inference/pictures/pictures.h"

#include <cstring>
#include <gif_lib.h>

namespace modeldeck::inference {

namespace {

// The first frame on its screen, which grows to hold it.
class GifPicture final : public Picture
{
public:
    explicit GifPicture(QByteArrayView file) : m_rest(file) {}
    ~GifPicture() override
    {
        if (m_gif)
            DGifCloseFile(m_gif, nullptr);
    }

    tl::expected<QSize, Trouble> readHeader() override
    {
        int error = 0;
        m_gif = DGifOpen(this, read, &error);
        if (!m_gif)
            return noHeader();
        GifRecordType type = UNDEFINED_RECORD_TYPE;
        while (type != IMAGE_DESC_RECORD_TYPE) {
            if (DGifGetRecordType(m_gif, &type) != GIF_OK || type == TERMINATE_RECORD_TYPE)
                return noHeader();
            if (type == EXTENSION_RECORD_TYPE && !readExtension())
                return noHeader();
        }
        if (DGifGetImageDesc(m_gif) != GIF_OK)
            return noHeader();
        const GifImageDesc &frame = m_gif->Image;
        return QSize(std::max(m_gif->SWidth, frame.Left + frame.Width),
                     std::max(m_gif->SHeight, frame.Top + frame.Height));
    }

    tl::expected<void, Trouble> decode(RgbImage &image) override
    {
        const Palette palette = colours();
        const Rgb background = palette[std::size_t(std::max(m_transparent, 0))];
        for (int y = 0; y < image.height(); ++y) {
            quint8 *out = image.row(y);
            for (int x = 0; x < image.width(); ++x)
                out = put(out, background);
        }
        const GifImageDesc &frame = m_gif->Image;
        std::vector<GifPixelType> line(std::size_t(frame.Width));
        const auto readRow = [&](int y) {
            if (DGifGetLine(m_gif, line.data(), frame.Width) != GIF_OK)
                return false;
            quint8 *out = image.row(frame.Top + y) + 3 * frame.Left;
            for (const GifPixelType pixel : line)
                out = put(out, palette[pixel]);
            return true;
        };
        constexpr int first[] = {0, 4, 2, 1}, step[] = {8, 8, 4, 2}; // of the interlaced rows
        for (int pass = 0; pass < (frame.Interlace ? 4 : 1); ++pass) {
            for (int y = frame.Interlace ? first[pass] : 0; y < frame.Height;
                 y += frame.Interlace ? step[pass] : 1) {
                if (!readRow(y))
                    return trouble();
            }
        }
        return {};
    }

private:
    // False: the file ends in it.
    bool readExtension()
    {
        int code = 0;
        GifByteType *block = nullptr;
        if (DGifGetExtension(m_gif, &code, &block) != GIF_OK)
            return false;
        if (code == GRAPHICS_EXT_FUNC_CODE && block && block[0] >= 4 && block[1] & 1)
            m_transparent = block[4];
        while (block) {
            if (DGifGetExtensionNext(m_gif, &block) != GIF_OK)
                return false;
        }
        return true;
    }

    Palette colours() const
    {
        const ColorMapObject *map = m_gif->Image.ColorMap ? m_gif->Image.ColorMap : m_gif->SColorMap;
        if (!map)
            return greyPalette(256);
        Palette palette{};
        for (int i = 0; i < std::min(map->ColorCount, 256); ++i)
            palette[std::size_t(i)] = {map->Colors[i].Red, map->Colors[i].Green, map->Colors[i].Blue};
        return palette;
    }

    tl::unexpected<Trouble> trouble() const
    {
        const char *why = GifErrorString(m_gif->Error);
        return m_rest.isEmpty() || !why ? truncated() : damaged(QString::fromUtf8(why));
    }

    static int read(GifFileType *gif, GifByteType *out, int wanted)
    {
        QByteArrayView &rest = static_cast<GifPicture *>(gif->UserData)->m_rest;
        const qsizetype count = std::min<qsizetype>(wanted, rest.size());
        if (count > 0)
            std::memcpy(out, rest.data(), std::size_t(count));
        rest = rest.sliced(count);
        return int(count);
    }

    QByteArrayView m_rest;
    GifFileType *m_gif = nullptr;
    int m_transparent = -1;
};

} // namespace

std::unique_ptr<Picture> openGif(QByteArrayView file)
{
    return std::make_unique<GifPicture>(file);
}

} // namespace modeldeck::inference
