// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/window_panel.h"

#include "ui/autostart.h"
#include "ui/preferences.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/switch_button.h"

#include <QLabel>
#include <QSystemTrayIcon>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace modeldeck {

WindowPanel::WindowPanel(Preferences &preferences, Autostart &autostart, QWidget *parent)
    : QWidget(parent), m_column(new QVBoxLayout(this)),
      m_noTray(wrappedLabel(tr("This desktop has no tray: closing the window ends the program.")))
{
    m_column->setContentsMargins({});
    m_column->addWidget(headingLabel(tr("Program")));
    auto *keeps = addSwitch(tr("Closing the window keeps the program in the &tray"), u"keepsRunning"_s,
                            preferences[Preference::KeepsRunning]);
    connect(keeps, &QCheckBox::toggled, this,
            [&preferences](bool on) { preferences.set(Preference::KeepsRunning, on); });

    m_noTray->setObjectName(u"noTray"_s);
    m_column->addWidget(m_noTray);

    auto *login = addSwitch(tr("Start at &login, in the background"), u"autostart"_s, false);
    login->setEnabled(false); // until it is known
    connect(&autostart, &Autostart::known, login, [login](bool on) {
        login->setChecked(on);
        login->setEnabled(true);
    });
    connect(login, &QCheckBox::clicked, this, [&autostart](bool on) { autostart.set(on); });
    autostart.look();

    m_column->addSpacing(fontMetrics().height());
    m_column->addWidget(headingLabel(tr("Notifications")));
    const std::tuple<QString, QString, Preference> kinds[] = {
        {tr("A model was unloaded by memory &pressure"), u"notifyPressure"_s,
         Preference::NotifyPressureUnloads},
        {tr("A model &failed"), u"notifyFailure"_s, Preference::NotifyFailures},
        {tr("&Ollama stopped answering, or answers again"), u"notifyOllama"_s, Preference::NotifyOllama},
        {tr("&Memory use has been high for a while"), u"notifyHighUse"_s, Preference::NotifyHighUse},
    };
    for (const auto &[text, name, kind] : kinds) {
        connect(addSwitch(text, name, preferences[kind]), &QCheckBox::toggled, this,
                [&preferences, kind = kind](bool on) { preferences.set(kind, on); });
    }
    m_column->addStretch();
}

void WindowPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_noTray->setVisible(!QSystemTrayIcon::isSystemTrayAvailable());
}

QCheckBox *WindowPanel::addSwitch(const QString &text, const QString &name, bool on)
{
    auto *check = new SwitchButton(text);
    check->setObjectName(name);
    check->setChecked(on);
    m_column->addWidget(check, 0, Qt::AlignLeading);
    return check;
}

} // namespace modeldeck
