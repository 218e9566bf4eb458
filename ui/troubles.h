// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/settings/setting_categories.h"
#include "ui/widgets/banner.h"
#include "ui/window_part.h"

namespace modeldeck {

// Shows a banner for what goes wrong: a command or a model that failed, Ollama, memory pressure, unloading
// paused, a missing folder, the REST API, a file. It goes when the trouble is over; one that was dismissed
// stays away until the trouble changes.
class Troubles : public QObject, public WindowPart
{
    Q_OBJECT
public:
    Troubles(EngineLink &link, BannerStack &banners, QObject *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot) override;
    void noteEvent(const Event &event) override;
    void setRestStatus(const RestView &status) override;
    void showUnwritten(const QString &path, const QString &why);
    void showUnread(const QString &path, const QString &why);

Q_SIGNALS:
    void settingsWanted(modeldeck::SettingCategory category);
    void restRetryRequested();

private:
    void watchOllama(const OllamaView &ollama);
    void watchPressure(const Snapshot &snapshot);
    void watchPause(const Snapshot &snapshot);
    void watchFolders(const Snapshot &snapshot);
    void lookForFolders();
    void showMissing(const QStringList &folders);
    void showFailedModels();
    void showFailure(const Command &command, const Error &error);
    void showFile(const QString &text);
    Notice::Action settingsAction(SettingCategory category);

    EngineLink &m_link;
    BannerStack &m_banners;
    OllamaState m_ollama = OllamaState::Disabled;
    std::pair<PressureLevel, bool> m_pressure{}; // and whether it comes from a stall
    bool m_paused = false;
    std::optional<EpochSeconds> m_pausedUntil;
    std::shared_ptr<const std::vector<SettingRow>> m_rows;
    QStringList m_folders; // of models, that the person named
    QStringList m_missing;
    QStringList m_failed; // models whose failure is still to be shown
};

} // namespace modeldeck
