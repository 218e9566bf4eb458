// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/state_lock.h"
#include "tests/support/test_program.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace modeldeck;
using namespace Qt::StringLiterals;

class StateLockTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void theSecondOneIsToldWhoHoldsIt()
    {
        const QString state = m_dir.filePath(u"a/state"_s);
        QVERIFY(!StateLock::holder(state));
        auto first = StateLock::acquire(state, u"modeldeckd"_s);
        QVERIFY(first && first->isHeld());
        const auto second = StateLock::acquire(state, u"modeldeck"_s);
        QVERIFY(!second);
        const QString message = second.error().message.english();
        QVERIFY2(message.contains(u"modeldeckd"_s) && message.contains(QString::number(getpid())),
                 qPrintable(message));
        QCOMPARE(StateLock::holder(state)->pid, getpid());
        QCOMPARE(StateLock::holder(state)->program, u"modeldeckd"_s);
    }

    void lettingGoLetsTheNextOneIn()
    {
        const QString state = m_dir.filePath(u"b"_s);
        {
            const auto first = StateLock::acquire(state, u"modeldeckd"_s);
            QVERIFY(first);
        }
        QVERIFY(!StateLock::holder(state));
        const auto second = StateLock::acquire(state, u"modeldeck"_s);
        QVERIFY(second);
        QCOMPARE(StateLock::holder(state)->program, u"modeldeck"_s);
    }

    void twoStateDirectoriesAreTwoLocks()
    {
        const auto first = StateLock::acquire(m_dir.filePath(u"c"_s), u"modeldeckd"_s);
        const auto second = StateLock::acquire(m_dir.filePath(u"d"_s), u"modeldeckd"_s);
        QVERIFY(first && second);
    }

    void aKilledHolderLeavesNothingBehind()
    {
        const QString state = m_dir.filePath(u"e"_s);
        int ready[2];
        QCOMPARE(pipe(ready), 0);
        const pid_t child = fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            const auto lock = StateLock::acquire(state, u"modeldeckd"_s);
            if (!lock || write(ready[1], "x", 1) != 1)
                _exit(1);
            pause();
            _exit(1);
        }
        char byte = 0;
        QCOMPARE(read(ready[0], &byte, 1), 1);
        QCOMPARE(StateLock::holder(state)->pid, child);
        QVERIFY(!StateLock::acquire(state, u"modeldeck"_s));
        kill(child, SIGKILL);
        QCOMPARE(waitpid(child, nullptr, 0), child);
        QVERIFY(StateLock::acquire(state, u"modeldeck"_s));
    }

    void theDirectoryIsForItsOwnerAlone()
    {
        const QString state = m_dir.filePath(u"f"_s);
        const auto lock = StateLock::acquire(state, u"modeldeckd"_s);
        QVERIFY(lock);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFileInfo(state).permissions() & others, QFile::Permissions());
    }

    void aDirectoryThatCannotBeUsedIsAnError()
    {
        QFile file(m_dir.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto lock = StateLock::acquire(file.fileName(), u"modeldeckd"_s);
        QVERIFY(!lock);
        QVERIFY(lock.error().message.english().contains(file.fileName()));
        QVERIFY(!StateLock::holder(file.fileName()));
    }

    void aHostileLockFileIsOnlyText()
    {
        const QString state = m_dir.filePath(u"g"_s);
        const auto lock = StateLock::acquire(state, u"modeldeckd"_s);
        QFile file(state + u"/lock"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, '\xff'));
        file.close();
        QCOMPARE(StateLock::holder(state)->pid, 0);
    }
};

MODELDECK_TEST(StateLockTest)
#include "state_lock_test.moc"
