// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QWidget>

class QLabel;
class QSettings;
class QSplitter;
class QStackedWidget;

namespace modeldeck {

class Actions;
class EmptyState;
class EngineLink;
class ModelsTable;
enum class RowAction;

// What is loaded, what it costs, when it goes away, and the button that changes it.
class OverviewPage : public QWidget
{
    Q_OBJECT
public:
    OverviewPage(EngineLink &link, Actions &actions, QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);
    void setNow(EpochSeconds now); // once a second
    void setSearch(const QString &text);

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

private:
    void runRowAction(const QString &modelId, RowAction action);
    void updateEmptyState();

    EngineLink &m_link;
    Actions &m_actions;
    QString m_search;
    ModelsTable *m_table;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    QLabel *m_hint;
};

} // namespace modeldeck
