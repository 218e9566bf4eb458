// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/table_model.h"

namespace modeldeck {

TableModel::TableModel(std::vector<Heading> headings, QObject *parent)
    : QAbstractTableModel(parent), m_headings(std::move(headings))
{
}

int TableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(size());
}

int TableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_headings.size());
}

QVariant TableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(m_headings[std::size_t(index.column())].alignment | Qt::AlignVCenter);
    return cell(std::size_t(index.row()), index.column(), role);
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Heading &heading = m_headings[std::size_t(section)];
    if (role == Qt::TextAlignmentRole)
        return int(heading.alignment | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? heading.name : QVariant();
}

} // namespace modeldeck
