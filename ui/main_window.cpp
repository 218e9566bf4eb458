// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/actions.h"
#include "ui/autostart.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/main_tool_bar.h"
#include "ui/pages/events_page.h"
#include "ui/pages/library_page.h"
#include "ui/pages/logs_page.h"
#include "ui/pages/models_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/settings_page.h"
#include "ui/pages/try_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/tables/models_panel.h"
#include "ui/tables/models_table.h"
#include "ui/tray/notifier.h"
#include "ui/tray/tray.h"
#include "ui/troubles.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/page_stack.h"
#include "ui/widgets/rest_switch.h"
#include "ui/widgets/shortcuts_dialog.h"
#include "ui/widgets/side_bar.h"
#include "ui/widgets/status_line.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDateTime>
#include <QHBoxLayout>
#include <QSessionManager>
#include <QSettings>
#include <QStatusBar>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

constexpr auto geometryKey = "window/geometry"_L1;

EpochSeconds systemNow()
{
    return double(QDateTime::currentMSecsSinceEpoch()) / 1000.0;
}

} // namespace

MainWindow::MainWindow(Engine &engine, WindowOptions options, QWidget *parent)
    : QMainWindow(parent), m_options(std::move(options)), m_preferences(m_options.settings),
      m_link(new EngineLink(engine, this)), m_actions(new Actions(*m_link, this)),
      m_autostart(new Autostart(m_options.autostartFile, m_options.program, this)),
      m_banners(new BannerStack), m_troubles(new Troubles(*m_link, *m_banners, this)),
      m_notifier(new Notifier(m_preferences, this)), m_tray(new Tray(*m_link, *m_actions, this)),
      m_toolBar(new MainToolBar(*m_actions)), m_sideBar(new SideBar(*m_link)), m_pages(new PageStack),
      m_status(new StatusLine), m_overview(new OverviewPage(*m_link, *m_actions)),
      m_models(new ModelsPage(*m_link, *m_actions)), m_events(new EventsPage(*m_link)),
      m_library(new LibraryPage(*m_link, *m_actions)), m_try(new TryPage(*m_link)),
      m_logs(new LogsPage(m_options.logFile)),
      m_settings(new SettingsPage(*m_link, *m_actions, m_preferences, *m_autostart, m_options.tokens)),
      m_welcome(new WelcomePage)
{
    if (!m_options.now)
        m_options.now = systemNow;
    setWindowTitle(tr("Modeldeck"));
    addToolBar(m_toolBar);
    buildBody();
    buildPages();
    connectLink();
    connectParts();
    connectTray();
    restore();

    qApp->installEventFilter(this);
    auto *timer = new QTimer(this);
    timer->setInterval(std::chrono::seconds(1));
    connect(timer, &QTimer::timeout, this, &MainWindow::tick);
    timer->start();
    for (WindowPart *part : parts())
        part->setSnapshot(m_link->snapshot());
    tick();
}

// The looks are saved here too: a signal ends the program without closing the window.
MainWindow::~MainWindow()
{
    saveLooks();
}

std::vector<WindowPart *> MainWindow::parts() const
{
    std::vector<WindowPart *> parts;
    for (QObject *child : findChildren<QObject *>()) {
        if (auto *part = dynamic_cast<WindowPart *>(child))
            parts.push_back(part);
    }
    return parts;
}

void MainWindow::buildBody()
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
}

void MainWindow::buildPages()
{
    using Beside = SideBar::Beside;
    const auto add = [this](QWidget *page, const QString &icon, const QString &name, const QString &focus,
                            Beside beside = Beside::Nothing) {
        QAction *action = m_pages->addPage(page, icon, name, page->findChild<QWidget *>(focus));
        addAction(action);
        m_sideBar->addPage(action, beside);
    };
    add(m_overview, u"overview"_s, tr("Overview"), u"modelsTable"_s, Beside::Memory);
    add(m_models, u"models"_s, tr("Models"), u"allModels"_s, Beside::LoadedModels);
    add(m_events, u"events"_s, tr("Events"), u"eventsTable"_s, Beside::NewEvents);
    add(m_library, u"box"_s, tr("Library"), u"libraryTable"_s);
    add(m_try, u"try"_s, tr("Try it"), u"tryFirst"_s);
    add(m_logs, u"logs"_s, tr("Logs"), u"logTable"_s);
    add(m_settings, u"settings"_s, tr("Settings"), u"settingCategories"_s);
    m_pages->addWidget(m_welcome); // reached by the menu
    connect(m_pages, &QStackedWidget::currentChanged, this, &MainWindow::followPage);
}

void MainWindow::connectLink()
{
    connect(m_link, &EngineLink::snapshotChanged, this, [this](const Snapshot &snapshot) {
        for (WindowPart *part : parts())
            part->setSnapshot(snapshot);
    });
    connect(m_link, &EngineLink::eventArrived, this, [this](const Event &event) {
        for (WindowPart *part : parts())
            part->noteEvent(event);
    });
}

void MainWindow::connectParts()
{
    connect(m_toolBar, &MainToolBar::searchChanged, this, [this](const QString &text) {
        for (WindowPart *part : parts())
            part->setSearch(text);
    });
    connect(m_overview, &OverviewPage::markerClicked, this, [this](EpochSeconds at) {
        m_pages->showPage(m_events);
        m_events->showMoment(at);
    });
    connect(m_overview, &OverviewPage::saveFailed, m_troubles, &Troubles::showUnwritten);
    connect(m_autostart, &Autostart::failed, m_troubles, &Troubles::showUnwritten);
    connect(m_try, &TryPage::readFailed, m_troubles, &Troubles::showUnread);
    connect(m_troubles, &Troubles::settingsWanted, this, &MainWindow::showSettings);
    connect(m_troubles, &Troubles::restRetryRequested, this, &MainWindow::restRetryRequested);
    connect(m_sideBar->rest(), &RestSwitch::settingsWanted, this,
            [this] { showSettings(SettingCategory::Rest); });
    connect(m_welcome, &WelcomePage::left, this, [this] { m_pages->showPage(m_overview); });
    connect(m_actions->welcome, &QAction::triggered, this, [this] { m_pages->showPage(m_welcome); });
    connect(m_actions->about, &QAction::triggered, this,
            [this] { (new AboutDialog(*m_link, this))->open(); });
    connect(m_actions->shortcuts, &QAction::triggered, this,
            [this] { (new ShortcutsDialog(m_pages->actions() + m_actions->all(), this))->open(); });
    connect(m_actions->quit, &QAction::triggered, this, &MainWindow::quit);
}

void MainWindow::connectTray()
{
    connect(m_tray, &Tray::activated, this, &MainWindow::bringToFront);
    connect(m_notifier, &Notifier::notify, this, [this](const QString &title, const QString &text) {
        if (m_tray->isShown())
            m_tray->notify(title, text);
        else
            QApplication::alert(this); // the window's entry in the task bar; the banner says the rest
    });
}

void MainWindow::setRestStatus(const RestView &status)
{
    for (WindowPart *part : parts())
        part->setRestStatus(status);
}

void MainWindow::tick()
{
    const EpochSeconds now = m_options.now();
    for (WindowPart *part : parts())
        part->setNow(now);
}

void MainWindow::showSettings(SettingCategory category)
{
    m_pages->showPage(m_settings);
    m_settings->showCategory(category);
}

// The actions act on the model that is selected on the current page; a selection carries over to the other
// page. Opening any page but the first steps marks those as seen.
void MainWindow::followPage()
{
    if (m_pages->currentWidget() != m_welcome)
        m_preferences.set(Preference::Welcomed, true);
    const bool overview = m_pages->currentWidget() == m_overview;
    if (!overview && m_pages->currentWidget() != m_models)
        return;
    ModelsTable *table = (overview ? m_overview->panel() : m_models->panel())->table();
    table->selectModel(m_actions->modelId());
    m_actions->setModelId(table->currentModelId());
}

void MainWindow::bringToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::startInBackground()
{
    if (!m_tray->appear())
        show();
}

void MainWindow::restore()
{
    resize(QSize(fontMetrics().averageCharWidth() * 150, fontMetrics().height() * 45));
    if (!m_options.settings)
        return;
    restoreGeometry(m_options.settings->value(geometryKey).toByteArray());
    for (WindowPart *part : parts())
        part->restore(*m_options.settings);
    if (!m_preferences[Preference::Welcomed])
        m_pages->showPage(m_welcome);
    m_tray->appear();
}

void MainWindow::saveLooks()
{
    if (!m_options.settings)
        return;
    m_options.settings->setValue(geometryKey, saveGeometry());
    for (WindowPart *part : parts())
        part->save(*m_options.settings);
}

// Autostart decides whether the program starts at the next login, not that it ran when this session ended.
void MainWindow::prepareForSessionEnd(QSessionManager &session)
{
    session.setRestartHint(QSessionManager::RestartNever);
    saveLooks();
}

// The session ends, or somebody else quits the program: the windows are closed, and none may stay
// in the tray.
bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == qApp && event->type() == QEvent::Quit)
        m_quitting = true;
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::quit()
{
    m_quitting = true;
    if (isVisible())
        close();
    else
        Q_EMIT quitRequested();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveLooks();
    if (!m_quitting && m_preferences[Preference::KeepsRunning] && m_tray->isShown()) {
        hide();
        event->ignore();
        return;
    }
    event->accept();
    Q_EMIT quitRequested();
}

} // namespace modeldeck
