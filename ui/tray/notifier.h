// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preferences.h"
#include "ui/window_part.h"

namespace modeldeck {

// Decides what a person is told about while the window is out of sight: models unloaded by pressure,
// failures, Ollama lost and back, much memory in use for long. Routine unloads are not reported.
class Notifier : public QObject, public WindowPart
{
    Q_OBJECT
public:
    explicit Notifier(const Preferences &preferences, QObject *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot) override;
    void noteEvent(const Event &event) override;
    void setNow(EpochSeconds now) override; // once a second

Q_SIGNALS:
    void notify(const QString &title, const QString &text);

private:
    void tell(Preference kind, const QString &title, const QString &text);
    void watchOllama(const OllamaView &ollama);

    const Preferences &m_preferences;
    bool m_ollamaSeen = false; // it has been there
    bool m_ollamaLost = false;
    double m_used = 0;  // the fullest memory's share
    double m_limit = 0; // from which it is much; 0: never
    std::chrono::minutes m_patience{0};
    std::optional<EpochSeconds> m_highSince;
    bool m_highTold = false;
};

} // namespace modeldeck
