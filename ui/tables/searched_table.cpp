// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/searched_table.h"

#include "ui/tables/table_model.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/empty_state.h"

#include <QSortFilterProxyModel>
#include <QTableView>

namespace modeldeck {

SearchedTable::SearchedTable(const QString &objectName, const QString &accessibleName, TableModel *model,
                             QSortFilterProxyModel *proxy)
    : m_model(model), m_proxy(proxy), m_table(new QTableView), m_empty(new EmptyState)
{
    m_proxy->setParent(this);
    m_proxy->setSourceModel(m_model);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    showRows(m_table, objectName, accessibleName);
    m_table->setModel(m_proxy);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    addWidget(m_table);
    addWidget(m_empty);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SearchedTable::currentRowChanged);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, &SearchedTable::currentRowChanged);
    for (const auto changed : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_proxy, changed, this, &SearchedTable::showTableOrEmptyState);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, &SearchedTable::showTableOrEmptyState);
}

void SearchedTable::setWidth(int column, int characters)
{
    m_table->setColumnWidth(column, characters * m_table->fontMetrics().averageCharWidth());
}

void SearchedTable::setEmptyText(const QString &iconName, const QString &title, const QString &text)
{
    m_emptyIcon = iconName;
    m_emptyTitle = title;
    m_emptyText = text;
    showTableOrEmptyState();
}

void SearchedTable::setSearch(const QString &text)
{
    m_search = text.trimmed();
    m_proxy->setFilterFixedString(m_search);
    showTableOrEmptyState();
}

void SearchedTable::showTableOrEmptyState()
{
    if (m_search.isEmpty())
        m_empty->setContent(m_emptyIcon, m_emptyTitle, m_emptyText);
    else
        m_empty->setNoMatch(m_search);
    const bool says = !m_emptyTitle.isEmpty() || m_model->rowCount() > 0;
    setCurrentIndex(m_proxy->rowCount() == 0 && says ? 1 : 0);
}

int SearchedTable::currentRow() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : m_proxy->mapToSource(rows.first()).row();
}

void SearchedTable::choose(int row)
{
    const QModelIndex index = m_proxy->mapFromSource(m_model->index(row, 0));
    m_table->selectRow(index.row());
    m_table->scrollTo(index);
}

} // namespace modeldeck
