// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <chrono>

class QSocketNotifier;

namespace modeldeck {

// SIGTERM, SIGINT and SIGHUP as Qt signals in this object's thread; the handler only writes to a pipe.
// Signals that were ignored at the start (nohup) stay ignored. SIGPIPE is ignored too: a reader of our
// log that exits must not end the program. One object at a time; after it is destroyed, the signals end
// the process again.
class UnixSignals : public QObject
{
    Q_OBJECT
public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

Q_SIGNALS:
    // Emitted for every signal, with its time. A program that is already shutting down exits at
    // once on a later one.
    void endRequested(int signalNumber, std::chrono::nanoseconds at);
    // SIGHUP as services use it. If it means that the terminal was closed, endRequested() is emitted instead.
    void reloadRequested();

private:
    void drain();
    void deliver(int number, std::chrono::nanoseconds at);

    int m_pipe[2] = {-1, -1};
    QSocketNotifier *m_notifier = nullptr;
    bool m_hadTerminal;
};

} // namespace modeldeck
