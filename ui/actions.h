// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/curl_commands.h"
#include "ui/models_menu.h"
#include "ui/window_part.h"

#include <QKeySequence>
#include <QObject>

class QAction;
class QMenu;
class QWidget;

namespace modeldeck {

// Everything that can be done, once: menus, context menus, the toolbar, the tray and the shortcuts share
// these. Those on a model act on the selected one, and follow its state.
class Actions : public QObject, public WindowPart
{
    Q_OBJECT
public:
    Actions(EngineLink &link, QWidget *window);

    QAction *load;
    QAction *cancelLoad;
    QAction *unload;
    QAction *switchTo;
    QAction *pin;
    QAction *timeouts;
    QAction *copyId;
    QAction *unloadAll;
    QAction *rescan;
    QAction *resume;
    QAction *showNotInstalled;
    QAction *mainMenu;
    QAction *search;
    QAction *shortcuts;
    QAction *welcome;
    QAction *about;
    QAction *close;
    QAction *quit;

    // The model that the actions are on; empty: none is selected.
    const QString &modelId() const { return m_modelId; }
    void setModelId(const QString &modelId);
    // Enables what can be done now, and fills the menus of models.
    void setSnapshot(const Snapshot &snapshot) override;
    void setRestStatus(const RestView &status) override { m_restUrls = status.urls; } // for the curl commands

    QMenu *switchMenu() const { return m_switchMenu; } // the installed CLIP models, the current one checked
    QMenu *unloadMenu() const { return m_unloadMenu; } // the loaded models
    QMenu *pauseMenu() const { return m_pauseMenu; }
    QMenu *createModelMenu(QWidget *parent) const;
    QMenu *createCurlMenu(QWidget *parent) const;
    // Copies the curl command that does the same through the REST API.
    void copyCurl(const Command &command) const;
    // In the order in which the list of shortcuts shows them.
    const QList<QAction *> &all() const { return m_all; }

private:
    QAction *add(const QString &iconName, const QString &text, const QKeySequence &shortcut = {});
    static void describe(QAction *action); // in its tool tip
    void onModel(QAction *action, Command::Kind kind);
    void buildPauseMenu();

    EngineLink &m_link;
    QWidget *m_window;
    ModelsMenu *m_switchMenu;
    ModelsMenu *m_unloadMenu;
    QMenu *m_pauseMenu;
    QList<QAction *> m_all;
    QString m_modelId;
    QStringList m_restUrls;
};

} // namespace modeldeck
