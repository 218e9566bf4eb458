// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window_part.h"

#include <QWidget>

class QCheckBox;

namespace modeldeck {

class EngineLink;
class EventsModel;
class ReceiptView;
class SearchedTable;

// What happened, newest first, and of each unload its receipt.
class EventsPage : public QWidget, public WindowPart
{
    Q_OBJECT
public:
    explicit EventsPage(EngineLink &link, QWidget *parent = nullptr);

    void showMoment(EpochSeconds at); // selects what happened nearest to it

    void restore(const QSettings &settings) override;
    void save(QSettings &settings) override;

private:
    void fitColumns();
    void showCurrent();

    EventsModel *m_model;
    SearchedTable *m_events;
    QCheckBox *m_receiptsOnly;
    ReceiptView *m_receipt;
};

} // namespace modeldeck
