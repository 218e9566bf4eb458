// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/logs_proxy.h"

namespace modeldeck {

void LogsProxy::setLevel(LogModel::Severity level)
{
    m_level = level;
    invalidateRowsFilter();
}

bool LogsProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, LogModel::Message, parent);
    return index.data(LogModel::SeverityRole).toInt() >= int(m_level) &&
           index.data(LogModel::LineRole).toString().contains(filterRegularExpression());
}

} // namespace modeldeck
