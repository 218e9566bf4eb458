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

bool isNumber(int column)
{
    return column == LibraryModel::Size || column == LibraryModel::Dimension;
}

} // namespace

LibraryModel::LibraryModel(QObject *parent) : QAbstractTableModel(parent) {}

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

int LibraryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int LibraryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LibraryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ModelView &model = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return display(model, index.column());
    case Qt::TextAlignmentRole:
        return int((isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case SortRole:
        return sortValue(model, index.column());
    default:
        return {};
    }
}

QVariant LibraryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Model");
    case Installed:
        return tr("Installed");
    case Size:
        return tr("Size");
    case Dimension:
        return tr("Dimension");
    case Place:
        return tr("Where");
    default:
        return {};
    }
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
