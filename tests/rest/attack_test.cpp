// SPDX-License-Identifier: GPL-3.0-or-later
// A server under attack: it answers or closes, its memory stays bounded, and the next good request is served.
// MODELDECK_ATTACK_SECONDS goes on for so long, with mutations of the corpus.
#include "tests/rest/attack_corpus.h"
#include "tests/rest/attackers.h"
#include "tests/rest/served.h"
#include "tests/rest/server_files.h"

#include <QElapsedTimer>
#include <QSslSocket>
#include <QTest>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 mostMemory = 768LL * 1024 * 1024; // the sanitizer keeps what is freed
#else
constexpr qint64 mostMemory = 96LL * 1024 * 1024;
#endif

// Resident in this process, which is client and server.
qint64 memory()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

Settings hurried()
{
    Settings settings = restSettings();
    settings.setValue(Key::RestApiHeaderTimeout, 1LL);
    settings.setValue(Key::RestApiBodyTimeout, 1LL);
    settings.setValue(Key::RestApiMaxBodyBytes, 4LL * 1024 * 1024);
    return settings;
}

bool serves(const Served &served)
{
    bool good = false; // what was refused before may still be on its way out
    return QTest::qWaitFor(
        [&] { return good = good || RawClient::ask(served.port(), embedRequest()).status == 200; }, 20'000);
}

std::vector<Attack> everything()
{
    std::vector<Attack> out = plainAttacks();
    const std::vector<Attack> gone = disconnects();
    out.insert(out.end(), gone.begin(), gone.end());
    return out;
}

} // namespace

class TestAttack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        rlimit limit{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
        limit.rlim_cur = limit.rlim_max;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
        m_descriptors = limit.rlim_cur;
    }

    void everyAttackIsAnsweredOrClosed()
    {
        Served served(hurried());
        QVERIFY(serves(served));
        const qint64 before = memory();
        QCOMPARE(attack(served.port(), plainAttacks()), QByteArray());
        QVERIFY(serves(served));
        QCOMPARE_LT(memory() - before, mostMemory);
    }

    void aClientMayGoAfterAnyByte()
    {
        Served served(hurried());
        QVERIFY(serves(served));
        const qint64 before = memory();
        QCOMPARE(attack(served.port(), disconnects()), QByteArray());
        QVERIFY(serves(served));
        QCOMPARE_LT(memory() - before, mostMemory);
    }

    void halfAHandshakeIsCutOff()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("this Qt has no TLS");
        QTemporaryDir folder;
        Settings settings = hurried();
        settings.setValue(Key::RestApiTlsCertificate, write(folder, certificate, u"certificate.pem"_s));
        settings.setValue(Key::RestApiTlsKey, write(folder, certificateKey, u"key.pem"_s));
        Served served(settings);
        QCOMPARE(attack(served.port(), tlsAttacks()), QByteArray());
        auto socket = std::make_unique<QSslSocket>();
        QSslSocket *tls = socket.get();
        tls->setPeerVerifyMode(QSslSocket::VerifyNone);
        RawClient client(served.port(), std::move(socket));
        tls->startClientEncryption();
        QVERIFY(tls->waitForEncrypted(20'000));
        client.send(request("GET /livez"));
        QCOMPARE(client.answer().status, 200);
    }

    void aThousandConnectionsAtOnce()
    {
        if (m_descriptors < 2500)
            QSKIP("this process may not open as many files");
        Served served(hurried());
        QVERIFY(serves(served));
        const qint64 before = memory();
        const std::vector<Attack> crowd(1000, Attack{"one of a crowd", "GET /livez HTTP/1.1\r\nHost: loc"});
        QCOMPARE(attack(served.port(), crowd), QByteArray());
        QVERIFY(serves(served));
        QCOMPARE_LT(memory() - before, mostMemory);
    }

    void theCorpusAndItsMutationsForAsLongAsAsked()
    {
        const int seconds = qEnvironmentVariableIntValue("MODELDECK_ATTACK_SECONDS");
        if (seconds == 0)
            QSKIP("MODELDECK_ATTACK_SECONDS is not set");
        Served served(hurried());
        QVERIFY(serves(served));
        const qint64 before = memory();
        const std::vector<Attack> corpus = everything();
        QElapsedTimer time;
        time.start();
        quint32 seed = 0;
        for (; time.elapsed() < seconds * 1000LL; ++seed) {
            std::vector<Attack> round;
            for (const Attack &attack : corpus)
                round.push_back(mutated(attack, seed));
            const QByteArray wrong = attack(served.port(), round);
            QVERIFY2(wrong.isEmpty(), wrong + ", seed " + QByteArray::number(seed));
            QVERIFY(serves(served));
            QCOMPARE_LT(memory() - before, mostMemory);
        }
        qInfo("%u rounds of %zu attacks, %lld MiB more than before", seed, corpus.size(),
              (memory() - before) / (1024 * 1024));
    }

private:
    rlim_t m_descriptors = 0;
};

QTEST_GUILESS_MAIN(TestAttack)
#include "attack_test.moc"
