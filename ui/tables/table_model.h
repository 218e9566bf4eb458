// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

namespace modeldeck {

// A table whose columns are named and aligned once, for their heading and their cells.
class TableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    struct Heading
    {
        QString name;
        Qt::AlignmentFlag alignment = Qt::AlignLeft;
    };

    explicit TableModel(std::vector<Heading> headings, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const final;
    int columnCount(const QModelIndex &parent = {}) const final;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const final;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const final;

protected:
    virtual std::size_t size() const = 0; // in rows
    virtual QVariant cell(std::size_t row, int column, int role) const = 0;

private:
    std::vector<Heading> m_headings;
};

} // namespace modeldeck
