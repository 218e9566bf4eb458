// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

struct Row
{
    QLatin1StringView key;
    bool otherwise; // where nothing was chosen
};

Row tableRow(Preference preference)
{
    switch (preference) {
    case Preference::KeepsRunning:
        return {"preferences/keeps_running"_L1, false};
    case Preference::Welcomed:
        return {"preferences/welcomed"_L1, false};
    case Preference::NotifyPressureUnloads:
        return {"notifications/pressure_unload"_L1, true};
    case Preference::NotifyFailures:
        return {"notifications/failure"_L1, true};
    case Preference::NotifyOllama:
        return {"notifications/ollama"_L1, true};
    case Preference::NotifyHighUse:
        return {"notifications/high_use"_L1, true};
    }
    Q_UNREACHABLE();
}

} // namespace

bool Preferences::operator[](Preference preference) const
{
    const Row row = tableRow(preference);
    return (m_settings ? m_settings->value(row.key, row.otherwise) : m_unsaved.value(row.key, row.otherwise))
        .toBool();
}

void Preferences::set(Preference preference, bool on)
{
    const QLatin1StringView key = tableRow(preference).key;
    if (m_settings)
        m_settings->setValue(key, on);
    else
        m_unsaved[key] = on;
}

} // namespace modeldeck
