// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/window_part.h"

#include <QStackedWidget>

namespace modeldeck {

class Actions;
class EmptyState;
class ModelsTable;
enum class RowAction;

// A table of models with its context menu, and what stands there when it is empty.
class ModelsPanel : public QStackedWidget, public WindowPart
{
    Q_OBJECT
public:
    // `name` tells one table from the other, for tests and for the columns that are remembered.
    ModelsPanel(EngineLink &link, Actions &actions, const QString &name, QWidget *parent = nullptr);

    ModelsTable *table() const { return m_table; }
    void setSnapshot(const Snapshot &snapshot) override;
    void setSearch(const QString &text) override;

private:
    void runRowAction(const QString &modelId, RowAction action);
    void updateEmptyState();
    QString modelsFolder() const;

    EngineLink &m_link;
    Actions &m_actions;
    QString m_search;
    ModelsTable *m_table;
    EmptyState *m_empty;
};

} // namespace modeldeck
