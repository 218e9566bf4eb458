// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QTimer>

namespace modeldeck {

// Tells the service manager how the program is, by systemd's protocol (sd_notify(3)) and without its library:
// datagrams to the socket that NOTIFY_SOCKET names. Started by nobody who listens, it says nothing. Lives in
// the main thread: the watchdog is fed by its event loop, so that a program that hangs is restarted.
class ServiceNotifier
{
public:
    ServiceNotifier() = default;
    // With the variables NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
    void listenTo(const QMap<QString, QString> &environment);

    bool isHeard() const { return !m_address.isEmpty(); }
    void ready();                        // and the watchdog is fed from now on
    void stopping();                     // fed until the end all the same
    void status(const QString &oneLine); // sent where it is another than the last

private:
    void send(const QByteArray &message) const;

    QByteArray m_address; // as sockaddr_un wants it: an abstract one begins with a zero
    QString m_status;
    QTimer m_watchdog;
};

} // namespace modeldeck
