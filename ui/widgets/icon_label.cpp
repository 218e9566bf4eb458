// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icon_label.h"

#include "ui/icons.h"

#include <QPainter>

namespace modeldeck {

IconLabel::IconLabel(int side, QWidget *parent) : QWidget(parent), m_side(side)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconLabel::setIcon(const QString &name)
{
    m_name = name;
    update();
}

void IconLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    icon(m_name).paint(&painter, rect());
}

} // namespace modeldeck
