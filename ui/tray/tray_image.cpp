// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/tray_image.h"

#include "ui/charts/samples.h"
#include "ui/colors.h"

#include <QGuiApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace modeldeck {

namespace {

int stepOf(Bytes part, Bytes whole)
{
    return int(std::lround(std::clamp(shareOf(part, whole), 0.0, 1.0) * TrayImage::steps));
}

} // namespace

TrayImage TrayImage::of(const Snapshot &snapshot)
{
    const MemoryTotals ram = ramTotals(snapshot);
    const MemoryTotals vram = vramTotals(snapshot);
    TrayImage image;
    image.level = worstPressure(snapshot);
    const bool gpu = vram.total.value > 0;
    image.first = gpu ? stepOf(vram.used, vram.total) : stepOf(ram.used, ram.total);
    image.second = gpu ? stepOf(ram.used, ram.total) : stepOf(heldByModels(snapshot, false), ram.total);
    return image;
}

// The panel it lies on may be dark or light: a frame of middle grey reads on both.
QIcon TrayImage::icon() const
{
    QIcon icon;
    for (const int side : {16, 22, 32, 48, 64}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        const int gap = std::max(1, side / 16);
        const int width = (side - 5 * gap) / 2;
        const QColor frame(0x90, 0x90, 0x90);
        int left = gap;
        for (const int step : {first, second}) {
            const QRect bar(left, gap, width, side - 2 * gap);
            painter.setPen(frame);
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(bar.adjusted(0, 0, -1, -1));
            QRect filled = bar.adjusted(gap, gap, -gap, -gap);
            filled.setTop(filled.bottom() + 1 - filled.height() * step / steps);
            painter.fillRect(filled, colors::pressure(level, QGuiApplication::palette()));
            left += width + 3 * gap;
        }
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace modeldeck
