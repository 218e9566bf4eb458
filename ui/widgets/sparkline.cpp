// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sparkline.h"

#include "ui/colors.h"

#include <QPainter>
#include <QStyle>
#include <algorithm>
#include <utility>

namespace modeldeck {

namespace {

constexpr double nothing = -1;

} // namespace

Sparkline::Sparkline(QWidget *parent) : QWidget(parent)
{
    m_shares.fill(nothing);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Sparkline::append(EpochSeconds at, double share)
{
    const qint64 time = qint64(at) / secondsPerBar;
    if (const qint64 passed = time - m_newest; passed != 0) { // a clock that was set back begins anew
        const auto shift = passed > 0 ? std::min<qint64>(passed, bars) : bars;
        std::shift_left(m_shares.begin(), m_shares.end(), shift);
        std::fill(m_shares.end() - shift, m_shares.end(), nothing);
        m_newest = time;
        update();
    }
    double &last = m_shares.back();
    if (share > last) {
        last = std::min(share, 1.0);
        update();
    }
}

void Sparkline::setLevel(PressureLevel level)
{
    if (std::exchange(m_level, level) != level)
        update();
}

QSize Sparkline::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 8, fontMetrics().ascent()};
}

void Sparkline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor color = colors::pressure(m_level, palette());
    painter.fillRect(rect(), colors::mixed(palette().color(QPalette::Window), color, 0.15));
    for (int i = 0; i < bars; ++i) {
        if (bar(i) < 0)
            continue;
        const int left = width() * i / bars;
        const int tall = std::max(1, int(height() * bar(i) + 0.5)); // nothing in use is still measured
        const QRect filled(left, height() - tall, width() * (i + 1) / bars - left, tall);
        painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), filled), color);
    }
}

} // namespace modeldeck
