// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

class QLineEdit;
class QMenu;

namespace modeldeck {

class Actions;

// What is done most often, the search, and the menu with everything else.
class MainToolBar : public QToolBar
{
    Q_OBJECT
public:
    explicit MainToolBar(Actions &actions, QWidget *parent = nullptr);

Q_SIGNALS:
    void searchChanged(const QString &text);

private:
    void addMenuButton(QMenu *menu);
    void buildSearch();
    QMenu *buildMenu();
    void resizeEvent(QResizeEvent *event) override;

    Actions &m_actions;
    QLineEdit *m_search;
    int m_wholeWidth = 0; // with words on its buttons
};

} // namespace modeldeck
