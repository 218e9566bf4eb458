// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/unix_signals.h"
#include "tests/support/test_program.h"

#include <QSignalSpy>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace modeldeck;

class UnixSignalsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSignalArrivesInTheEventLoop_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void aSignalArrivesInTheEventLoop()
    {
        QFETCH(int, number);
        UnixSignals signalsOfUnix;
        QSignalSpy spy(&signalsOfUnix, &UnixSignals::endRequested);
        raise(number);
        QCOMPARE(spy.size(), 0);
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(spy[0][0].toInt(), number);
    }

    void aSecondSignalIsSeenToo()
    {
        UnixSignals signalsOfUnix;
        QSignalSpy spy(&signalsOfUnix, &UnixSignals::endRequested);
        raise(SIGTERM);
        raise(SIGINT);
        QTRY_COMPARE(spy.size(), 2);
    }

    void aHangupAsksToReload()
    {
        UnixSignals signalsOfUnix;
        QSignalSpy ends(&signalsOfUnix, &UnixSignals::endRequested);
        QSignalSpy reloads(&signalsOfUnix, &UnixSignals::reloadRequested);
        raise(SIGHUP);
        QTRY_COMPARE(reloads.size(), 1);
        QCOMPARE(ends.size(), 0);
    }

    void anIgnoredSignalStaysIgnored()
    {
        std::signal(SIGHUP, SIG_IGN);
        {
            UnixSignals signalsOfUnix;
            QSignalSpy ends(&signalsOfUnix, &UnixSignals::endRequested);
            QSignalSpy reloads(&signalsOfUnix, &UnixSignals::reloadRequested);
            raise(SIGHUP);
            raise(SIGTERM);
            QTRY_COMPARE(ends.size(), 1);
            QCOMPARE(reloads.size(), 0);
        }
        std::signal(SIGHUP, SIG_DFL);
    }

    void withoutTheObjectSignalsEndTheProcessAgain()
    {
        const pid_t child = fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            {
                UnixSignals gone;
            }
            raise(SIGTERM);
            _exit(0);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    }
};

MODELDECK_TEST(UnixSignalsTest)
#include "unix_signals_test.moc"
