// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"
#include "ui/tables/table_model.h"

namespace modeldeck {

// The models there are: where the installed ones are stored, how large they are, and which others are known.
// Memory and use are the models table's.
class LibraryModel : public TableModel
{
    Q_OBJECT
public:
    enum Column { Name, Installed, Size, Dimension, Place, ColumnCount };
    static constexpr int SortRole = Qt::UserRole;

    explicit LibraryModel(QObject *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);
    const ModelView &model(int row) const { return m_rows[std::size_t(row)]; }

private:
    std::size_t size() const override { return m_rows.size(); }
    QVariant cell(std::size_t row, int column, int role) const override;
    QString display(const ModelView &model, int column) const;
    QVariant sortValue(const ModelView &model, int column) const;

    std::vector<ModelView> m_rows;
};

} // namespace modeldeck
