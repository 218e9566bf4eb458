// SPDX-License-Identifier: GPL-3.0-or-later
// modeldeck-decode-picture FILE: the picture as the runner reads it, as a PPM file on standard output. Exits
// with 1 and the reason if it can't be read.
#include "engine/inference/image_decode.h"

#include <QFile>
#include <cstdio>

using namespace modeldeck::inference;

int main(int argc, char **argv)
{
    QFile file(argc == 2 ? QString::fromLocal8Bit(argv[1]) : QString());
    if (!file.open(QIODevice::ReadOnly)) {
        std::fputs("usage: modeldeck-decode-picture FILE\n", stderr);
        return 2;
    }
    const auto image = decodeImage(file.readAll(), defaultMaxPixels);
    if (!image) {
        std::fprintf(stderr, "%s\n", qPrintable(image.error().message.english()));
        return 1;
    }
    std::printf("P6\n%d %d\n255\n", image->width(), image->height());
    for (int y = 0; y < image->height(); ++y)
        std::fwrite(image->row(y), 3, std::size_t(image->width()), stdout);
    return 0;
}
