// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions.h"

#include "ui/dialogs/timeouts_dialog.h"
#include "ui/icons.h"
#include "ui/tables/models_model.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

Actions::Actions(EngineLink &link, QWidget *window)
    : QObject(window), m_link(link), m_window(window),
      m_switchMenu(new ModelsMenu(
          tr("Switch CLIP"), u"switch"_s, Command::Kind::SwitchTo,
          [](const ModelView &model) { return model.type == ModelType::Vision && model.installed; }, link,
          window)),
      m_unloadMenu(new ModelsMenu(
          tr("Unload"), u"unload"_s, Command::Kind::Unload,
          [](const ModelView &model) { return model.loaded; }, link, window)),
      m_pauseMenu(new QMenu(tr("Pause unloading"), window))
{
    load = add(u"load"_s, tr("&Load"), Qt::CTRL | Qt::Key_Return);
    cancelLoad = add(u"cancel"_s, tr("&Cancel loading"));
    unload = add(u"unload"_s, tr("&Unload"), Qt::Key_Delete);
    switchTo = add(u"switch"_s, tr("&Switch to this model"));
    pin = add(u"pin"_s, tr("&Pin"));
    timeouts = add(u"timeouts"_s, tr("&Timeouts…"));
    copyId = add(u"copy"_s, tr("Copy &id"));
    unloadAll = add(u"unload-all"_s, tr("Unload &all"), Qt::CTRL | Qt::SHIFT | Qt::Key_U);
    rescan = add(u"rescan"_s, tr("&Rescan for models"), Qt::Key_F5);
    resume = add(u"load"_s, tr("R&esume unloading"));
    showNotInstalled = add(u"box"_s, tr("Show models that are &not installed"));
    search = add(u"search"_s, tr("&Search"), QKeySequence::Find);
    mainMenu = add(u"menu"_s, tr("Menu"), Qt::Key_F10);
    shortcuts = add(u"keyboard"_s, tr("&Keyboard shortcuts"), Qt::Key_F1);
    welcome = add(u"info"_s, tr("&First steps"));
    about = add(u"info"_s, tr("A&bout Modeldeck"));
    close = add(u"cancel"_s, tr("&Close the window"), QKeySequence::Close);
    quit = add(u"quit"_s, tr("&Quit"), QKeySequence::Quit);
    m_switchMenu->menuAction()->setToolTip(tr("Make another CLIP model the current one"));
    pin->setToolTip(tr("A pinned model is not unloaded by idle timeouts or high memory pressure"));
    showNotInstalled->setCheckable(true);
    buildPauseMenu();

    onModel(load, Command::Kind::Load);
    onModel(cancelLoad, Command::Kind::CancelLoad);
    onModel(unload, Command::Kind::Unload);
    onModel(switchTo, Command::Kind::SwitchTo);
    connect(pin, &QAction::triggered, this, [this] {
        const ModelView *model = m_link.snapshot().find(m_modelId);
        m_link.run({model && model->pinned ? Command::Kind::Unpin : Command::Kind::Pin, m_modelId});
    });
    connect(timeouts, &QAction::triggered, this, [this] {
        if (m_link.snapshot().find(m_modelId))
            (new TimeoutsDialog(m_link, *this, m_modelId, m_window))->open(); // it deletes itself
    });
    connect(copyId, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(m_modelId); });
    connect(unloadAll, &QAction::triggered, this, [this] { m_link.run({Command::Kind::UnloadAll}); });
    connect(rescan, &QAction::triggered, this, [this] { m_link.run({Command::Kind::Rescan}); });
    connect(resume, &QAction::triggered, this, [this] { m_link.run({Command::Kind::Resume}); });
    connect(close, &QAction::triggered, m_window, &QWidget::close);
    setSnapshot(m_link.snapshot());
}

QAction *Actions::add(const QString &iconName, const QString &text, const QKeySequence &shortcut)
{
    auto *action = new QAction(icon(iconName), text, this);
    action->setShortcut(shortcut);
    if (!shortcut.isEmpty())
        describe(action);
    m_window->addAction(action); // so that its shortcut works wherever the focus is
    m_all << action;
    return action;
}

void Actions::describe(QAction *action)
{
    action->setToolTip(
        tr("%1 (%2)", "what it does (its shortcut)")
            .arg(action->text().remove(u'&'), action->shortcut().toString(QKeySequence::NativeText)));
}

void Actions::onModel(QAction *action, Command::Kind kind)
{
    connect(action, &QAction::triggered, this, [this, kind] { m_link.run({kind, m_modelId}); });
}

void Actions::buildPauseMenu()
{
    using std::chrono::seconds;
    m_pauseMenu->setIcon(icon(u"pause"_s));
    m_pauseMenu->menuAction()->setToolTip(tr("Keep all models loaded for a while; commands still work"));
    const std::pair<QString, std::optional<seconds>> times[] = {{tr("For &15 minutes"), seconds(15 * 60)},
                                                                {tr("For 1 &hour"), seconds(3600)},
                                                                {tr("&Until resumed"), {}}};
    for (const auto &[text, time] : times) {
        connect(m_pauseMenu->addAction(text), &QAction::triggered, this, [this, time = time] {
            m_link.run({Command::Kind::Pause, {}, {}, time});
        });
    }
    m_pauseMenu->addSeparator();
    m_pauseMenu->addAction(resume);
}

void Actions::setModelId(const QString &modelId)
{
    m_modelId = modelId;
    setSnapshot(m_link.snapshot());
}

void Actions::setSnapshot(const Snapshot &snapshot)
{
    const ModelView *model = snapshot.find(m_modelId);
    const RowAction action = model ? rowAction(*model) : RowAction::None;
    load->setEnabled(action == RowAction::Load);
    cancelLoad->setEnabled(action == RowAction::Cancel);
    cancelLoad->setText(model && model->state == ModelState::Draining ? tr("&Cancel unloading")
                                                                      : tr("&Cancel loading"));
    unload->setEnabled(action == RowAction::Unload);
    unload->setText(model && model->inFlight > 0
                        ? tr("&Unload after %n request(s) finish", nullptr, model->inFlight)
                        : tr("&Unload"));
    unload->setIconText(tr("Unload")); // a button keeps its width
    describe(unload);
    switchTo->setEnabled(model && model->type == ModelType::Vision && model->installed &&
                         !(model->loaded && model->id == snapshot.currentVisionModel));
    pin->setEnabled(model && model->installed);
    // In words: in some styles a button that is down is hardly seen.
    pin->setText(model && model->pinned ? tr("Un&pin") : tr("&Pin"));
    timeouts->setEnabled(model && model->installed);
    copyId->setEnabled(model);
    unloadAll->setEnabled(std::ranges::any_of(snapshot.models, &ModelView::loaded));
    resume->setEnabled(snapshot.paused);
    m_switchMenu->update(snapshot, snapshot.currentVisionModel);
    m_unloadMenu->update(snapshot, {});
}

QMenu *Actions::createModelMenu(QWidget *parent) const
{
    auto *menu = new QMenu(tr("&Model"), parent);
    menu->addActions({load, cancelLoad, unload});
    menu->addSeparator();
    menu->addActions({switchTo, pin, timeouts});
    menu->addSeparator();
    menu->addAction(copyId);
    menu->addMenu(createCurlMenu(menu));
    return menu;
}

void Actions::copyCurl(const Command &command) const
{
    const Snapshot &snapshot = m_link.snapshot();
    const ModelView *model = snapshot.find(command.modelId);
    QGuiApplication::clipboard()->setText(curlCommand(command, model ? model->type : ModelType::Vision,
                                                      restTarget(snapshot.settings, m_restUrls)));
}

// The curl command of each action, to be copied.
QMenu *Actions::createCurlMenu(QWidget *parent) const
{
    auto *menu = new QMenu(tr("Copy cu&rl command"), parent);
    menu->setIcon(icon(u"copy"_s));
    const auto addCopy = [this, menu](const QString &text, Command::Kind kind) {
        connect(menu->addAction(text), &QAction::triggered, this, [this, kind] {
            copyCurl({kind, m_modelId});
        });
    };
    connect(menu->addAction(tr("Embed a text")), &QAction::triggered, this, [this] {
        const RestTarget target = restTarget(m_link.snapshot().settings, m_restUrls);
        QGuiApplication::clipboard()->setText(curlEmbedCommand(m_modelId, target));
    });
    addCopy(tr("Load"), Command::Kind::Load);
    addCopy(tr("Cancel loading or unloading"), Command::Kind::CancelLoad);
    addCopy(tr("Unload"), Command::Kind::Unload);
    addCopy(tr("Switch to this model"), Command::Kind::SwitchTo);
    addCopy(tr("Pin"), Command::Kind::Pin);
    addCopy(tr("Unpin"), Command::Kind::Unpin);
    menu->addSeparator();
    addCopy(tr("Unload all"), Command::Kind::UnloadAll);
    addCopy(tr("Rescan for models"), Command::Kind::Rescan);
    addCopy(tr("Pause unloading"), Command::Kind::Pause);
    addCopy(tr("Resume unloading"), Command::Kind::Resume);
    return menu;
}

} // namespace modeldeck
