// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>

namespace modeldeck {

// Allows one window per state directory: a second start shows the first window, and exits.
class SingleInstance : public QObject
{
    Q_OBJECT
public:
    SingleInstance(const QString &runtimeDirectory, const QString &stateDirectory, QObject *parent = nullptr);

    // Brings the running window to the front; false if there is none. Blocks for a moment, since nothing else
    // has started yet.
    bool raiseOther() const;
    // Starts listening for later starts.
    void listen();

Q_SIGNALS:
    void raised();

private:
    QString m_name;
    QLocalServer m_server;
};

} // namespace modeldeck
