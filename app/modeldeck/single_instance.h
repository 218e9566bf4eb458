// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>

namespace modeldeck {

// One window per state directory: a second start asks the first to show itself, and ends.
class SingleInstance : public QObject
{
    Q_OBJECT
public:
    SingleInstance(const QString &runtimeDirectory, const QString &stateDirectory, QObject *parent = nullptr);

    // Asks the window that runs to come to the front; false: none does. Waits a moment: nothing else
    // has been started.
    bool raiseOther() const;
    // From now on later starts are heard.
    void listen();

Q_SIGNALS:
    void raised();

private:
    QString m_name;
    QLocalServer m_server;
};

} // namespace modeldeck
