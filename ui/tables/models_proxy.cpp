// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/models_proxy.h"

#include "ui/tables/models_model.h"
#include "ui/wording.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

ModelsProxy::ModelsProxy(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(ModelsModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

void ModelsProxy::setSearch(const QString &text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateRowsFilter();
}

void ModelsProxy::setShowsNotInstalled(bool shows)
{
    m_showsNotInstalled = shows;
    invalidateRowsFilter();
}

bool ModelsProxy::filterAcceptsRow(int row, const QModelIndex &) const
{
    const ModelView &model = static_cast<ModelsModel *>(sourceModel())->model(row);
    if (!model.installed && !model.loaded && !m_showsNotInstalled)
        return false;
    const QString text = model.id + u' ' + model.name + u' ' + wording::state(model);
    return std::ranges::all_of(
        m_words, [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace modeldeck
