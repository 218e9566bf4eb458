// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window_part.h"

#include <QStackedWidget>

class QSortFilterProxyModel;
class QTableView;

namespace modeldeck {

class EmptyState;
class TableModel;

// A table that the window's search filters, and what stands in its place while it shows nothing.
class SearchedTable : public QStackedWidget, public WindowPart
{
    Q_OBJECT
public:
    // `proxy` filters `model`, and becomes the table's. `objectName` is the table's too.
    SearchedTable(const QString &objectName, const QString &accessibleName, TableModel *model,
                  QSortFilterProxyModel *proxy);

    QTableView *table() const { return m_table; }
    void setWidth(int column, int characters);
    // What is said when there is nothing to search in. Without it the empty table stays.
    void setEmptyText(const QString &iconName, const QString &title, const QString &text);
    void setSearch(const QString &text) override;

    int currentRow() const; // of the model; -1: none is chosen
    void choose(int row);   // of the model

Q_SIGNALS:
    void currentRowChanged();

private:
    void showTableOrEmptyState();

    TableModel *m_model;
    QSortFilterProxyModel *m_proxy;
    QTableView *m_table;
    EmptyState *m_empty;
    QString m_emptyIcon;
    QString m_emptyTitle;
    QString m_emptyText;
    QString m_search;
};

} // namespace modeldeck
