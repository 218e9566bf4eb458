// SPDX-License-Identifier: GPL-3.0-or-later
// A datagram socket of the test's own stands for the service manager's.
#include "app/host/service_notifier.h"
#include "tests/support/test_program.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace modeldeck;
using namespace Qt::StringLiterals;

class ServiceNotifierTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QByteArray m_path;
    int m_socket = -1;

    // `address` as the kernel takes it: an abstract one begins with a zero.
    void listenAt(const QByteArray &address)
    {
        m_socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        sockaddr_un name = {};
        name.sun_family = AF_UNIX;
        std::memcpy(name.sun_path, address.constData(), std::size_t(address.size()));
        QCOMPARE(::bind(m_socket, reinterpret_cast<const sockaddr *>(&name),
                        socklen_t(offsetof(sockaddr_un, sun_path) + std::size_t(address.size()))),
                 0);
    }
    QByteArray heard() const // empty: nothing was said
    {
        char buffer[256];
        const auto size = ::recv(m_socket, buffer, sizeof buffer, 0);
        return size > 0 ? QByteArray(buffer, qsizetype(size)) : QByteArray();
    }

private Q_SLOTS:
    void init()
    {
        m_path = m_dir.filePath(u"notify"_s).toLocal8Bit();
        listenAt(m_path);
    }
    void cleanup()
    {
        ::close(m_socket);
        ::unlink(m_path.constData());
    }

    void itSaysReadyAndStoppingToTheSocketOfTheEnvironment()
    {
        ServiceNotifier notifier;
        notifier.listenTo({{u"NOTIFY_SOCKET"_s, QString::fromLocal8Bit(m_path)}});
        notifier.ready();
        notifier.stopping();
        QCOMPARE(heard(), "READY=1");
        QCOMPARE(heard(), "STOPPING=1");
        QCOMPARE(heard(), "");
    }

    void anAbstractSocketIsReachedToo()
    {
        ::close(m_socket);
        const QByteArray name = "modeldeck-test-" + QByteArray::number(::getpid());
        listenAt('\0' + name);
        ServiceNotifier notifier;
        notifier.listenTo({{u"NOTIFY_SOCKET"_s, u'@' + QString::fromLatin1(name)}});
        notifier.ready();
        QCOMPARE(heard(), "READY=1");
    }

    void aStatusIsSaidWhenItChanges()
    {
        ServiceNotifier notifier;
        notifier.listenTo({{u"NOTIFY_SOCKET"_s, QString::fromLocal8Bit(m_path)}});
        notifier.status(u"1 model is loaded"_s);
        notifier.status(u"1 model is loaded"_s);
        notifier.status(u"2 models are loaded"_s);
        QCOMPARE(heard(), "STATUS=1 model is loaded");
        QCOMPARE(heard(), "STATUS=2 models are loaded");
        QCOMPARE(heard(), "");
    }

    void theEventLoopFeedsTheWatchdogOnceReady()
    {
        ServiceNotifier notifier;
        notifier.listenTo(
            {{u"NOTIFY_SOCKET"_s, QString::fromLocal8Bit(m_path)}, {u"WATCHDOG_USEC"_s, u"20000"_s}});
        notifier.ready();
        QCOMPARE(heard(), "READY=1");
        int fed = 0; // what was heard is heard once
        const auto isFedTwice = [this, &fed] {
            while (heard() == "WATCHDOG=1")
                ++fed;
            return fed >= 2;
        };
        QTRY_VERIFY(isFedTwice());
    }

    void aWatchdogOfAnotherProcessIsNotFed()
    {
        ServiceNotifier notifier;
        notifier.listenTo({{u"NOTIFY_SOCKET"_s, QString::fromLocal8Bit(m_path)},
                           {u"WATCHDOG_USEC"_s, u"2000"_s},
                           {u"WATCHDOG_PID"_s, u"1"_s}});
        notifier.ready();
        QCOMPARE(heard(), "READY=1");
        // A timer of twenty times the interval ends after any that the notifier could have.
        bool past = false;
        QTimer::singleShot(20, this, [&past] { past = true; });
        QTRY_VERIFY(past);
        QCOMPARE(heard(), "");
    }

    void withoutASocketItIsSilent_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("none") << QString();
        QTest::newRow("of another family") << u"vsock:2:1234"_s;
        QTest::newRow("too long") << u'/' + QString(200, u'x');
    }
    void withoutASocketItIsSilent()
    {
        QFETCH(QString, address);
        ServiceNotifier notifier;
        notifier.listenTo({{u"NOTIFY_SOCKET"_s, address}});
        QVERIFY(!notifier.isHeard());
        notifier.ready();
        QCOMPARE(heard(), "");
    }
};

MODELDECK_TEST(ServiceNotifierTest)
#include "service_notifier_test.moc"
