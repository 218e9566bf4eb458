// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_tool_bar.h"

#include "ui/actions.h"

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace modeldeck {

MainToolBar::MainToolBar(Actions &actions, QWidget *parent)
    : QToolBar(tr("Main toolbar"), parent), m_actions(actions), m_search(new QLineEdit)
{
    setObjectName(u"mainToolBar"_s);
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu); // nothing to hide here
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    addActions({actions.load, actions.unload, actions.unloadAll});
    addMenuButton(actions.switchMenu());
    addMenuButton(actions.pauseMenu());
    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(space);
    buildSearch();

    QMenu *menu = buildMenu();
    auto *menuButton = new QToolButton;
    menuButton->setDefaultAction(m_actions.mainMenu);
    menuButton->setToolButtonStyle(Qt::ToolButtonIconOnly);
    menuButton->setAccessibleName(tr("Menu"));
    connect(m_actions.mainMenu, &QAction::triggered, this,
            [menuButton, menu] { menu->popup(menuButton->mapToGlobal(menuButton->rect().bottomLeft())); });
    addWidget(menuButton);
}

void MainToolBar::addMenuButton(QMenu *menu)
{
    auto *button = new QToolButton;
    button->setDefaultAction(menu->menuAction());
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolButtonStyle(toolButtonStyle());
    connect(this, &QToolBar::toolButtonStyleChanged, button, &QToolButton::setToolButtonStyle);
    addWidget(button);
}

// Without room for words the buttons show only their icons: the search and the menu always stay visible.
void MainToolBar::resizeEvent(QResizeEvent *event)
{
    QToolBar::resizeEvent(event);
    if (toolButtonStyle() == Qt::ToolButtonTextBesideIcon)
        m_wholeWidth = sizeHint().width();
    setToolButtonStyle(m_wholeWidth <= width() ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
}

void MainToolBar::buildSearch()
{
    m_search->setObjectName(u"search"_s);
    m_search->setPlaceholderText(
        tr("Search (%1)").arg(m_actions.search->shortcut().toString(QKeySequence::NativeText)));
    m_search->setAccessibleName(tr("Search"));
    m_search->setToolTip(tr("Filters the current page"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(fontMetrics().averageCharWidth() * 16);
    m_search->setMaximumWidth(fontMetrics().averageCharWidth() * 26);
    addWidget(m_search);
    connect(m_search, &QLineEdit::textChanged, this, &MainToolBar::searchChanged);
    connect(m_actions.search, &QAction::triggered, this, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
}

QMenu *MainToolBar::buildMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"mainMenu"_s);
    menu->addMenu(m_actions.createModelMenu(menu));
    menu->addMenu(m_actions.switchMenu());
    menu->addMenu(m_actions.pauseMenu());
    menu->addActions({m_actions.unloadAll, m_actions.rescan, m_actions.showNotInstalled});
    menu->addSeparator();
    menu->addActions({m_actions.welcome, m_actions.shortcuts, m_actions.about});
    menu->addSeparator();
    menu->addActions({m_actions.close, m_actions.quit});
    return menu;
}

} // namespace modeldeck
