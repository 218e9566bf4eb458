// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QScrollArea>

class QGridLayout;
class QLabel;

namespace modeldeck {

// One receipt in full: held → returned → how long → why, and which other models were candidates.
class ReceiptView : public QScrollArea
{
    Q_OBJECT
public:
    explicit ReceiptView(QWidget *parent = nullptr);
    void setReceipt(const Receipt &receipt, EpochSeconds now);
    void setMessage(const QString &text); // instead of a receipt

private:
    void addRow(int row, const QString &name, Bytes held, Bytes returned);
    void setLine(int row, const QString &name, const QString &text);
    QLabel *cell(int row, int column);

    QLabel *m_title;
    QWidget *m_table;
    QGridLayout *m_grid;
};

} // namespace modeldeck
