// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"
#include "ui/tables/table_model.h"

namespace modeldeck {

// What the one button of a row does.
enum class RowAction { None, Load, Cancel, Unload };
RowAction rowAction(const ModelView &model);

// The engine's models as a table. A snapshot changes only the cells that differ; time passing changes only
// the cells that show time.
class ModelsModel : public TableModel
{
    Q_OBJECT
public:
    enum Column { Name, State, Vram, Ram, UnloadsIn, LastUsed, Uses, Dimension, Action, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole,
        IdRole,        // QString
        FractionRole,  // 0 … 1, the length of a cell's bar; invalid: no bar
        ActionRole,    // RowAction as int
        InstalledRole, // bool
    };

    explicit ModelsModel(QObject *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);
    void setNow(EpochSeconds now);
    const ModelView &model(int row) const { return m_rows[std::size_t(row)]; }

private:
    struct Frame // what the cells need besides their row
    {
        QString currentVisionModel;
        Bytes systemTotal;
        Bytes gpuTotal;
        bool operator==(const Frame &) const = default;
    };

    std::size_t size() const override { return m_rows.size(); }
    QVariant cell(std::size_t row, int column, int role) const override;
    void merge(std::vector<ModelView> models);
    void replaceRow(int row, ModelView next);
    QString display(const ModelView &model, int column) const;
    QString unloadsIn(const ModelView &model) const;
    QString toolTip(const ModelView &model, int column) const;
    QString unloadToolTip(const ModelView &model) const;
    QString accessibleText(const ModelView &model, int column) const;
    QVariant sortValue(const ModelView &model, int column) const;
    QVariant fraction(const ModelView &model, int column) const;

    std::vector<ModelView> m_rows; // sorted: vision first, then by id
    Frame m_frame;
    EpochSeconds m_now = 0;
};

} // namespace modeldeck
