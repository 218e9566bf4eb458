// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/log_file.h"

#include "app/cli/logging.h"
#include "tests/support/test_program.h"

#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace modeldeck;
using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(testLog, "modeldeck.test")
Q_LOGGING_CATEGORY(serviceLog, "modeldeck.runner")
Q_LOGGING_CATEGORY(trackerLog, "modeldeck.scheduler")

class LogFileTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_folder;

    QByteArray content(const QString &name) const
    {
        QFile file(m_folder + u'/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no such file)");
    }

private Q_SLOTS:
    void init()
    {
        QTemporaryDir made(m_dir.filePath(u"XXXXXX"_s));
        made.setAutoRemove(false);
        m_folder = made.filePath(u"logs"_s); // made by the log
    }

    void aFullFileMovesOnAndTheOldestGoes()
    {
        LogFile log(m_folder + u"/a.log"_s, Bytes{10}, 2);
        for (const char *line : {"11111\n", "2222\n", "3333\n", "4444\n", "55555\n", "6666\n"})
            log.write(line);
        QCOMPARE(content(u"a.log"_s), "6666\n");
        QCOMPARE(content(u"a.log.1"_s), "55555\n");
        QCOMPARE(content(u"a.log.2"_s), "4444\n"); // 2222 and 3333 are gone
        QCOMPARE(QDir(m_folder).entryList(QDir::Files).size(), 3);
    }

    void itIsThereBeforeItsFirstLine() // tail -f can begin
    {
        const LogFile log(m_folder + u"/a.log"_s, Bytes{10}, 1);
        QCOMPARE(content(u"a.log"_s), "");
    }

    void aLogIsContinuedAfterARestart()
    {
        LogFile(m_folder + u"/a.log"_s, Bytes{10}, 1).write("11111\n");
        LogFile again(m_folder + u"/a.log"_s, Bytes{10}, 1);
        again.write("222\n");
        QCOMPARE(content(u"a.log"_s), "11111\n222\n");
        again.write("3\n");
        QCOMPARE(content(u"a.log"_s), "3\n");
    }

    void aFolderThatCannotBeWrittenIsNoHarm()
    {
        LogFile log(u"/proc/no/such/a.log"_s, Bytes{10}, 1);
        log.write("lost\n");
        LogFile folder(m_dir.path(), Bytes{10}, 1);
        folder.write("lost\n");
        QVERIFY(!QFile::exists(u"/proc/no/such/a.log"_s));
    }

    // What a full disk does to write(), in a child process: the limit on file size stands in for the disk.
    void aFullDiskIsNoHarm()
    {
        const QByteArray line(600, 'x');
        const pid_t child = fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            const rlimit limit{1000, 1000};
            signal(SIGXFSZ, SIG_IGN);
            if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
                _exit(1);
            LogFile log(m_folder + u"/a.log"_s, Bytes{100000}, 1);
            for (int i = 0; i < 5; ++i)
                log.write(line);
            _exit(42);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 42);
        QCOMPARE(content(u"a.log"_s).size(), 1000);
    }

    void manyThreadsWriteWholeLines()
    {
        LogFile log(m_folder + u"/a.log"_s, Bytes{1000000}, 1);
        std::vector<std::thread> threads; // not QThread: ThreadSanitizer would not see its wait()
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&log] {
                for (int n = 0; n < 200; ++n)
                    log.write("0123456789\n");
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(content(u"a.log"_s), QByteArray("0123456789\n").repeated(800));
    }

    void eachPartOfTheLogHasItsFileAndTheWholeHasAll()
    {
        // The files are opened once in a process: this test's in a child, before the next test opens its own.
        const pid_t child = fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            setUpLogging(LogLevel::Info, m_folder);
            qCInfo(serviceLog, "a service");
            qCInfo(trackerLog, "an unload");
            qCInfo(testLog, "another");
            _exit(0);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        const QByteArray service = content(u"embedding_service.log"_s),
                         tracker = content(u"model_usage_tracker.log"_s);
        QVERIFY(service.contains("a service") && !service.contains("an unload") &&
                !service.contains("another"));
        QVERIFY(tracker.contains("an unload") && !tracker.contains("a service") &&
                !tracker.contains("another"));
        QCOMPARE(content(u"modeldeck.log"_s).count('\n'), 3);
    }

    void messagesAreOneLineWithTimeLevelAndCategory()
    {
        setUpLogging(LogLevel::Info, m_folder);
        qCInfo(testLog).noquote() << u"loaded\n2026 forged\x1b[31m"_s;
        qCDebug(testLog) << "not at this level";
        qInstallMessageHandler(nullptr);
        const QByteArray text = content(u"modeldeck.log"_s);
        QCOMPARE(text.count('\n'), 1);
        QVERIFY2(text.contains(" info modeldeck.test: loaded 2026 forged [31m"), text.constData());
        QVERIFY(!text.contains('\x1b'));
        QVERIFY(text.startsWith("20") && text.at(10) == 'T' && text.at(23) == 'Z');
    }

    void theLevelChangesAtRunTime()
    {
        setUpLogging(LogLevel::Info, {});
        QVERIFY(testLog().isInfoEnabled() && !testLog().isDebugEnabled());
        setLogLevel(LogLevel::Debug);
        QVERIFY(testLog().isDebugEnabled());
        setLogLevel(LogLevel::Error);
        QVERIFY(!testLog().isWarningEnabled() && testLog().isCriticalEnabled());
        setLogLevel(LogLevel::Info);
        qInstallMessageHandler(nullptr);
    }

    void theJournalGetsPrioritiesInPlaceOfTimes_data()
    {
        QTest::addColumn<bool>("itsStream");
        QTest::newRow("the stream that it reads") << true;
        QTest::newRow("sent elsewhere") << false;
    }
    void theJournalGetsPrioritiesInPlaceOfTimes()
    {
        QFETCH(const bool, itsStream);
        QDir().mkpath(m_folder);
        const QByteArray path = QFile::encodeName(m_folder + u"/journal"_s);
        const pid_t child = fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            const int file = ::open(path.constData(), O_WRONLY | O_CREAT, 0600);
            struct stat info = {};
            if (::dup2(file, STDERR_FILENO) < 0 || fstat(file, &info) != 0)
                _exit(1);
            const auto inode = quint64(info.st_ino) + (itsStream ? 0 : 1);
            qputenv("JOURNAL_STREAM",
                    QByteArray::number(quint64(info.st_dev)) + ':' + QByteArray::number(inode));
            setUpLogging(LogLevel::Debug, {});
            qCCritical(testLog, "broken");
            qCWarning(testLog, "odd");
            qCInfo(testLog, "plain");
            qCDebug(testLog, "much");
            _exit(0);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        const QByteArray text = content(u"journal"_s);
        if (itsStream) {
            QCOMPARE(text, "<3>modeldeck.test: broken\n<4>modeldeck.test: odd\n<6>modeldeck.test: plain\n"
                           "<7>modeldeck.test: much\n");
        } else {
            QVERIFY(text.startsWith("20"));
        }
    }

    void levelsAreNamed()
    {
        QCOMPARE(logLevelFromName(u"error"), LogLevel::Error);
        QCOMPARE(logLevelFromName(u"debug"), LogLevel::Debug);
        QVERIFY(!logLevelFromName(u"loud"));
    }
};

MODELDECK_TEST(LogFileTest)
#include "log_file_test.moc"
