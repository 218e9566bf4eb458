// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tables/table_model.h"

#include <QDateTime>
#include <QSortFilterProxyModel>
#include <deque>

namespace modeldeck {

// The lines of the log, oldest first, as far as they are kept here.
class LogModel : public TableModel
{
    Q_OBJECT
public:
    enum Column { Time, Level, Part, Message, ColumnCount };
    enum class Severity { Debug, Info, Warning, Error };
    static constexpr int SeverityRole = Qt::UserRole; // int
    static constexpr int LineRole = Qt::UserRole + 1; // as in the file
    static constexpr int capacity = 5000;

    explicit LogModel(QObject *parent = nullptr);
    void append(const QStringList &lines);

private:
    std::size_t size() const override { return m_lines.size(); }
    QVariant cell(std::size_t row, int column, int role) const override;
    struct Line
    {
        QDateTime at;
        Severity severity = Severity::Info;
        QString part;
        QString message;
        QString text; // all of it
    };
    static Line parsed(const QString &text);

    std::deque<Line> m_lines;
};

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
