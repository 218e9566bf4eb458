// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/config/settings_watch.h"

#include "engine/config/settings.h"

#include <memory>

namespace modeldeck {

// The settings while the program runs: changed by command or by their file, which is watched. A file that is
// no longer valid changes nothing: the values in force stay. Lives in the engine thread.
class LiveSettings : public QObject
{
    Q_OBJECT
public:
    explicit LiveSettings(SettingsStore store);

    const Settings &settings() const { return m_store.settings(); }
    std::shared_ptr<const std::vector<SettingRow>> rows() const { return m_rows; }

    Result<void> change(const QVariantMap &changes);
    // Into the model's own timeouts, by tier; null removes one. Two callers at once do not undo each other's.
    Result<void> changeTimeouts(const QString &modelId, const QVariantMap &timeouts);
    Result<void> reload();

Q_SIGNALS:
    // In the order of the list, never empty; new values are in force already.
    void changed(const std::vector<Key> &keys);
    // The file changed, but into something invalid.
    void refused(const Error &error);

private:
    void warn() const;
    void publish(const Settings &before);

    SettingsStore m_store;
    SettingsWatch m_watch;
    std::shared_ptr<const std::vector<SettingRow>> m_rows;
};

} // namespace modeldeck
