// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantMap>

class QSettings;

namespace modeldeck {

enum class Preference {
    KeepsRunning, // when the window is closed
    Welcomed,     // the first-run page has been left
    NotifyPressureUnloads,
    NotifyFailures,
    NotifyOllama,
    NotifyHighUse,
};

// What a person chose about the window itself, as opposed to the engine's settings. Without QSettings the
// choices last as long as the window.
class Preferences
{
public:
    explicit Preferences(QSettings *settings) : m_settings(settings) {}

    bool operator[](Preference preference) const; // notifications are on until they are switched off
    void set(Preference preference, bool on);

private:
    QSettings *m_settings;
    QVariantMap m_unsaved; // the choices without QSettings
};

} // namespace modeldeck
