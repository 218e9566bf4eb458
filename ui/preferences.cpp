// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

constexpr auto keepsRunningKey = "preferences/keeps_running"_L1;
constexpr auto welcomedKey = "preferences/welcomed"_L1;

QString notificationKey(Preferences::Notification kind)
{
    switch (kind) {
    case Preferences::Notification::PressureUnload:
        return u"notifications/pressure_unload"_s;
    case Preferences::Notification::Failure:
        return u"notifications/failure"_s;
    case Preferences::Notification::Ollama:
        return u"notifications/ollama"_s;
    case Preferences::Notification::HighUse:
        return u"notifications/high_use"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Preferences::Preferences(QSettings *settings, QObject *parent) : QObject(parent), m_settings(settings) {}

bool Preferences::value(const QString &key, bool otherwise) const
{
    return m_settings ? m_settings->value(key, otherwise).toBool() : m_unsaved.value(key, otherwise).toBool();
}

void Preferences::setValue(const QString &key, bool value)
{
    if (m_settings)
        m_settings->setValue(key, value);
    else
        m_unsaved[key] = value;
}

bool Preferences::keepsRunning() const
{
    return value(keepsRunningKey, false);
}

void Preferences::setKeepsRunning(bool keeps)
{
    setValue(keepsRunningKey, keeps);
}

bool Preferences::notifies(Notification kind) const
{
    return value(notificationKey(kind), true);
}

void Preferences::setNotifies(Notification kind, bool notifies)
{
    setValue(notificationKey(kind), notifies);
}

bool Preferences::welcomed() const
{
    return value(welcomedKey, false);
}

void Preferences::setWelcomed()
{
    if (!welcomed())
        setValue(welcomedKey, true);
}

} // namespace modeldeck
