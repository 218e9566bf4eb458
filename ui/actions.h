// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"

#include <QKeySequence>
#include <QObject>

class QAction;
class QMenu;
class QWidget;

namespace modeldeck {

// Everything that can be done, once: menus, context menus, the toolbar and the shortcuts share these. Those on a
// model act on the selected one, and follow its state.
class Actions : public QObject
{
    Q_OBJECT
public:
    Actions(EngineLink &link, QWidget *window);

    QAction *load;
    QAction *cancelLoad;
    QAction *unload;
    QAction *switchTo;
    QAction *pin;
    QAction *copyId;
    QAction *unloadAll;
    QAction *rescan;
    QAction *showNotInstalled;
    QAction *search;
    QAction *shortcuts;
    QAction *close;

    // The model that the actions are on; empty: none is selected.
    void setModelId(const QString &modelId);
    // Follows the snapshot: what can be done now, and what the menu of CLIP models holds.
    void update(const Snapshot &snapshot);

    QMenu *switchMenu() const { return m_switchMenu; } // the installed CLIP models, the current one checked
    QMenu *createModelMenu(QWidget *parent) const;
    QList<QAction *> all() const; // in the order in which the list of shortcuts shows them

private:
    QAction *add(const QString &iconName, const QString &text, const QKeySequence &shortcut = {});
    void onModel(QAction *action, Command::Kind kind);
    void updateSwitchMenu(const Snapshot &snapshot);

    EngineLink &m_link;
    QWidget *m_window;
    QMenu *m_switchMenu;
    QList<QAction *> m_all;
    QString m_modelId;
    QStringList m_switchable; // what the menu was made of
    QString m_current;
};

} // namespace modeldeck
