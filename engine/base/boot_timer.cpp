// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/boot_timer.h"

#include <QSocketNotifier>
#include <sys/timerfd.h>
#include <unistd.h>

namespace modeldeck {

BootTimer::BootTimer(QObject *parent)
    : QObject(parent), m_descriptor(timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK))
{
    if (m_descriptor < 0)
        qFatal("no timerfd: %s", strerror(errno));
    auto *notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, &BootTimer::read);
}

BootTimer::~BootTimer()
{
    ::close(m_descriptor);
}

void BootTimer::set(std::optional<BootTime> at)
{
    if (at == m_at)
        return;
    m_at = at;
    itimerspec spec{};
    if (at) {
        // A value of zero would disarm it.
        const auto time = std::max(at->time_since_epoch(), std::chrono::nanoseconds(1));
        const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
        spec.it_value = {time_t(seconds.count()), long((time - seconds).count())};
    }
    timerfd_settime(m_descriptor, TFD_TIMER_ABSTIME, &spec, nullptr);
}

void BootTimer::read()
{
    quint64 expirations = 0;
    if (::read(m_descriptor, &expirations, sizeof expirations) != sizeof expirations)
        return;
    m_at.reset();
    Q_EMIT fired();
}

} // namespace modeldeck
