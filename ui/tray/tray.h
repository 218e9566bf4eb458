// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tray/tray_image.h"
#include "ui/window_part.h"

#include <QSystemTrayIcon>
#include <optional>

class QAction;
class QMenu;

namespace modeldeck {

class Actions;
class EngineLink;

// The icon in the desktop's tray, where there is one, with a menu of what the window can do too.
class Tray : public QObject, public WindowPart
{
    Q_OBJECT
public:
    Tray(EngineLink &link, const Actions &actions, QObject *parent = nullptr);
    ~Tray() override;

    // Shows the icon if the desktop has a tray by now; whether it is shown.
    bool appear();
    bool isShown() const { return m_icon.isVisible(); }

    void setSnapshot(const Snapshot &snapshot) override;
    void notify(const QString &title, const QString &text);
    QMenu *menu() const { return m_menu.get(); }

Q_SIGNALS:
    void activated(); // Show, or a click on the icon

private:
    void buildMenu(EngineLink &link, const Actions &actions);

    QSystemTrayIcon m_icon;
    std::unique_ptr<QMenu> m_menu;
    QAction *m_status = nullptr;
    QAction *m_rest = nullptr;
    bool m_restOn = false;
    std::optional<TrayImage> m_painted;
};

} // namespace modeldeck
