// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/colors.h"

#include <QPainter>
#include <QPixmap>

namespace modeldeck::colors {

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

QColor mixed(const QColor &a, const QColor &b, double shareOfB)
{
    const auto channel = [shareOfB](float x, float y) { return float(x + (y - x) * shareOfB); };
    return QColor::fromRgbF(channel(a.redF(), b.redF()), channel(a.greenF(), b.greenF()),
                            channel(a.blueF(), b.blueF()));
}

QColor good(const QPalette &palette)
{
    return isDark(palette) ? QColor(0x4f, 0xc9, 0x9a) : QColor(0x00, 0x7a, 0x58);
}

QColor attention(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xf0, 0xb4, 0x3c) : QColor(0x9a, 0x5b, 0x00);
}

QColor bad(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xff, 0x7a, 0x66) : QColor(0xb8, 0x2a, 0x1a);
}

QColor quiet(const QPalette &palette)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.35);
}

QColor state(const ModelView &model, const QPalette &palette)
{
    switch (model.state) {
    case ModelState::Ready:
    case ModelState::Busy:
    case ModelState::ResidentInRam:
        return good(palette);
    case ModelState::Loading:
    case ModelState::Draining:
    case ModelState::Unloading:
        return attention(palette);
    case ModelState::Failed:
        return bad(palette);
    case ModelState::Unloaded:
        return quiet(palette);
    }
    Q_UNREACHABLE();
}

QColor pressure(PressureLevel level, const QPalette &palette)
{
    switch (level) {
    case PressureLevel::Normal:
        return good(palette);
    case PressureLevel::Medium:
    case PressureLevel::High:
        return attention(palette);
    case PressureLevel::Critical:
        return bad(palette);
    }
    Q_UNREACHABLE();
}

QColor series(int index, const QPalette &palette)
{
    static constexpr QRgb rgb[seriesCount] = {0xff0072b2, 0xffe69f00, 0xff009e73,
                                              0xffcc79a7, 0xff56b4e9, 0xffd55e00};
    const QColor color = QColor::fromRgb(rgb[index % seriesCount]);
    return isDark(palette) ? mixed(color, Qt::white, 0.12) : color;
}

QBrush seriesBrush(int index, const QPalette &palette)
{
    static constexpr Qt::BrushStyle hatches[seriesCount] = {Qt::NoBrush,          Qt::BDiagPattern,
                                                            Qt::FDiagPattern,     Qt::HorPattern,
                                                            Qt::DiagCrossPattern, Qt::VerPattern};
    const QColor color = series(index, palette);
    const Qt::BrushStyle hatch = hatches[index % seriesCount];
    if (hatch == Qt::NoBrush)
        return color;
    QPixmap tile(8, 8); // the period of Qt's own patterns
    tile.fill(color);
    QPainter(&tile).fillRect(tile.rect(), QBrush(mixed(color, palette.color(QPalette::Base), 0.35), hatch));
    return QBrush(tile);
}

QColor otherPrograms(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.3);
}

} // namespace modeldeck::colors
