// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QTimer>

namespace modeldeck {

// Reports the program's state to the service manager with systemd's protocol (sd_notify(3)), without its
// library: datagrams to the socket in NOTIFY_SOCKET. Does nothing if that is not set. Lives in the main
// thread, whose event loop feeds the watchdog, so that a program that hangs is restarted.
class ServiceNotifier
{
public:
    ServiceNotifier() = default;
    // With the variables NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
    void listenTo(const QMap<QString, QString> &environment);

    bool isHeard() const { return !m_address.isEmpty(); }
    void ready();                        // starts feeding the watchdog
    void stopping();                     // keeps feeding it until the end
    void status(const QString &oneLine); // sent only if it changed

private:
    void send(const QByteArray &message) const;

    QByteArray m_address; // as sockaddr_un wants it: an abstract one begins with a zero
    QString m_status;
    QTimer m_watchdog;
};

} // namespace modeldeck
