// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/page_button.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QStyleOptionToolButton>
#include <QStylePainter>
#include <utility>

using namespace Qt::StringLiterals;

namespace modeldeck {

PageButton::PageButton(QAction *action, QWidget *parent)
    : QToolButton(parent), m_row(new QHBoxLayout(this)), m_count(new QLabel)
{
    setDefaultAction(action);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setAutoRaise(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_count->setObjectName(u"pageCount"_s);
    const int margin = fontMetrics().averageCharWidth();
    m_row->setContentsMargins(margin, 0, margin, 0);
    m_row->addStretch();
    m_row->addWidget(m_count);
    m_count->hide();
}

// What lies on the button leaves clicks, hovering and the tool tip to it.
void PageButton::setDrawing(QWidget *drawing)
{
    drawing->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_row->addWidget(drawing);
    updateGeometry();
}

void PageButton::setCount(int count, const QString &words)
{
    m_count->setVisible(count > 0);
    m_count->setText(QLocale().toString(count));
    setAccessibleDescription(words);
}

// Styles put the words of a right-to-left button far from its icon, where the count is.
void PageButton::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    const QIcon icon = std::exchange(option.icon, {});
    const QString name = std::exchange(option.text, {});
    painter.drawComplexControl(QStyle::CC_ToolButton, option);
    const int gap = fontMetrics().averageCharWidth() / 2;
    const QRect picture(gap, (height() - iconSize().height()) / 2, iconSize().width(), iconSize().height());
    icon.paint(&painter, QStyle::visualRect(layoutDirection(), rect(), picture));
    const QRect words = rect().adjusted(picture.right() + 1 + gap, 0, 0, 0);
    painter.drawItemText(QStyle::visualRect(layoutDirection(), rect(), words),
                         int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter)),
                         palette(), isEnabled(), name, foregroundRole());
}

QSize PageButton::sizeHint() const
{
    const QSize own = QToolButton::sizeHint();
    return {own.width() + m_row->sizeHint().width(), own.height()};
}

} // namespace modeldeck
