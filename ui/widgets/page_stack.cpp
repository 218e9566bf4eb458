// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/page_stack.h"

#include "ui/icons.h"

#include <QAction>
#include <QActionGroup>

namespace modeldeck {

PageStack::PageStack(QWidget *parent) : QStackedWidget(parent), m_group(new QActionGroup(this))
{
    // A page without an action (the first steps) may stand in front: then none is checked.
    m_group->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    connect(this, &QStackedWidget::currentChanged, this, [this](int index) {
        for (QAction *action : m_group->actions())
            action->setChecked(action->data().toInt() == index);
    });
}

QAction *PageStack::addPage(QWidget *page, const QString &iconName, const QString &name, QWidget *focus)
{
    QAction *action = m_group->addAction(icon(iconName), name);
    action->setCheckable(true);
    const auto number = m_group->actions().size();
    action->setShortcut(QKeySequence(int(Qt::CTRL) | (int(Qt::Key_0) + int(number))));
    action->setToolTip(tr("%1 (%2)", "page (its shortcut)")
                           .arg(name, action->shortcut().toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, [this, page, focus] {
        showPage(page);
        focus->setFocus(Qt::ShortcutFocusReason);
    });
    action->setData(indexOf(page) >= 0 ? indexOf(page) : addWidget(page));
    action->setChecked(currentWidget() == page);
    return action;
}

void PageStack::showPage(QWidget *page)
{
    setCurrentWidget(page);
    for (QAction *action : m_group->actions()) // choosing the page that is shown must not uncheck it
        action->setChecked(action->data().toInt() == currentIndex());
}

QList<QAction *> PageStack::actions() const
{
    return m_group->actions();
}

} // namespace modeldeck
