// SPDX-License-Identifier: GPL-3.0-or-later
// modeldeck-render-icon SVG SIZE PNG: draws the icon at one size of the icon theme.
#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <cstdio>

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int size = arguments.size() == 4 ? arguments[2].toInt() : 0;
    if (size <= 0) {
        std::fputs("usage: modeldeck-render-icon SVG SIZE PNG\n", stderr);
        return 2;
    }
    QSvgRenderer drawing(arguments[1]);
    QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    drawing.render(&painter);
    painter.end();
    if (!drawing.isValid() || !image.save(arguments[3])) {
        std::fprintf(stderr, "modeldeck-render-icon: %s could not be drawn\n", qPrintable(arguments[1]));
        return 1;
    }
    return 0;
}
