// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/rest_view.h"

#include <QMainWindow>
#include <functional>

class QLineEdit;
class QMenu;
class QSettings;
class QStackedWidget;

namespace modeldeck {

class Actions;
class BannerStack;
class OverviewPage;
class ReceiptsPage;
class SideBar;
class StatusLine;

struct WindowOptions
{
    QSettings *settings = nullptr;     // where the window's looks are kept; null: nowhere. Outlives the window.
    std::function<EpochSeconds()> now; // empty: the system's clock
};

// The window: it puts the parts together and leads what happens from one to the other.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    // `engine` must outlive the window.
    explicit MainWindow(Engine &engine, WindowOptions options = {}, QWidget *parent = nullptr);
    ~MainWindow() override;

    // How the REST server does, whenever that changes.
    void setRestStatus(const RestView &status);
    // What passing time changes: countdowns, charts, the status line. The window calls it every second.
    void tick();

private:
    void buildToolBar();
    QMenu *buildMenu();
    void buildSearch();
    void buildPages();
    QAction *addPage(QWidget *page, const QString &iconName, const QString &name);
    void connectLink();
    void showSnapshot(const Snapshot &snapshot);
    void noteEvent(const Event &event);
    void showFailure(const Command &command, const Error &error);
    void showShortcuts();
    void restore();
    void closeEvent(QCloseEvent *event) override;

    WindowOptions m_options;
    EngineLink *m_link;
    Actions *m_actions;
    QLineEdit *m_search;
    SideBar *m_sideBar;
    BannerStack *m_banners;
    QStackedWidget *m_pages;
    StatusLine *m_status;
    OverviewPage *m_overview;
    ReceiptsPage *m_receipts;
    QList<QAction *> m_pageActions;
};

} // namespace modeldeck
