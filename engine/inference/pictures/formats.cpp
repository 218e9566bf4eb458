// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/pictures/pictures.h"

namespace modeldeck::inference {

namespace {

template <std::size_t size>
bool starts(QByteArrayView file, const char (&magic)[size])
{
    return file.startsWith(QByteArrayView(magic, size - 1));
}

// The brands of a file in ISO's base media format, the major one first; empty for other files.
[[maybe_unused]] std::vector<QByteArrayView> brands(QByteArrayView file)
{
    constexpr qsizetype most = 256;
    std::vector<QByteArrayView> result;
    if (file.size() < 12 || file.sliced(4, 4) != "ftyp")
        return result;
    const qsizetype length = std::min({qsizetype(quint8(file[2]) << 8 | quint8(file[3])), file.size(), most});
    result.push_back(file.sliced(8, 4));
    for (qsizetype at = 16; at + 4 <= length; at += 4)
        result.push_back(file.sliced(at, 4));
    return result;
}

[[maybe_unused]] bool hasBrand(QByteArrayView file, std::initializer_list<QByteArrayView> wanted)
{
    return std::ranges::any_of(
        brands(file), [&](QByteArrayView brand) { return std::ranges::find(wanted, brand) != wanted.end(); });
}

} // namespace

const std::vector<Format> &formats()
{
    static const std::vector<Format> all{
        {"PNG", [](QByteArrayView file) { return starts(file, "\x89PNG\r\n\x1a\n"); }, openPng},
        {"JPEG", [](QByteArrayView file) { return starts(file, "\xff\xd8\xff"); }, openJpeg},
        {"GIF", [](QByteArrayView file) { return starts(file, "GIF87a") || starts(file, "GIF89a"); },
         openGif},
        {"BMP", [](QByteArrayView file) { return starts(file, "BM"); }, openBmp},
        {"WebP",
         [](QByteArrayView file) {
             return starts(file, "RIFF") && file.size() >= 12 && file.sliced(8, 4) == "WEBP";
         },
         openWebp},
        {"TIFF",
         [](QByteArrayView file) {
             return starts(file, "II*\0") || starts(file, "MM\0*") || starts(file, "II+\0") ||
                    starts(file, "MM\0+");
         },
         openTiff},
#ifdef MODELDECK_WITH_HEIF
        {"HEIC",
         [](QByteArrayView file) {
             return hasBrand(file, {"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1"}) &&
                    !hasBrand(file, {"avif", "avis"});
         },
         openHeic},
#endif
#ifdef MODELDECK_WITH_AVIF
        {"AVIF",
         [](QByteArrayView file) {
             return hasBrand(file, {"avif", "avis"});
         },
         openAvif},
#endif
    };
    return all;
}

void warmUpDecoders()
{
#ifdef MODELDECK_WITH_AVIF
    warmUpAvif();
#endif
#ifdef MODELDECK_WITH_HEIF
    warmUpHeic();
#endif
}

} // namespace modeldeck::inference
