// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/live_settings.h"

#include <QLoggingCategory>

namespace modeldeck {

Q_LOGGING_CATEGORY(settingsLog, "modeldeck.settings")

LiveSettings::LiveSettings(SettingsStore store) : m_store(std::move(store)), m_watch(m_store.file())
{
    publish(settings());
    warn();
    connect(&m_watch, &SettingsWatch::changed, this, &LiveSettings::reload);
}

Result<void> LiveSettings::change(const QVariantMap &changes)
{
    const Settings before = settings();
    const auto result = m_store.change(changes);
    if (result)
        publish(before);
    return result;
}

Result<void> LiveSettings::changeTimeouts(const QString &modelId, const QVariantMap &timeouts)
{
    QVariantMap all = settings()[ModelTimeoutOverrides];
    QVariantMap own = all.take(modelId).toMap();
    for (const auto &[tier, seconds] : timeouts.asKeyValueRange()) {
        if (seconds.isNull())
            own.remove(tier);
        else
            own[tier] = seconds;
    }
    if (!own.isEmpty())
        all[modelId] = own;
    return change({{settingName(ModelTimeoutOverrides), all}});
}

Result<void> LiveSettings::reload()
{
    const Settings before = settings();
    const auto result = m_store.reload();
    if (result) {
        warn();
        publish(before);
    } else {
        qCWarning(settingsLog).noquote()
            << "the settings were not changed:" << result.error().message.english();
        Q_EMIT refused(result.error());
    }
    return result;
}

void LiveSettings::warn() const
{
    for (const Text &warning : m_store.warnings())
        qCWarning(settingsLog).noquote() << warning.english();
}

void LiveSettings::publish(const Settings &before)
{
    const auto rowsBefore =
        std::exchange(m_rows, std::make_shared<const std::vector<SettingRow>>(m_store.rows()));
    std::vector<Key> keys;
    for (const SettingRow &row : *m_rows) {
        // Whether somebody has set it can matter as much as to what: see ollama_host.
        const bool sameSource = !rowsBefore || findRow(*rowsBefore, row.key)->source == row.source;
        if (sameSource && row.value == before.value(row.key))
            continue;
        keys.push_back(row.key);
        qCInfo(settingsLog).noquote() << row.name << "is now" << settingValueText(row.value);
    }
    if (!keys.empty())
        Q_EMIT changed(keys);
}

} // namespace modeldeck
