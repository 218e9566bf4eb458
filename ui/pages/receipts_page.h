// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QWidget>

class QCheckBox;
class QSettings;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace modeldeck {

class EmptyState;
class EventsModel;
class ReceiptView;

// The Events page: what happened, newest first, and of each unload its receipt.
class ReceiptsPage : public QWidget
{
    Q_OBJECT
public:
    explicit ReceiptsPage(QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);
    void noteEvent(const Event &event);
    void addEarlier(const std::vector<Event> &events); // newest first
    void setNow(EpochSeconds now);
    void setSearch(const QString &text);
    void showMoment(EpochSeconds at); // selects what happened nearest to it

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

private:
    void buildTable();
    void showCurrent();
    void updateEmptyState();

    EventsModel *m_model;
    QSortFilterProxyModel *m_proxy;
    QTableView *m_table;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QSplitter *m_splitter;
    QCheckBox *m_receiptsOnly;
    ReceiptView *m_receipt;
    QString m_search;
    EpochSeconds m_now = 0;
};

} // namespace modeldeck
