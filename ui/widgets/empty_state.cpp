// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/widgets/basics.h"
#include "ui/widgets/icon_label.h"

#include <QFontDatabase>
#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace modeldeck {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent), m_icon(new IconLabel(style()->pixelMetric(QStyle::PM_LargeIconSize))),
      m_title(headingLabel()), m_text(wrappedLabel()), m_commands(selectableLabel())
{
    QFont big = m_title->font();
    big.setPointSizeF(big.pointSizeF() * 1.3);
    m_title->setFont(big);
    m_commands->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *column = new QVBoxLayout(this);
    column->addStretch(1);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    for (QLabel *label : {m_title, m_text, m_commands}) {
        label->setAlignment(Qt::AlignHCenter);
        column->addWidget(label);
    }
    column->addStretch(2);
}

void EmptyState::setContent(const QString &iconName, const QString &title, const QString &text,
                            const QString &commands)
{
    m_icon->setIcon(iconName);
    m_title->setText(title);
    m_text->setText(text);
    m_commands->setText(commands);
    m_commands->setVisible(!commands.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
}

void EmptyState::setNoMatch(const QString &search)
{
    setContent(u"search"_s, tr("Nothing matches the search"), tr("Nothing here contains “%1”.").arg(search));
}

} // namespace modeldeck
