// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/modeldeck/single_instance.h"
#include "app/modeldeck/take_over.h"
#include "tests/support/test_program.h"

#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace modeldeck;

// What happens when the program is started twice, or beside modeldeckd.
class DesktopTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSecondStartRaisesTheFirst();
    void windowsOfOtherStateFoldersAreLeftAlone();
    void aStaleSocketIsReplaced();
    void takingOverEndsTheHolderAndWaitsForTheLock();
    void aProcessWithoutTheLockIsLeftAlone();
};

void DesktopTest::aSecondStartRaisesTheFirst()
{
    const QTemporaryDir folder;
    SingleInstance first(folder.filePath(u"run"_s), u"/state"_s);
    SingleInstance second(folder.filePath(u"run"_s), u"/state"_s);
    QVERIFY(!second.raiseOther());
    first.listen();
    QSignalSpy raised(&first, &SingleInstance::raised);
    QVERIFY(second.raiseOther());
    QTRY_COMPARE(raised.size(), 1);
}

void DesktopTest::windowsOfOtherStateFoldersAreLeftAlone()
{
    const QTemporaryDir folder;
    SingleInstance first(folder.path(), u"/state/a"_s);
    first.listen();
    QVERIFY(!SingleInstance(folder.path(), u"/state/b"_s).raiseOther());
}

void DesktopTest::aStaleSocketIsReplaced()
{
    const QTemporaryDir folder;
    SingleInstance first(folder.path(), u"/state"_s);
    first.listen();
    SingleInstance heir(folder.path(), u"/state"_s); // the lock has made sure that the first is dead
    heir.listen();
    QSignalSpy raised(&heir, &SingleInstance::raised);
    QVERIFY(SingleInstance(folder.path(), u"/state"_s).raiseOther());
    QTRY_COMPARE(raised.size(), 1);
}

void DesktopTest::takingOverEndsTheHolderAndWaitsForTheLock()
{
    const QTemporaryDir folder;
    QProcess daemon; // stands in for modeldeckd: it ends when it is told to
    daemon.start(u"sleep"_s, {u"60"_s});
    QVERIFY(daemon.waitForStarted());
    auto lock = StateLock::acquire(folder.path(), u"modeldeckd"_s); // ours, as the daemon's would be
    QVERIFY(lock.has_value());
    const auto holder = StateLock::holder(folder.path());
    QVERIFY(holder && holder->program == u"modeldeckd"_s);
    // Only the process that still holds the lock is told to end: that is this one, not the one named here.
    TakeOverDialog wrong(folder.path(), {daemon.processId(), u"modeldeckd"_s});
    wrong.open();
    wrong.findChild<QPushButton *>(u"takeOver"_s)->click();
    QVERIFY(!daemon.waitForFinished(50));
    QVERIFY(wrong.isVisible());
    *lock = StateLock();
    QTRY_COMPARE(wrong.result(), int(QDialog::Accepted));
    daemon.kill();
    daemon.waitForFinished();
}

void DesktopTest::aProcessWithoutTheLockIsLeftAlone()
{
    const QTemporaryDir folder;
    QProcess bystander; // its number stands in the lock, as one of another PID namespace may
    bystander.start(u"sleep"_s, {u"60"_s});
    QVERIFY(bystander.waitForStarted());
    auto lock = StateLock::acquire(folder.path(), u"modeldeckd"_s);
    QVERIFY(lock.has_value());
    QFile file(folder.filePath(u"lock"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::number(bystander.processId()) + " modeldeckd\n");
    file.close();
    const auto holder = StateLock::holder(folder.path());
    QVERIFY(holder && holder->pid == bystander.processId());
    TakeOverDialog dialog(folder.path(), *holder);
    dialog.open();
    dialog.findChild<QPushButton *>(u"takeOver"_s)->click();
    QVERIFY(!bystander.waitForFinished(100));
    QVERIFY(dialog.findChild<QLabel *>()->text().contains(u"can't be told to end"_s));
    *lock = StateLock(); // ended by the person
    QTRY_COMPARE(dialog.result(), int(QDialog::Accepted));
    bystander.kill();
    bystander.waitForFinished();
}

MODELDECK_TEST(DesktopTest)
#include "desktop_test.moc"
