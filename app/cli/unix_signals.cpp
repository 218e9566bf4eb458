// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/unix_signals.h"

#include <QSocketNotifier>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace modeldeck {

namespace {

constexpr int handled[] = {SIGTERM, SIGINT, SIGHUP};

// What goes through the pipe: short enough to arrive in one piece.
struct Arrival
{
    int number;
    timespec at; // CLOCK_MONOTONIC
};

// Signal handlers can only reach globals.
std::atomic<int> writeEnd = -1;
static_assert(std::atomic<int>::is_always_lock_free);

void onSignal(int number)
{
    const int saved = errno;
    Arrival arrival{number, {}};
    ::clock_gettime(CLOCK_MONOTONIC, &arrival.at);
    [[maybe_unused]] const ssize_t written = ::write(writeEnd, &arrival, sizeof arrival);
    errno = saved;
}

void handle(int number, void (*handler)(int))
{
    struct sigaction before
    {
    };
    if (sigaction(number, nullptr, &before) == 0 && before.sa_handler == SIG_IGN)
        return;
    struct sigaction action
    {
    };
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, nullptr);
}

// Whether the process has a controlling terminal. The kernel removes it before it sends SIGHUP.
bool hasTerminal()
{
    const int terminal = ::open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (terminal >= 0)
        ::close(terminal);
    return terminal >= 0;
}

} // namespace

UnixSignals::UnixSignals(QObject *parent) : QObject(parent), m_hadTerminal(hasTerminal())
{
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("no pipe for Unix signals");
    m_notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &UnixSignals::drain);
    writeEnd = m_pipe[1];
    std::signal(SIGPIPE, SIG_IGN);
    for (const int number : handled)
        handle(number, onSignal);
}

UnixSignals::~UnixSignals()
{
    for (const int number : handled)
        handle(number, SIG_DFL);
    writeEnd = -1;
    m_notifier->setEnabled(false);
    ::close(m_pipe[0]);
    ::close(m_pipe[1]);
}

void UnixSignals::drain()
{
    Arrival arrival{};
    while (::read(m_pipe[0], &arrival, sizeof arrival) == ssize_t(sizeof arrival))
        deliver(arrival.number,
                std::chrono::seconds(arrival.at.tv_sec) + std::chrono::nanoseconds(arrival.at.tv_nsec));
}

void UnixSignals::deliver(int number, std::chrono::nanoseconds at)
{
    if (number != SIGHUP || (m_hadTerminal && !hasTerminal()))
        Q_EMIT endRequested(number, at);
    else
        Q_EMIT reloadRequested();
}

} // namespace modeldeck
