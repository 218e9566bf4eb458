// SPDX-License-Identifier: GPL-3.0-or-later
// A server under attack: it answers or closes, its memory stays bounded, and the next good request is served.
// MODELDECK_ATTACK_SECONDS goes on for so long, with mutations of the corpus, against the real engine.
#include "tests/rest/attack_corpus.h"
#include "tests/rest/attackers.h"
#include "tests/rest/served.h"
#include "tests/rest/server_files.h"
#include "tests/support/engine_desk.h"
#include "tests/support/test_program.h"

#include <QElapsedTimer>
#include <QSslSocket>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
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
    settings.set(RestApiHeaderTimeout, 1s);
    settings.set(RestApiBodyTimeout, 1s);
    settings.set(RestApiMaxBodyBytes, 4 * 1024 * 1024);
    return settings;
}

bool serves(quint16 port, const QByteArray &call = embedRequest())
{
    bool good = false; // what was refused before may still be on its way out
    return QTest::qWaitFor([&] { return good = good || RawClient::ask(port, call).status == 200; }, 20'000);
}

// Under attack is this model, whose name is as long as the corpus's: the lengths in the corpus still hold.
const QString attacked = u"attacked-1"_s;

QByteArray aimed(QByteArray bytes)
{
    return bytes.replace("ViT-L-14/openai", idOf(attacked).toUtf8());
}

std::vector<Attack> everything()
{
    std::vector<Attack> out = plainAttacks();
    const std::vector<Attack> gone = disconnects();
    out.insert(out.end(), gone.begin(), gone.end());
    for (Attack &attack : out)
        attack.bytes = aimed(attack.bytes);
    return out;
}

} // namespace

class RestAttackTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &m_limitBefore), 0);
        rlimit limit = m_limitBefore;
        limit.rlim_cur = limit.rlim_max;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
        m_descriptors = limit.rlim_cur;
    }
    void cleanupTestCase() { QCOMPARE(::setrlimit(RLIMIT_NOFILE, &m_limitBefore), 0); }

    void everyAttackIsAnsweredOrClosed()
    {
        Served served(hurried());
        QVERIFY(serves(served.port()));
        const qint64 before = memory();
        QCOMPARE(attack(served.port(), plainAttacks()), QByteArray());
        QVERIFY(serves(served.port()));
        QCOMPARE_LT(memory() - before, mostMemory);
    }

    void aClientMayDisconnectAfterAnyByte()
    {
        Served served(hurried());
        QVERIFY(serves(served.port()));
        const qint64 before = memory();
        QCOMPARE(attack(served.port(), disconnects()), QByteArray());
        QVERIFY(serves(served.port()));
        QCOMPARE_LT(memory() - before, mostMemory);
    }

    void halfAHandshakeIsCutOff()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("this Qt has no TLS");
        QTemporaryDir folder;
        Settings settings = hurried();
        settings.set(RestApiTlsCertificate, write(folder, certificate, u"certificate.pem"_s));
        settings.set(RestApiTlsKey, write(folder, certificateKey, u"key.pem"_s));
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
        QVERIFY(serves(served.port()));
        const qint64 before = memory();
        const std::vector<Attack> crowd(1000, Attack{"one of a crowd", "GET /livez HTTP/1.1\r\nHost: loc"});
        QCOMPARE(attack(served.port(), crowd), QByteArray());
        QVERIFY(serves(served.port()));
        QCOMPARE_LT(memory() - before, mostMemory);
    }

    void theCorpusAndItsMutationsForAsLongAsAsked()
    {
        const int seconds = qEnvironmentVariableIntValue("MODELDECK_ATTACK_SECONDS");
        if (seconds == 0)
            QSKIP("MODELDECK_ATTACK_SECONDS is not set");
        EngineDesk desk;
        desk.addModel(attacked);
        desk.start();
        const auto server = std::move(RestServer::start(*desk.engine, hurried()).value());
        const auto port = quint16(QUrl(server->urls().first()).port());
        const QByteArray good = aimed(embedRequest());
        QVERIFY(serves(port, good));
        const qint64 before = memory();
        const int descriptors = openDescriptors();
        const std::vector<Attack> corpus = everything();
        QElapsedTimer time;
        time.start();
        quint32 seed = 0;
        for (; time.elapsed() < seconds * 1000LL; ++seed) {
            std::vector<Attack> round;
            for (const Attack &attack : corpus)
                round.push_back(mutated(attack, seed));
            const QByteArray wrong = attack(port, round);
            QVERIFY2(wrong.isEmpty(), wrong + ", seed " + QByteArray::number(seed));
            QVERIFY(serves(port, good));
            QCOMPARE_LT(memory() - before, mostMemory);
        }
        QTRY_COMPARE_WITH_TIMEOUT(desk.state(attacked), ModelState::Ready, 20'000); // no lease is left
        QTRY_COMPARE_LE_WITH_TIMEOUT(openDescriptors(), descriptors, 20'000);
        QCOMPARE(desk.loads(attacked), 1); // its runner has seen nothing of it
        qInfo("%u rounds of %zu attacks, %lld MiB more than before", seed, corpus.size(),
              (memory() - before) / (1024 * 1024));
    }

private:
    rlim_t m_descriptors = 0;
    rlimit m_limitBefore{};
};

MODELDECK_TEST(RestAttackTest)
#include "rest_attack_test.moc"
