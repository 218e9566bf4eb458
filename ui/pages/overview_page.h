// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QWidget>

class QActionGroup;
class QHBoxLayout;
class QLabel;
class QSettings;
class QSplitter;
class QStackedWidget;

namespace modeldeck {

class Actions;
class EmptyState;
class EngineLink;
class MemoryPanel;
class ModelsTable;
enum class RowAction;

// What is loaded, what it costs, when it goes away, and the button that changes it.
class OverviewPage : public QWidget
{
    Q_OBJECT
public:
    OverviewPage(EngineLink &link, Actions &actions, QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);
    void noteEvent(const Event &event); // marks it on the charts
    void setNow(EpochSeconds now);      // once a second: the charts take a sample
    void setSearch(const QString &text);

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

Q_SIGNALS:
    void markerClicked(modeldeck::EpochSeconds at);
    void saveFailed(const QString &path, const QString &why);

private:
    QHBoxLayout *buildControls();
    void buildTable();
    void runRowAction(const QString &modelId, RowAction action);
    void setRange(int range);
    void updateEmptyState();
    QString modelsFolder() const;

    EngineLink &m_link;
    Actions &m_actions;
    QString m_search;
    MemoryPanel *m_ram;
    MemoryPanel *m_vram;
    ModelsTable *m_table;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    QSplitter *m_splitter;
    QActionGroup *m_ranges;
    QLabel *m_hint;
};

} // namespace modeldeck
