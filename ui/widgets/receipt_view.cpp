// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/receipt_view.h"

#include "ui/widgets/basics.h"
#include "ui/wording.h"

#include <QGridLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace modeldeck {

ReceiptView::ReceiptView(QWidget *parent)
    : QScrollArea(parent), m_title(headingLabel()), m_table(new QWidget), m_grid(new QGridLayout(m_table))
{
    setObjectName(u"receiptView"_s);
    setAccessibleName(tr("Receipt"));
    m_title->setWordWrap(true);
    m_grid->setContentsMargins({});
    m_grid->setHorizontalSpacing(fontMetrics().averageCharWidth() * 3);
    m_grid->setColumnStretch(3, 1);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->addWidget(m_title);
    column->addWidget(m_table);
    column->addStretch();
    setWidget(content);
    setWidgetResizable(true);
}

void ReceiptView::setMessage(const QString &text)
{
    m_title->setText(text);
    m_table->hide();
}

QLabel *ReceiptView::cell(int row, int column)
{
    if (auto *item = m_grid->itemAtPosition(row, column))
        return static_cast<QLabel *>(item->widget());
    QLabel *label = plainLabel();
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_grid->addWidget(label, row, column);
    return label;
}

void ReceiptView::addRow(int row, const QString &name, Bytes held, Bytes returned)
{
    cell(row, 0)->setText(name);
    cell(row, 1)->setText(wording::bytes(held));
    cell(row, 2)->setText(wording::bytes(returned));
    for (const int column : {1, 2})
        cell(row, column)->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
}

// A line of words in the place of the numbers, as wide as the table.
void ReceiptView::setLine(int row, const QString &name, const QString &text)
{
    cell(row, 0)->setText(name);
    cell(row, 0)->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    QLabel *value = cell(row, 1);
    m_grid->removeWidget(value);
    m_grid->addWidget(value, row, 1, 1, 3);
    value->setWordWrap(true);
    value->setText(text);
}

void ReceiptView::setReceipt(const Receipt &receipt, EpochSeconds now)
{
    const QString title = receipt.movedToRam ? tr("%1 moved to RAM, %2", "model, moment")
                                             : tr("%1 unloaded, %2", "model, moment");
    m_title->setText(title.arg(receipt.modelId, wording::moment(receipt.at, now)));
    cell(0, 1)->setText(tr("Held"));
    cell(0, 2)->setText(tr("Returned"));
    for (const int column : {1, 2})
        cell(0, column)->setAlignment(Qt::AlignTrailing);
    addRow(1, tr("Process memory"), receipt.held.pss, receipt.returned.pss);
    addRow(2, tr("   private"), receipt.held.anonymous, receipt.returned.anonymous);
    addRow(3, tr("   mapped files"), receipt.held.file, receipt.returned.file);
    addRow(4, tr("GPU memory"), receipt.held.device.value_or(Bytes{}),
           receipt.returned.device.value_or(Bytes{}));
    if (!receipt.held.device)
        cell(4, 1)->setText(tr("not known"));
    for (const int column : {0, 1, 2}) // without a GPU it says nothing
        cell(4, column)->setVisible(receipt.held.device != Bytes{0});
    setLine(5, tr("System memory"),
            tr("%1 available (other programs move this number too)")
                .arg(wording::change(receipt.systemAvailable)));
    setLine(6, tr("Took"), wording::exactSeconds(receipt.seconds));
    const QString rule = wording::translated(receipt.rule);
    const QString reason = wording::reason(receipt.reason);
    setLine(7, tr("Why"), rule.isEmpty() ? reason : tr("%1 (%2)", "reason (rule)").arg(reason, rule));
    QStringList others;
    for (const ReceiptCandidate &candidate : receipt.candidates)
        others
            << tr("%1: %2", "model: why not").arg(candidate.modelId, wording::translated(candidate.whyNot));
    setLine(8, tr("Other candidates"), others.isEmpty() ? tr("none") : others.join(u'\n'));
    m_table->show();
}

} // namespace modeldeck
