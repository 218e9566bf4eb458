// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

class QAction;
class QActionGroup;

namespace modeldeck {

// The pages, one of which is shown, with an action for each: Ctrl+1, Ctrl+2, … in their order.
class PageStack : public QStackedWidget
{
    Q_OBJECT
public:
    explicit PageStack(QWidget *parent = nullptr);

    // `focus`, a part of the page, has the focus once the page was called.
    QAction *addPage(QWidget *page, const QString &iconName, const QString &name, QWidget *focus);
    void showPage(QWidget *page);
    QList<QAction *> actions() const; // in the order of the pages

private:
    QActionGroup *m_group;
};

} // namespace modeldeck
