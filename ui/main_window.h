// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/preferences.h"
#include "ui/rest_view.h"
#include "ui/window_options.h"

#include <QMainWindow>

class QSessionManager;

namespace modeldeck {

class Actions;
class Autostart;
class BannerStack;
class EventsPage;
class LibraryPage;
class LogsPage;
class MainToolBar;
class ModelsPage;
class Notifier;
class OverviewPage;
class PageStack;
class SettingsPage;
class SideBar;
class StatusLine;
class Tray;
class Troubles;
class TryPage;
class WelcomePage;
class WindowPart;
enum class SettingCategory;

// The window: it puts the parts together and tells them what happens.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    // `engine` must outlive the window.
    explicit MainWindow(Engine &engine, WindowOptions options = {}, QWidget *parent = nullptr);
    ~MainWindow() override;

    // The state of the REST server, whenever it changes.
    void setRestStatus(const RestView &status);
    // What passing time changes: countdowns, charts, the status line. The window calls it every second.
    void tick();
    void bringToFront();
    // Only the icon in the tray; where there is no tray the window is shown after all.
    void startInBackground();
    // The session is about to end, unless somebody calls that off: nothing ends yet. Quit comes when it does.
    void prepareForSessionEnd(QSessionManager &session);

Q_SIGNALS:
    void quitRequested(); // the program is to end: the window was closed for good
    void restRetryRequested();

private:
    std::vector<WindowPart *> parts() const;
    void buildBody();
    void buildPages();
    void connectLink();
    void connectParts();
    void connectTray();
    void followPage();
    void showSettings(SettingCategory category);
    void restore();
    void saveLooks();
    void quit();
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

    WindowOptions m_options;
    Preferences m_preferences;
    bool m_quitting = false;
    EngineLink *m_link;
    Actions *m_actions;
    Autostart *m_autostart;
    BannerStack *m_banners;
    Troubles *m_troubles;
    Notifier *m_notifier;
    Tray *m_tray;
    MainToolBar *m_toolBar;
    SideBar *m_sideBar;
    PageStack *m_pages;
    StatusLine *m_status;
    OverviewPage *m_overview;
    ModelsPage *m_models;
    EventsPage *m_events;
    LibraryPage *m_library;
    TryPage *m_try;
    LogsPage *m_logs;
    SettingsPage *m_settings;
    WelcomePage *m_welcome;
};

} // namespace modeldeck
