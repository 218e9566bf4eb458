// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace modeldeck {

// Sorts the models by what the cells mean, and shows those in which every word of the search occurs.
class ModelsProxy : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit ModelsProxy(QObject *parent = nullptr);
    void setSearch(const QString &text);
    void setShowsNotInstalled(bool shows);

private:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

    QStringList m_words;
    bool m_showsNotInstalled = false;
};

} // namespace modeldeck
