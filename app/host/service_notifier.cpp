// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/host/service_notifier.h"

#include <QFile>
#include <QLoggingCategory>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace modeldeck {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(notifierLog, "modeldeck.host")

namespace {

// A path, or an abstract name written with @; anything else (vsock) is not ours.
QByteArray addressFrom(const QString &text)
{
    QByteArray out = QFile::encodeName(text);
    if (out.startsWith('@'))
        out[0] = '\0';
    else if (!out.startsWith('/'))
        return {};
    return out.size() < qsizetype(sizeof(sockaddr_un::sun_path)) ? out : QByteArray();
}

} // namespace

void ServiceNotifier::listenTo(const QMap<QString, QString> &environment)
{
    m_address = addressFrom(environment.value(u"NOTIFY_SOCKET"_s));
    const std::chrono::microseconds deadline(environment.value(u"WATCHDOG_USEC"_s).toLongLong());
    const QString whose = environment.value(u"WATCHDOG_PID"_s);
    if (!isHeard() || deadline.count() <= 0 || (!whose.isEmpty() && whose.toLongLong() != ::getpid()))
        return;
    m_watchdog.setInterval(std::chrono::duration_cast<std::chrono::milliseconds>(deadline / 2));
    m_watchdog.callOnTimeout([this] { send("WATCHDOG=1"); });
}

void ServiceNotifier::ready()
{
    send("READY=1");
    if (m_watchdog.interval() > 0)
        m_watchdog.start();
}

void ServiceNotifier::stopping()
{
    send("STOPPING=1");
}

void ServiceNotifier::status(const QString &oneLine)
{
    if (std::exchange(m_status, oneLine) != oneLine)
        send("STATUS=" + oneLine.toUtf8());
}

void ServiceNotifier::send(const QByteArray &message) const
{
    if (!isHeard())
        return;
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, m_address.constData(), std::size_t(m_address.size()));
    const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + std::size_t(m_address.size()));
    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (::sendto(descriptor, message.constData(), std::size_t(message.size()), MSG_NOSIGNAL,
                 reinterpret_cast<const sockaddr *>(&address), size) < 0)
        qCWarning(notifierLog).noquote() << "cannot notify the service manager:" << qt_error_string(errno);
    if (descriptor >= 0)
        ::close(descriptor);
}

} // namespace modeldeck
