// SPDX-License-Identifier: GPL-3.0-or-later
// What both programs are made of, in one process: signals are told to it, and sent by the end-to-end tests.
#include "app/host/host.h"
#include "tests/support/test_program.h"

#include <QCoreApplication>
#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <csignal>

using namespace modeldeck;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(testLog, "modeldeck.test")

class HostTest : public QObject
{
    Q_OBJECT

    // One for all: the log's files are opened once in a process.
    QTemporaryDir m_dir;
    std::unique_ptr<Host> m_host;

    void start()
    {
        const ProgramInfo program{u"modeldeck"_s, u"A test"_s, false};
        auto parsed = parseOptions(program, {program.name, u"--state-dir"_s, m_dir.path()},
                                   {{u"HOME"_s, m_dir.path()}});
        QVERIFY(std::holds_alternative<Invocation>(parsed));
        auto host = Host::start(program, std::get<Invocation>(std::move(parsed)));
        QVERIFY(host);
        m_host = std::move(*host);
    }
    // Once the loop runs.
    void signalledTwice(std::chrono::milliseconds apart)
    {
        const auto signal = [this, apart] {
            m_host->signalled(SIGINT, 10s);
            m_host->signalled(SIGTERM, 10s + apart);
        };
        QMetaObject::invokeMethod(m_host.get(), signal, Qt::QueuedConnection);
    }
    QByteArray log() const
    {
        QFile file(m_dir.filePath(u"logs/modeldeck.log"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void cleanup()
    {
        m_host.reset();
        qInstallMessageHandler(nullptr);
    }

    // As a session manager does, and a menu's "Quit".
    void whoQuitsTheApplicationGetsAnOrderlyEndToo()
    {
        start();
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
        QCOMPARE(m_host->exec(), 0);
        QVERIFY(log().contains("every model is unloaded"));
        m_host.reset();
        QVERIFY(log().contains("the history is closed"));
    }

    void whoEndsItTwiceEndsItOnce()
    {
        start();
        const auto before = log().count("no more calls are accepted");
        m_host->end();
        m_host->end();
        QCOMPARE(m_host->exec(), 0);
        QCOMPARE(log().count("no more calls are accepted"), before + 1);
    }

    // As `timeout` and shells with jobs hand on a terminal's Ctrl-C.
    void signalsInOneBreathAreOne()
    {
        start();
        signalledTwice(40ms);
        QCOMPARE(m_host->exec(), 0);
        QVERIFY(log().contains("every model is unloaded"));
    }

    void aSecondSignalEndsAtOnce()
    {
        start();
        signalledTwice(300ms); // an impatient finger
        QCOMPARE(m_host->exec(), 128 + SIGTERM);
        QVERIFY(log().contains("asked again, ending at once: SIGTERM"));
    }

    void theLogFollowsItsSetting()
    {
        start();
        QVERIFY(!testLog().isDebugEnabled());
        m_host->engine().changeSettings({{u"log_level"_s, u"debug"_s}}, {});
        QTRY_VERIFY(testLog().isDebugEnabled());
        m_host->engine().changeSettings({{u"log_level"_s, u"error"_s}}, {});
        QTRY_VERIFY(!testLog().isWarningEnabled());
    }

    void aSecondOneOnTheSameStateIsRefused()
    {
        start();
        const ProgramInfo program{u"modeldeckd"_s, u"Another"_s, false};
        auto parsed = parseOptions(program, {program.name, u"--state-dir"_s, m_dir.path()},
                                   {{u"HOME"_s, m_dir.path()}});
        const auto second = Host::start(program, std::get<Invocation>(std::move(parsed)));
        QVERIFY(!second);
        const EarlyExit exit = Host::startFailed(program, second.error());
        QCOMPARE(exit.status, 1);
        QVERIFY2(exit.text.startsWith(u"modeldeckd: modeldeck (process "_s), qPrintable(exit.text));
    }
};

MODELDECK_TEST(HostTest)
#include "host_test.moc"
