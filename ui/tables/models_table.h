// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tables/models_model.h"
#include "ui/window_part.h"

#include <QTableView>

namespace modeldeck {

class ModelsProxy;

// The models as a person sees them: one row each, its button at the end.
class ModelsTable : public QTableView, public WindowPart
{
    Q_OBJECT
public:
    explicit ModelsTable(const QString &name, QWidget *parent = nullptr); // `name` is its object's

    void setSnapshot(const Snapshot &snapshot) override;
    void setNow(EpochSeconds now) override;
    void setSearch(const QString &text) override;
    void setShowsNotInstalled(bool shows);

    QString currentModelId() const;      // of the selected row; empty if there is none
    void selectModel(const QString &id); // does nothing if no row shows it
    bool isEmpty() const;                // nothing passes the filter

    void restore(const QSettings &settings) override;
    void save(QSettings &settings) override;

Q_SIGNALS:
    void actionClicked(const QString &modelId, modeldeck::RowAction action);
    void currentModelChanged();
    void contents(bool empty);

private:
    void fitRows();
    void fitColumns();
    void showColumnMenu(QPoint position);
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

    ModelsModel *m_model;
    ModelsProxy *m_proxy;
    EpochSeconds m_now = 0;
    bool m_restored = false; // the person's columns are kept; ours fit their contents once
    bool m_fitted = false;
    int m_stateWidth;             // as the person wants it, where there is room
    QList<int> m_hiddenForRoom{}; // columns hidden only because the window is narrow
    bool m_fitting = false;
};

} // namespace modeldeck
