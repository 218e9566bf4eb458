// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/facts_view.h"

#include "ui/colors.h"
#include "ui/widgets/basics.h"

#include <QGridLayout>

namespace modeldeck {

FactsView::FactsView(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins({});
    m_grid->setHorizontalSpacing(fontMetrics().averageCharWidth() * 3);
    m_grid->setVerticalSpacing(fontMetrics().height() / 4);
    m_grid->setColumnStretch(1, 1);
}

QLabel *FactsView::cell(int row, int column)
{
    if (auto *item = m_grid->itemAtPosition(row, column))
        return static_cast<QLabel *>(item->widget());
    auto *label = plainLabel();
    label->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    if (column == 1) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_grid->addWidget(label, row, column);
    return label;
}

void FactsView::setFacts(const QList<Fact> &facts)
{
    int row = 0;
    for (const Fact &fact : facts) {
        if (fact.value.isEmpty())
            continue;
        cell(row, 0)->setText(fact.name);
        cell(row, 1)->setText(fact.value);
        cell(row, 1)->setAccessibleName(fact.name);
        for (const int column : {0, 1})
            cell(row, column)->show();
        ++row;
    }
    for (; m_grid->itemAtPosition(row, 0); ++row) {
        for (const int column : {0, 1})
            cell(row, column)->hide();
    }
}

} // namespace modeldeck
