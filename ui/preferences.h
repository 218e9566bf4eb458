// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVariantMap>

class QSettings;

namespace modeldeck {

// What a person chose about the window itself, as opposed to the engine's settings. Without QSettings the
// choices last as long as the window.
class Preferences : public QObject
{
    Q_OBJECT
public:
    enum class Notification { PressureUnload, Failure, Ollama, HighUse };

    explicit Preferences(QSettings *settings, QObject *parent = nullptr);

    bool keepsRunning() const; // when the window is closed; off unless chosen
    void setKeepsRunning(bool keeps);
    bool notifies(Notification kind) const; // on unless switched off
    void setNotifies(Notification kind, bool notifies);
    bool welcomed() const; // the first-run page has been left
    void setWelcomed();

private:
    bool value(const QString &key, bool otherwise) const;
    void setValue(const QString &key, bool value);

    QSettings *m_settings;
    QVariantMap m_unsaved; // the choices without QSettings
};

} // namespace modeldeck
