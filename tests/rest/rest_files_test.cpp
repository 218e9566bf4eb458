// SPDX-License-Identifier: GPL-3.0-or-later
// The files that the server reads are replaced while it runs: the token, the certificate and its key.
#include "tests/rest/served.h"
#include "tests/rest/server_files.h"
#include "tests/support/test_program.h"

#include <QSslCertificate>
#include <QSslSocket>
#include <atomic>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

// How often the server said that it goes on with what it had.
std::atomic<int> kept = 0;

void countKept(QtMsgType, const QMessageLogContext &, const QString &message)
{
    kept += message.contains(u"still with the old token"_s);
}

Settings withToken(const QString &file)
{
    Settings settings = restSettings();
    settings.set(RestApiTokenFile, file);
    return settings;
}

Settings withCertificate(const QTemporaryDir &folder)
{
    Settings settings = restSettings();
    settings.set(RestApiTlsCertificate, write(folder, certificate, u"certificate.pem"_s));
    settings.set(RestApiTlsKey, write(folder, certificateKey, u"key.pem"_s));
    return settings;
}

// Tells when somebody has read a file.
class Readings
{
public:
    explicit Readings(const QString &file)
    {
        ::inotify_add_watch(m_descriptor, qPrintable(file), IN_CLOSE_NOWRITE);
    }
    ~Readings() { ::close(m_descriptor); }
    bool wait() const
    {
        pollfd look{m_descriptor, POLLIN, 0};
        return ::poll(&look, 1, 20'000) == 1;
    }

private:
    int m_descriptor = ::inotify_init1(IN_CLOEXEC);
};

struct Asked : Served
{
    using Served::Served;
    int rescan(const QByteArray &token) const
    {
        return RawClient::ask(port(), request("POST /api/rag/embedding/rescan", {},
                                              "Authorization: Bearer " + token + "\r\n"))
            .status;
    }
    // As a client that connects now sees it.
    QByteArray certificate() const
    {
        auto socket = std::make_unique<QSslSocket>();
        QSslSocket *tls = socket.get();
        tls->setPeerVerifyMode(QSslSocket::VerifyNone);
        const RawClient client(port(), std::move(socket));
        tls->startClientEncryption();
        return tls->waitForEncrypted(20'000) ? tls->peerCertificate().toPem() : QByteArray();
    }
};

} // namespace

class RestFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        kept = 0;
        m_handler = qInstallMessageHandler(countKept);
    }
    void cleanup() { qInstallMessageHandler(m_handler); }

    void aTokenIsReplacedWithoutARestart_data()
    {
        QTest::addColumn<bool>("renamed");
        QTest::newRow("written in place") << false;
        QTest::newRow("renamed into place") << true;
    }

    void aTokenIsReplacedWithoutARestart()
    {
        QFETCH(bool, renamed);
        QTemporaryDir folder;
        const QString file = write(folder, "first");
        const Asked served(withToken(file));
        for (const QByteArray token : {"second", "third"}) { // more than once
            QCOMPARE(served.rescan(token), 401);
            if (renamed)
                QCOMPARE(::rename(qPrintable(write(folder, token, u"new"_s)), qPrintable(file)), 0);
            else
                write(folder, token);
            QTRY_COMPARE(served.rescan(token), 200);
            QCOMPARE(served.rescan("first"), 401);
        }
    }

    void aChangeOfAnotherFileInTheFolderIsIgnored_data()
    {
        QTest::addColumn<bool>("good");
        QTest::newRow("beside a token in force") << true;
        QTest::newRow("beside a token that can't be used") << false;
    }

    void aChangeOfAnotherFileInTheFolderIsIgnored()
    {
        QFETCH(bool, good);
        QTemporaryDir folder;
        const QString file = write(folder, "first");
        FakeEngine engine;
        const Settings settings = withToken(file);
        engine.change([&](Snapshot &now) { now.settings = settings; });
        std::vector<QString> told;
        const auto server = RestServer::start(engine, settings, [&](const RestStatus &status) {
            told.push_back(status.error ? status.error->message.english() : QString());
        });
        QVERIFY(server);
        write(folder, good ? "second" : "two words");
        QTRY_COMPARE(told.size(), 1U);
        {
            const Readings readings(file);
            write(folder, "anything", u"neighbour"_s);
            QVERIFY(readings.wait());
        }
        write(folder, {});
        QTRY_VERIFY(!told.empty() && told.back().contains(u"is empty"_s)); // what comes next
        QCOMPARE(told.size(), 2U);
        QCOMPARE(kept, good ? 1 : 2);
    }

    void aTokenThatCannotBeUsedLeavesTheOldOneInForce_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("permissions");
        QTest::newRow("others can read it")
            << QByteArray("second") << int(QFile::ReadOwner | QFile::ReadOther);
        QTest::newRow("empty") << QByteArray() << int(QFile::ReadOwner | QFile::WriteOwner);
        QTest::newRow("two lines") << QByteArray("a\nb\n") << int(QFile::ReadOwner | QFile::WriteOwner);
    }

    void aTokenThatCannotBeUsedLeavesTheOldOneInForce()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, permissions);
        QTemporaryDir folder;
        const QString file = write(folder, "first");
        const Asked served(withToken(file));
        const QString next = write(folder, text, u"new"_s, QFile::Permissions(permissions));
        QCOMPARE(::rename(qPrintable(next), qPrintable(file)), 0);
        QTRY_VERIFY(kept > 0);
        QCOMPARE(served.rescan("first"), 200);
        QCOMPARE(served.rescan("second"), 401);
        QCOMPARE(served.rescan({}), 401);
        QFile::remove(file);
        QTRY_VERIFY(kept > 1);
        QCOMPARE(served.rescan("first"), 200);
        QCOMPARE(served.rescan({}), 401);
        write(folder, "second"); // put right
        QTRY_COMPARE(served.rescan("second"), 200);
    }

    void aCertificateAndItsKeyAreTakenOnceTheyMatch_data()
    {
        QTest::addColumn<bool>("keyFirst");
        QTest::newRow("the certificate comes first") << false;
        QTest::newRow("the key comes first") << true;
    }

    void aCertificateAndItsKeyAreTakenOnceTheyMatch()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("this Qt has no TLS");
        QFETCH(bool, keyFirst);
        QTemporaryDir folder;
        const Asked served(withCertificate(folder));
        QCOMPARE(served.certificate(), certificate);
        write(folder, "half a fi", u"key.pem"_s);
        QTRY_VERIFY(served.server->status().error.has_value());
        QVERIFY(kept > 0);
        QCOMPARE(served.certificate(), certificate);
        write(folder, certificateKey, u"key.pem"_s);
        QTRY_VERIFY(!served.server->status().error);
        kept = 0;
        if (keyFirst)
            write(folder, secondCertificateKey, u"key.pem"_s);
        else
            write(folder, secondCertificate, u"certificate.pem"_s);
        QTRY_VERIFY(kept > 0);
        QCOMPARE(served.certificate(), certificate);
        QVERIFY(served.server->status().state == RestStatus::State::Listening);
        QTRY_VERIFY(served.server->status().error.has_value());
        if (keyFirst)
            write(folder, secondCertificate, u"certificate.pem"_s);
        else
            write(folder, secondCertificateKey, u"key.pem"_s);
        QTRY_COMPARE(served.certificate(), secondCertificate);
        QTRY_VERIFY(!served.server->status().error);
    }

    void aFileRepairedInPlaceIsReadAfterABadOneReplacedIt()
    {
        QTemporaryDir folder;
        const QString file = write(folder, "first");
        const Asked served(withToken(file));
        QCOMPARE(::rename(qPrintable(write(folder, "two words", u"new"_s)), qPrintable(file)), 0);
        QTRY_VERIFY(kept > 0);
        QFile same(file); // opened, written, closed: no name changes
        QVERIFY(same.open(QIODevice::ReadWrite));
        same.write("overwritten");
        same.resize(11);
        same.close();
        QTRY_COMPARE(served.rescan("overwritten"), 200);
    }

private:
    QtMessageHandler m_handler = nullptr;
};

MODELDECK_TEST(RestFilesTest)
#include "rest_files_test.moc"
