// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/log_file.h"

#include "app/cli/logging.h"

#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace modeldeck;
using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(testLog, "modeldeck.test")

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

    void levelsAreNamed()
    {
        QCOMPARE(logLevelFromName(u"error"), LogLevel::Error);
        QCOMPARE(logLevelFromName(u"debug"), LogLevel::Debug);
        QVERIFY(!logLevelFromName(u"loud"));
    }
};

QTEST_GUILESS_MAIN(LogFileTest)
#include "log_file_test.moc"
