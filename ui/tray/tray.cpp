// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/tray.h"

#include "ui/actions.h"
#include "ui/icons.h"
#include "ui/wording.h"

#include <QMenu>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

// The icon has a picture from the start: the desktop may show it before the first snapshot.
Tray::Tray(EngineLink &link, const Actions &actions, QObject *parent)
    : QObject(parent), m_icon(TrayImage{}.icon()), m_menu(new QMenu)
{
    buildMenu(link, actions);
    m_icon.setContextMenu(m_menu.get());
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT activated();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::activated);
}

Tray::~Tray() = default;

void Tray::buildMenu(EngineLink &link, const Actions &actions)
{
    m_menu->setObjectName(u"trayMenu"_s);
    m_status = m_menu->addAction(QString());
    m_status->setEnabled(false);
    m_menu->addSeparator();
    connect(m_menu->addAction(icon(u"overview"_s), tr("&Show")), &QAction::triggered, this, &Tray::activated);
    m_menu->addSeparator();
    m_menu->addAction(actions.unloadAll);
    m_menu->addMenu(actions.unloadMenu());
    m_menu->addMenu(actions.switchMenu());
    m_menu->addMenu(actions.pauseMenu());
    m_menu->addSeparator();
    m_rest = m_menu->addAction(QString());
    m_rest->setObjectName(u"traySwitchRest"_s);
    connect(m_rest, &QAction::triggered, this,
            [this, &link] { link.change(settingName(RestApiEnabled), !m_restOn); });
    m_menu->addSeparator();
    m_menu->addAction(actions.quit);
}

bool Tray::appear()
{
    if (!m_icon.isVisible() && QSystemTrayIcon::isSystemTrayAvailable())
        m_icon.show();
    return m_icon.isVisible();
}

void Tray::setSnapshot(const Snapshot &snapshot)
{
    const int loaded = int(std::ranges::count_if(snapshot.models, &ModelView::loaded));
    const QString status =
        tr("%1 · RAM %2", "models loaded · memory in use")
            .arg(tr("%n model(s) loaded", nullptr, loaded), wording::percent(snapshot.system.used));
    if (m_status->text() != status) {
        m_status->setText(status);
        m_icon.setToolTip(tr("Modeldeck: %1").arg(status));
    }
    // In words: some styles draw an empty check box on a dark menu so that it is hardly seen.
    m_restOn = snapshot.settings[RestApiEnabled];
    m_rest->setText(m_restOn ? tr("Switch the REST &API off") : tr("Switch the REST &API on"));
    const SettingRow *rest = findRow(*snapshot.settingRows, RestApiEnabled);
    m_rest->setEnabled(!rest || !rest->locked);
    const TrayImage image = TrayImage::of(snapshot);
    if (m_painted != image) {
        m_painted = image;
        m_icon.setIcon(image.icon());
    }
}

void Tray::notify(const QString &title, const QString &text)
{
    if (m_icon.isVisible())
        m_icon.showMessage(title, text, icon(u"modeldeck"_s));
}

} // namespace modeldeck
