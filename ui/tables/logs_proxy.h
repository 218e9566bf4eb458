// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tables/log_model.h"

#include <QSortFilterProxyModel>

namespace modeldeck {

// The log's lines from a level upwards in which the search occurs, in the order in which they were written.
class LogsProxy : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setLevel(LogModel::Severity level);

private:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

    LogModel::Severity m_level = LogModel::Severity::Debug;
};

} // namespace modeldeck
