// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models_menu.h"

#include "ui/icons.h"

#include <QActionGroup>

namespace modeldeck {

ModelsMenu::ModelsMenu(const QString &title, const QString &iconName, Command::Kind kind, Filter filter,
                       EngineLink &link, QWidget *parent)
    : QMenu(title, parent), m_link(link), m_kind(kind), m_filter(std::move(filter))
{
    setIcon(modeldeck::icon(iconName));
    menuAction()->setEnabled(false); // until there is a model
}

void ModelsMenu::update(const Snapshot &snapshot, const QString &checked)
{
    QStringList ids;
    for (const ModelView &model : snapshot.models) {
        if (m_filter(model))
            ids << model.id;
    }
    if (ids == m_ids && checked == m_checked)
        return;
    m_ids = ids;
    m_checked = checked;
    clear();
    menuAction()->setEnabled(!ids.isEmpty());
    auto *group = new QActionGroup(this);
    for (const QString &id : ids) {
        auto *action = new QAction(id, this);
        if (m_kind == Command::Kind::SwitchTo) {
            action->setCheckable(true);
            action->setChecked(id == checked);
            group->addAction(action);
        }
        addAction(action);
        connect(action, &QAction::triggered, this, [this, id] { m_link.run({m_kind, id}); });
    }
}

} // namespace modeldeck
