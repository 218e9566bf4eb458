// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QBrush>
#include <QColor>
#include <QPalette>

// The few colours that mean something, made to fit the palette in force. None carries its meaning alone: a
// shape, a dash or a word stands beside it.
namespace modeldeck::colors {

bool isDark(const QPalette &palette);
QColor mixed(const QColor &a, const QColor &b, double shareOfB);

QColor good(const QPalette &palette);
QColor attention(const QPalette &palette);
QColor bad(const QPalette &palette);
QColor quiet(const QPalette &palette); // text that stands back, still readable

QColor state(const ModelView &model, const QPalette &palette);
QColor pressure(PressureLevel level, const QPalette &palette);

// Okabe and Ito's colours (jfly.uni-koeln.de/color), which colour-blind people tell apart.
constexpr int seriesCount = 6;
QColor series(int index, const QPalette &palette);
QBrush seriesBrush(int index, const QPalette &palette); // the colour, with a hatching of its own
QColor otherPrograms(const QPalette &palette);

} // namespace modeldeck::colors
