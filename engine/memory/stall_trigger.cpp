// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/stall_trigger.h"

#include <QFile>
#include <QSocketNotifier>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace modeldeck {

namespace {

// 100 ms in 2 s, in microseconds. Without privileges, the kernel accepts only windows of multiples of 2 s.
constexpr char terms[] = "some 100000 2000000";

} // namespace

StallTrigger::StallTrigger(const QString &path, QObject *parent)
    : QObject(parent),
      m_descriptor(::open(QFile::encodeName(path).constData(), O_RDWR | O_NONBLOCK | O_CLOEXEC))
{
    if (m_descriptor < 0)
        return;
    if (::write(m_descriptor, terms, sizeof terms) < 0) {
        ::close(std::exchange(m_descriptor, -1));
        return;
    }
    auto *notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Exception, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] { activated(notifier); });
}

StallTrigger::~StallTrigger()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void StallTrigger::activated(QSocketNotifier *notifier)
{
    pollfd state{m_descriptor, POLLPRI, 0};
    if (::poll(&state, 1, 0) == 1 && (state.revents & POLLERR)) {
        notifier->setEnabled(false); // the trigger no longer exists, so the descriptor would always be ready
        return;
    }
    Q_EMIT fired();
}

} // namespace modeldeck
