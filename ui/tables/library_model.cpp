// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/library_model.h"

#include "ui/wording.h"

#include <QLocale>
#include <algorithm>
#include <tuple>

namespace modeldeck {

namespace {

bool readsTheSame(const ModelView &a, const ModelView &b)
{
    return std::tie(a.id, a.installed, a.bytesOnDisk, a.dimension, a.path, a.untrained, a.name) ==
           std::tie(b.id, b.installed, b.bytesOnDisk, b.dimension, b.path, b.untrained, b.name);
}

} // namespace

LibraryModel::LibraryModel(QObject *parent)
    : TableModel({{tr("Model")},
                  {tr("Installed")},
                  {tr("Size"), Qt::AlignRight},
                  {tr("Dimension"), Qt::AlignRight},
                  {tr("Where")}},
                 parent)
{
}

// Models seldom come or go: then the rows are laid out anew. Else only the rows that differ change.
void LibraryModel::setSnapshot(const Snapshot &snapshot)
{
    if (!std::ranges::equal(m_rows, snapshot.models, {}, &ModelView::id, &ModelView::id)) {
        beginResetModel();
        m_rows = snapshot.models;
        endResetModel();
        return;
    }
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        const bool same = readsTheSame(m_rows[row], snapshot.models[row]);
        m_rows[row] = snapshot.models[row];
        if (!same)
            Q_EMIT dataChanged(index(int(row), 0), index(int(row), ColumnCount - 1));
    }
}

QVariant LibraryModel::cell(std::size_t row, int column, int role) const
{
    if (role == SortRole)
        return sortValue(m_rows[row], column);
    return role == Qt::DisplayRole || role == Qt::ToolTipRole ? display(m_rows[row], column) : QVariant();
}

QString LibraryModel::display(const ModelView &model, int column) const
{
    switch (column) {
    case Name:
        return model.untrained ? tr("%1 (untrained demo)").arg(model.id) : model.id;
    case Installed:
        return model.installed ? tr("✓ yes") : tr("○ no");
    case Size:
        return model.bytesOnDisk.value > 0 ? wording::bytes(model.bytesOnDisk) : wording::notApplicable();
    case Dimension:
        return model.dimension > 0 ? QLocale().toString(model.dimension) : wording::notApplicable();
    case Place:
        if (model.type == ModelType::Text)
            return tr("Ollama");
        return model.path.isEmpty() ? wording::notApplicable() : model.path;
    default:
        return {};
    }
}

QVariant LibraryModel::sortValue(const ModelView &model, int column) const
{
    switch (column) {
    case Installed:
        return !model.installed;
    case Size:
        return model.bytesOnDisk.value;
    case Dimension:
        return model.dimension;
    default:
        return display(model, column);
    }
}

} // namespace modeldeck
