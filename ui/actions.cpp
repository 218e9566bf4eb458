// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions.h"

#include "ui/icons.h"
#include "ui/tables/models_model.h"

#include <QAction>
#include <QActionGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

Actions::Actions(EngineLink &link, QWidget *window)
    : QObject(window), m_link(link), m_window(window), m_switchMenu(new QMenu(tr("Switch CLIP"), window))
{
    load = add(u"load"_s, tr("&Load"), Qt::CTRL | Qt::Key_Return);
    cancelLoad = add(u"cancel"_s, tr("&Cancel loading"));
    unload = add(u"unload"_s, tr("&Unload"), Qt::Key_Delete);
    switchTo = add(u"switch"_s, tr("&Switch to this model"));
    pin = add(u"pin"_s, tr("&Pin"));
    copyId = add(u"copy"_s, tr("Copy &id"));
    unloadAll = add(u"unload-all"_s, tr("Unload &all"), Qt::CTRL | Qt::SHIFT | Qt::Key_U);
    rescan = add(u"rescan"_s, tr("&Rescan for models"), Qt::Key_F5);
    showNotInstalled = add(u"box"_s, tr("Show models that are &not installed"));
    search = add(u"search"_s, tr("&Search"), QKeySequence::Find);
    shortcuts = add(u"keyboard"_s, tr("&Keyboard shortcuts"), Qt::Key_F1);
    close = add(u"quit"_s, tr("&Close the window"), QKeySequence::Quit);
    m_switchMenu->setIcon(icon(u"switch"_s));
    m_switchMenu->menuAction()->setToolTip(tr("Make another CLIP model the current one"));
    m_switchMenu->menuAction()->setEnabled(false); // until there is one
    pin->setCheckable(true);
    pin->setToolTip(tr("A pinned model is not unloaded by idle timeouts or high memory pressure"));
    showNotInstalled->setCheckable(true);

    onModel(load, Command::Kind::Load);
    onModel(cancelLoad, Command::Kind::CancelLoad);
    onModel(unload, Command::Kind::Unload);
    onModel(switchTo, Command::Kind::SwitchTo);
    connect(pin, &QAction::triggered, this, [this](bool on) {
        m_link.run({on ? Command::Kind::Pin : Command::Kind::Unpin, m_modelId, {}});
    });
    connect(copyId, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(m_modelId); });
    connect(unloadAll, &QAction::triggered, this, [this] { m_link.run({Command::Kind::UnloadAll, {}, {}}); });
    connect(rescan, &QAction::triggered, this, [this] { m_link.run({Command::Kind::Rescan, {}, {}}); });
    connect(close, &QAction::triggered, m_window, &QWidget::close);
    update(m_link.snapshot());
}

QAction *Actions::add(const QString &iconName, const QString &text, const QKeySequence &shortcut)
{
    auto *action = new QAction(icon(iconName), text, this);
    action->setShortcut(shortcut);
    if (!shortcut.isEmpty()) {
        action->setToolTip(tr("%1 (%2)", "what it does (its shortcut)")
                               .arg(QString(text).remove(u'&'), shortcut.toString(QKeySequence::NativeText)));
    }
    m_window->addAction(action); // so that its shortcut works wherever the focus is
    m_all << action;
    return action;
}

void Actions::onModel(QAction *action, Command::Kind kind)
{
    connect(action, &QAction::triggered, this, [this, kind] { m_link.run({kind, m_modelId, {}}); });
}

void Actions::setModelId(const QString &modelId)
{
    m_modelId = modelId;
    update(m_link.snapshot());
}

void Actions::update(const Snapshot &snapshot)
{
    const ModelView *model = snapshot.find(m_modelId);
    const RowAction action = model ? rowAction(*model) : RowAction::None;
    load->setEnabled(action == RowAction::Load);
    cancelLoad->setEnabled(action == RowAction::Cancel);
    unload->setEnabled(action == RowAction::Unload);
    unload->setText(model && model->inFlight > 0
                        ? tr("&Unload after %n request(s) finish", nullptr, model->inFlight)
                        : tr("&Unload"));
    switchTo->setEnabled(model && model->type == ModelType::Vision && model->installed
                         && !(model->loaded && model->id == snapshot.currentVisionModel));
    pin->setEnabled(model && model->installed);
    pin->setChecked(model && model->pinned);
    copyId->setEnabled(model);
    unloadAll->setEnabled(std::ranges::any_of(snapshot.models, &ModelView::loaded));
    updateSwitchMenu(snapshot);
}

// Rebuilt only when it would read differently, so that it keeps still while it is open.
void Actions::updateSwitchMenu(const Snapshot &snapshot)
{
    QStringList ids;
    for (const ModelView &model : snapshot.models) {
        if (model.type == ModelType::Vision && model.installed)
            ids << model.id;
    }
    if (ids == m_switchable && snapshot.currentVisionModel == m_current)
        return;
    m_switchable = ids;
    m_current = snapshot.currentVisionModel;
    m_switchMenu->clear();
    m_switchMenu->menuAction()->setEnabled(!ids.isEmpty());
    auto *group = new QActionGroup(m_switchMenu);
    for (const QString &id : ids) {
        auto *action = new QAction(id, m_switchMenu);
        action->setCheckable(true);
        action->setChecked(id == m_current);
        group->addAction(action);
        m_switchMenu->addAction(action);
        connect(action, &QAction::triggered, this, [this, id] { m_link.run({Command::Kind::SwitchTo, id, {}}); });
    }
}

QMenu *Actions::createModelMenu(QWidget *parent) const
{
    auto *menu = new QMenu(tr("&Model"), parent);
    menu->addActions({load, cancelLoad, unload});
    menu->addSeparator();
    menu->addActions({switchTo, pin});
    menu->addSeparator();
    menu->addAction(copyId);
    return menu;
}

QList<QAction *> Actions::all() const
{
    return m_all;
}

} // namespace modeldeck
