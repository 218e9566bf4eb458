// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/switch_button.h"

#include "ui/colors.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>

namespace modeldeck {

QSize SwitchButton::sizeHint() const
{
    const int height = fontMetrics().height();
    const int text = fontMetrics().size(Qt::TextShowMnemonic, this->text()).width();
    return {height * 2 + fontMetrics().averageCharWidth() * 2 + text, height * 3 / 2};
}

void SwitchButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette::ColorGroup group = isEnabled() ? QPalette::Active : QPalette::Disabled;
    const double height = fontMetrics().height();
    QRect track(1, int((this->height() - height) / 2), int(height * 1.8), int(height));
    track = QStyle::visualRect(layoutDirection(), rect(), track);
    const QColor ink = palette().color(group, QPalette::WindowText);
    const QColor window = palette().color(group, QPalette::Window);
    const QColor on = palette().color(group, QPalette::Highlight);
    painter.setPen(QPen(isChecked() ? on : colors::mixed(window, ink, 0.6), 1));
    painter.setBrush(isChecked() ? on : colors::mixed(window, ink, 0.15));
    painter.drawRoundedRect(QRectF(track).adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2);

    const double knob = height * 0.64;
    const bool atRight = isChecked() != (layoutDirection() == Qt::RightToLeft);
    QPointF center = QRectF(track).center();
    center.setX(atRight ? track.right() - height / 2 : track.left() + height / 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isChecked() ? palette().color(group, QPalette::HighlightedText)
                                 : colors::mixed(window, ink, 0.7));
    painter.drawEllipse(center, knob / 2, knob / 2);

    const QRect text = rect().adjusted(int(height * 1.8) + fontMetrics().averageCharWidth(), 0, 0, 0);
    style()->drawItemText(&painter, QStyle::visualRect(layoutDirection(), rect(), text),
                          int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter)) |
                              Qt::TextShowMnemonic,
                          palette(), isEnabled(), this->text(), QPalette::WindowText);
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

} // namespace modeldeck
