// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/sandbox.h"
#include "tests/inference/runner_fixture.h"
#include "tests/support/test_program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace modeldeck;
using namespace modeldeck::inference;
using namespace Qt::StringLiterals;

namespace {

// Runs in a child, since a sandbox never opens again. Gives what `check` returned, below 128.
int inChild(const std::function<int()> &check)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(check());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// 0, or why not.
int openError(const QString &path, int flags = O_RDONLY)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return errno;
    ::close(descriptor);
    return 0;
}

int socketError(int family, int type)
{
    const int descriptor = ::socket(family, type, 0);
    if (descriptor < 0)
        return errno;
    ::close(descriptor);
    return 0;
}

bool kernelHasLandlock()
{
    return ::syscall(444, nullptr, 0, 1) >= 1;
}

bool write(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write("{}") == 2;
}

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class SandboxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void internetSocketsAreRefused_data();
    void internetSocketsAreRefused();
    void localSocketsStay();
    void filesOutsideTheModelAreClosed();
    void linkedWeightsStayReadable();
    void theModelCannotBeWrittenTo();
    void theRunnerClosesItsSandbox();
};

void SandboxTest::internetSocketsAreRefused_data()
{
    QTest::addColumn<int>("family");
    QTest::addColumn<int>("type");
    QTest::newRow("TCP") << AF_INET << int(SOCK_STREAM);
    QTest::newRow("UDP") << AF_INET << int(SOCK_DGRAM);
    QTest::newRow("TCP over IPv6") << AF_INET6 << int(SOCK_STREAM);
    QTest::newRow("netlink") << AF_NETLINK << int(SOCK_RAW);
    QTest::newRow("raw packets") << AF_PACKET << int(SOCK_RAW);
}

void SandboxTest::internetSocketsAreRefused()
{
    QFETCH(int, family);
    QFETCH(int, type);
    const int result =
        inChild([=] { return sandbox::forbidInternet().isEmpty() ? socketError(family, type) : 127; });
    QCOMPARE(result, EACCES);
}

void SandboxTest::localSocketsStay()
{
    QCOMPARE(
        inChild([] { return sandbox::forbidInternet().isEmpty() ? socketError(AF_UNIX, SOCK_STREAM) : 127; }),
        0);
}

void SandboxTest::filesOutsideTheModelAreClosed()
{
    if (!kernelHasLandlock())
        QSKIP("this kernel has no Landlock");
    QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkpath(u"model"_s) && write(dir.filePath(u"model/config.json"_s)));
    QVERIFY(write(dir.filePath(u"secret"_s)));
    const auto afterwards = [&](const QString &path) {
        return inChild([&] {
            return sandbox::confineFiles(dir.filePath(u"model"_s), false).isEmpty() ? openError(path) : 127;
        });
    };
    QCOMPARE(afterwards(dir.filePath(u"model/config.json"_s)), 0);
    QCOMPARE(afterwards(dir.filePath(u"secret"_s)), EACCES);
    QCOMPARE(afterwards(u"/etc/passwd"_s), EACCES);
    QCOMPARE(afterwards(dir.filePath(u"model/../secret"_s)), EACCES);
}

void SandboxTest::linkedWeightsStayReadable()
{
    if (!kernelHasLandlock())
        QSKIP("this kernel has no Landlock");
    QTemporaryDir dir; // as in the Hugging Face cache
    QVERIFY(QDir(dir.path()).mkpath(u"blobs"_s) && QDir(dir.path()).mkpath(u"snapshots/1"_s));
    QVERIFY(write(dir.filePath(u"blobs/abc"_s)) && write(dir.filePath(u"blobs/other"_s)));
    QVERIFY(QFile::link(u"../../blobs/abc"_s, dir.filePath(u"snapshots/1/model.safetensors"_s)));
    const auto afterwards = [&](const QString &path) {
        return inChild([&] {
            return sandbox::confineFiles(dir.filePath(u"snapshots/1"_s), false).isEmpty() ? openError(path)
                                                                                          : 127;
        });
    };
    QCOMPARE(afterwards(dir.filePath(u"snapshots/1/model.safetensors"_s)), 0);
    QCOMPARE(afterwards(dir.filePath(u"blobs/other"_s)), EACCES);
}

void SandboxTest::theModelCannotBeWrittenTo()
{
    if (!kernelHasLandlock())
        QSKIP("this kernel has no Landlock");
    QTemporaryDir dir;
    QVERIFY(write(dir.filePath(u"config.json"_s)));
    const auto afterwards = [&](const QString &name, int flags) {
        return inChild([&] {
            return sandbox::confineFiles(dir.path(), false).isEmpty() ? openError(dir.filePath(name), flags)
                                                                      : 127;
        });
    };
    QCOMPARE(afterwards(u"config.json"_s, O_WRONLY), EACCES);
    QCOMPARE(afterwards(u"new"_s, O_WRONLY | O_CREAT), EACCES);
}

void SandboxTest::theRunnerClosesItsSandbox()
{
    fixture::Runner runner;
    QVERIFY(runner.receive()); // hello comes when it is closed
    const QString proc = u"/proc/%1/"_s.arg(runner.process().processId());
    const QByteArray status = readAll(proc + u"status"_s);
    QVERIFY(status.contains("NoNewPrivs:\t1"));
    QVERIFY(status.contains("Seccomp:\t2"));
    QCOMPARE(readAll(proc + u"oom_score_adj"_s), QByteArray("800\n"));
}

MODELDECK_TEST(SandboxTest)
#include "sandbox_test.moc"
