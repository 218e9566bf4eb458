// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"

namespace modeldeck {

struct Notice;

// Turns what a snapshot says is wrong with the world (Ollama, memory pressure, unloading paused, a folder
// that is missing) into notices: one when it begins or changes, and its end. A notice that was dismissed
// stays away until then.
class Troubles : public QObject
{
    Q_OBJECT
public:
    explicit Troubles(EngineLink &link, QObject *parent = nullptr);
    void setSnapshot(const Snapshot &snapshot);

Q_SIGNALS:
    void began(const modeldeck::Notice &notice);
    void ended(const QString &key);
    void settingsWanted(int category); // SettingCategory

private:
    void watchOllama(const OllamaView &ollama);
    void watchPressure(const Snapshot &snapshot);
    void watchPause(const Snapshot &snapshot);
    void watchFolders(const Snapshot &snapshot);
    void lookForFolders();
    void showMissing(const QStringList &folders);

    EngineLink &m_link;
    OllamaState m_ollama = OllamaState::Disabled;
    PressureLevel m_pressure = PressureLevel::Normal;
    bool m_paused = false;
    std::optional<EpochSeconds> m_pausedUntil;
    std::shared_ptr<const std::vector<SettingRow>> m_rows;
    QStringList m_folders; // of models, that the person named
    QStringList m_missing;
};

} // namespace modeldeck
