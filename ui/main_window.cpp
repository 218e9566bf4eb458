// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/actions.h"
#include "ui/icons.h"
#include "ui/notices.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/receipts_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/rest_switch.h"
#include "ui/widgets/shortcuts_dialog.h"
#include "ui/widgets/side_bar.h"
#include "ui/widgets/status_line.h"

#include <QActionGroup>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

constexpr auto restNotice = "rest";
constexpr auto geometryKey = "window/geometry";

EpochSeconds systemNow()
{
    return double(QDateTime::currentMSecsSinceEpoch()) / 1000.0;
}

} // namespace

MainWindow::MainWindow(Engine &engine, WindowOptions options, QWidget *parent)
    : QMainWindow(parent), m_options(std::move(options)), m_link(new EngineLink(engine, this)),
      m_actions(new Actions(*m_link, this)), m_search(new QLineEdit), m_sideBar(new SideBar),
      m_banners(new BannerStack), m_pages(new QStackedWidget), m_status(new StatusLine),
      m_overview(new OverviewPage(*m_link, *m_actions)), m_receipts(new ReceiptsPage)
{
    if (!m_options.now)
        m_options.now = systemNow;
    setWindowTitle(tr("Modeldeck"));
    buildToolBar();
    buildPages();
    connectLink();
    restore();

    auto *timer = new QTimer(this);
    timer->setInterval(std::chrono::seconds(1));
    connect(timer, &QTimer::timeout, this, &MainWindow::tick);
    timer->start();
    showSnapshot(m_link->snapshot());
    tick();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildToolBar()
{
    auto *bar = addToolBar(tr("Main toolbar"));
    bar->setObjectName(u"mainToolBar"_s);
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu); // nothing to hide here
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addActions({m_actions->load, m_actions->unload, m_actions->unloadAll});

    auto *switchButton = new QToolButton;
    switchButton->setDefaultAction(m_actions->switchMenu()->menuAction());
    switchButton->setPopupMode(QToolButton::InstantPopup);
    switchButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addWidget(switchButton);

    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    buildSearch();
    bar->addWidget(m_search);

    auto *menu = buildMenu();
    auto *menuButton = new QToolButton;
    menuButton->setIcon(icon(u"menu"_s));
    menuButton->setToolTip(tr("Menu (F10)"));
    menuButton->setAccessibleName(tr("Menu"));
    menuButton->setShortcut(Qt::Key_F10);
    connect(menuButton, &QToolButton::clicked, this, [menuButton, menu] {
        menu->popup(menuButton->mapToGlobal(menuButton->rect().bottomLeft()));
    });
    bar->addWidget(menuButton);
}

void MainWindow::buildSearch()
{
    m_search->setObjectName(u"search"_s);
    m_search->setPlaceholderText(tr("Search (%1)").arg(
        m_actions->search->shortcut().toString(QKeySequence::NativeText)));
    m_search->setAccessibleName(tr("Search models and events"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(fontMetrics().averageCharWidth() * 26);
    connect(m_search, &QLineEdit::textChanged, m_overview, &OverviewPage::setSearch);
    connect(m_search, &QLineEdit::textChanged, m_receipts, &ReceiptsPage::setSearch);
    connect(m_actions->search, &QAction::triggered, this, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    connect(m_actions->shortcuts, &QAction::triggered, this, &MainWindow::showShortcuts);
}

QMenu *MainWindow::buildMenu()
{
    auto *menu = new QMenu(this);
    menu->addMenu(m_actions->createModelMenu(menu));
    menu->addMenu(m_actions->switchMenu());
    menu->addActions({m_actions->unloadAll, m_actions->rescan, m_actions->showNotInstalled});
    menu->addSeparator();
    menu->addActions({m_actions->shortcuts, m_actions->close});
    return menu;
}

void MainWindow::buildPages()
{
    auto *right = new QVBoxLayout;
    right->setContentsMargins({});
    right->addWidget(m_banners);
    right->addWidget(m_pages, 1);
    auto *body = new QWidget;
    auto *row = new QHBoxLayout(body);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_sideBar);
    row->addLayout(right, 1);
    setCentralWidget(body);
    statusBar()->addWidget(m_status, 1);

    addPage(m_overview, u"overview"_s, tr("Overview"))->setChecked(true);
    QAction *events = addPage(m_receipts, u"events"_s, tr("Events"));
    connect(m_overview, &OverviewPage::markerClicked, this, [this, events](EpochSeconds at) {
        events->setChecked(true);
        m_receipts->showMoment(at);
    });
}

// Pages get Ctrl+1, Ctrl+2, … in their order.
QAction *MainWindow::addPage(QWidget *page, const QString &iconName, const QString &name)
{
    m_pages->addWidget(page);
    auto *action = new QAction(icon(iconName), name, this);
    action->setCheckable(true);
    m_pageActions << action;
    action->setShortcut(QKeySequence(int(Qt::CTRL) | (int(Qt::Key_0) + int(m_pageActions.size()))));
    if (m_pageActions.size() > 1)
        m_pageActions.first()->actionGroup()->addAction(action);
    else
        (new QActionGroup(this))->addAction(action);
    addAction(action);
    m_sideBar->addPage(action);
    connect(action, &QAction::toggled, this, [this, page](bool on) {
        if (on)
            m_pages->setCurrentWidget(page);
    });
    return action;
}

void MainWindow::connectLink()
{
    connect(m_link, &EngineLink::snapshotChanged, this, &MainWindow::showSnapshot);
    connect(m_link, &EngineLink::eventArrived, this, &MainWindow::noteEvent);
    connect(m_link, &EngineLink::failed, this, &MainWindow::showFailure);
    connect(m_link, &EngineLink::succeeded, this,
            [this](const Command &command) { m_banners->clear(noticeKey(command)); });
    connect(m_overview, &OverviewPage::saveFailed, this, [this](const QString &path, const QString &why) {
        const QString text = tr("%1 could not be written: %2").arg(path, why);
        m_banners->show({u"save"_s, text, {}, text, {}});
    });
    connect(m_sideBar->rest(), &RestSwitch::switched, this, [this](bool on) {
        m_link->run({Command::Kind::ChangeSettings, {}, {{u"rest_api_enabled"_s, on}}});
    });
}

void MainWindow::showSnapshot(const Snapshot &snapshot)
{
    m_actions->update(snapshot);
    m_overview->setSnapshot(snapshot);
    m_receipts->setSnapshot(snapshot);
    m_sideBar->setSnapshot(snapshot);
    m_status->setSnapshot(snapshot);
}

void MainWindow::noteEvent(const Event &event)
{
    if (event.state == ModelState::Ready)
        m_banners->clear(modelNoticeKey(event.modelId));
    m_overview->noteEvent(event);
    m_receipts->noteEvent(event);
    const ModelView *model = m_link->snapshot().find(event.modelId);
    if (event.state == ModelState::Failed && model && model->failure) {
        Notice notice = noticeForFailedModel(event.modelId, *model->failure);
        notice.retry = [this, id = event.modelId] { m_link->run({Command::Kind::Load, id, {}}); };
        m_banners->show(notice);
    }
}

void MainWindow::showFailure(const Command &command, const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return; // the person's own doing
    Notice notice = noticeFor(command, error);
    notice.retry = [this, command] { m_link->run(command); };
    m_banners->show(notice);
}

void MainWindow::setRestStatus(const RestView &status)
{
    m_sideBar->rest()->setStatus(status);
    if (status.state != RestView::State::Failed) {
        m_banners->clear(QLatin1StringView(restNotice));
        return;
    }
    Notice notice;
    notice.key = QLatin1StringView(restNotice);
    notice.title = tr("The REST API does not run: %1").arg(status.error);
    notice.details = status.error;
    notice.retry = [this] {
        m_link->run({Command::Kind::ChangeSettings, {}, {{u"rest_api_enabled"_s, true}}});
    };
    m_banners->show(notice);
}

void MainWindow::tick()
{
    const EpochSeconds now = m_options.now();
    m_overview->setNow(now);
    m_receipts->setNow(now);
    m_status->setNow(now);
}

void MainWindow::showShortcuts()
{
    (new ShortcutsDialog(m_pageActions + m_actions->all(), this))->open(); // it deletes itself
}

void MainWindow::restore()
{
    resize(QSize(fontMetrics().averageCharWidth() * 150, fontMetrics().height() * 45));
    if (!m_options.settings)
        return;
    restoreGeometry(m_options.settings->value(QLatin1StringView(geometryKey)).toByteArray());
    m_overview->restore(*m_options.settings);
    m_receipts->restore(*m_options.settings);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_options.settings) {
        m_options.settings->setValue(QLatin1StringView(geometryKey), saveGeometry());
        m_overview->save(*m_options.settings);
        m_receipts->save(*m_options.settings);
    }
    QMainWindow::closeEvent(event);
}

} // namespace modeldeck
