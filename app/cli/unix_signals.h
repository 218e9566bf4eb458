// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <chrono>

class QSocketNotifier;

namespace modeldeck {

// SIGTERM, SIGINT and SIGHUP as Qt signals in the thread of this object: the handler only writes to a pipe.
// One that was ignored at the start (nohup) stays ignored. SIGPIPE is ignored from here on: a reader of our
// log that goes away must not end the program. One object at a time; without it the signals end
// the process again.
class UnixSignals : public QObject
{
    Q_OBJECT
public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

Q_SIGNALS:
    // Each time, with the moment it came; a program that already ends takes a later one as "at once".
    void endRequested(int signalNumber, std::chrono::nanoseconds at);
    // SIGHUP as services know it. When it means that the program's terminal was closed it asks to end.
    void reloadRequested();

private:
    void drain();
    void deliver(int number, std::chrono::nanoseconds at);

    int m_pipe[2] = {-1, -1};
    QSocketNotifier *m_notifier = nullptr;
    bool m_hadTerminal;
};

} // namespace modeldeck
