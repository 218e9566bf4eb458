// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QAbstractTableModel>

namespace modeldeck {

// What models there are: installed where and how large, or known and how they could be had. Memory and use
// are the models table's.
class LibraryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Installed, Size, Dimension, Place, ColumnCount };
    static constexpr int SortRole = Qt::UserRole;

    explicit LibraryModel(QObject *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);
    const ModelView &model(int row) const { return m_rows[std::size_t(row)]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString display(const ModelView &model, int column) const;
    QVariant sortValue(const ModelView &model, int column) const;

    std::vector<ModelView> m_rows;
};

} // namespace modeldeck
