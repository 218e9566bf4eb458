// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSocketNotifier;

namespace modeldeck {

// SIGTERM, SIGINT and SIGHUP as a Qt signal in the thread of this object: the handler only writes to a pipe.
// One that was ignored at the start (nohup) stays ignored. SIGPIPE is ignored from here on: a reader of our
// log that goes away must not end the program. One object at a time; without it the signals end the process
// again.
class UnixSignals : public QObject
{
    Q_OBJECT
public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

Q_SIGNALS:
    // Each time; a program that already ends takes the second one as "at once".
    void endRequested(int signalNumber);

private:
    void drain();

    int m_pipe[2] = {-1, -1};
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace modeldeck
