// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>
#include <deque>

namespace modeldeck {

// The lines of the log, oldest first, as far as they are kept here.
class LogModel : public QAbstractTableModel
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

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
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

} // namespace modeldeck
