// SPDX-License-Identifier: GPL-3.0-or-later
// The server's life: start, refusals, settings that change, HTTPS.
#include "app/rest/rest_config.h"
#include "app/rest/rest_server.h"
#include "tests/rest/raw_client.h"
#include "tests/rest/server_files.h"
#include "tests/support/fake_engine.h"
#include "tests/support/test_program.h"

#include <QSslSocket>
#include <QTcpServer>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;
using State = RestStatus::State;

namespace {

const Settings &on()
{
    static const Settings settings = [] {
        Settings out;
        out.set(RestApiEnabled, true);
        out.set(RestApiAddress, QStringList{u"127.0.0.1"_s});
        out.set(RestApiPort, 0);
        return out;
    }();
    return settings;
}

template <typename T>
Settings with(Setting<T> key, const std::type_identity_t<T> &value)
{
    Settings settings = on();
    settings.set(key, value);
    return settings;
}

// What the engine's snapshots say: the same as the server was started with.
void agree(FakeEngine &engine, const Settings &settings)
{
    engine.change([&](Snapshot &now) { now.settings = settings; });
}

quint16 portOf(const RestServer &server)
{
    return quint16(QUrl(server.urls().value(0)).port());
}

int statusOf(quint16 port, const QByteArray &line, const QByteArray &headers = {})
{
    return RawClient::ask(port, request(line, {}, headers)).status;
}

} // namespace

class RestServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // A client that was told 200 may call from there at once: nothing waits for a timer.
    void aChangeOfAllowedOriginsHoldsFromTheNextSnapshot()
    {
        FakeEngine engine;
        agree(engine, on());
        const auto server = RestServer::start(engine, on()).value();
        const QByteArray origin = "Origin: app://obsidian.md\r\n";
        QCOMPARE(statusOf(portOf(*server), "GET /livez", origin), 403);
        for (int i = 0; i < 20; ++i) { // each request follows its change at once
            agree(engine, with(RestApiAllowedOrigins, {u"app://obsidian.md"_s}));
            QCOMPARE(statusOf(portOf(*server), "GET /livez", origin), 200);
            agree(engine, on());
            QCOMPARE(statusOf(portOf(*server), "GET /livez", origin), 403);
        }
    }

    void bothLoopbackAddressesHaveTheSamePort()
    {
        FakeEngine engine;
        Settings settings = on();
        settings.set(RestApiAddress, Settings()[RestApiAddress]);
        const auto server = RestServer::start(engine, settings);
        QVERIFY(server);
        const QStringList urls = (*server)->urls();
        QVERIFY(!urls.isEmpty() && urls.size() <= 2); // a machine without IPv6 has one
        for (const QString &url : urls) {
            QCOMPARE(QUrl(url).port(), QUrl(urls.first()).port());
            QTcpSocket socket;
            socket.connectToHost(QUrl(url).host(), quint16(QUrl(url).port()));
            QVERIFY(socket.waitForConnected());
        }
    }

    void aTakenPortIsAnErrorThatNamesIt()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        FakeEngine engine;
        const auto server = RestServer::start(engine, with(RestApiPort, other.serverPort()));
        QVERIFY(!server);
        const QString message = server.error().message.english();
        QVERIFY2(message.contains(u"127.0.0.1"_s) && message.contains(QString::number(other.serverPort())),
                 qPrintable(message));
    }

    void aPortThatIsFreeAgainIsTakenOnRetry()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const quint16 port = other.serverPort();
        FakeEngine engine;
        const Settings settings = with(RestApiPort, port);
        agree(engine, settings);
        const auto server = RestServer::follow(engine, settings);
        QCOMPARE(server->status().state, State::Failed);
        other.close();
        server->retry();
        QTRY_COMPARE(server->status().state, State::Listening);
        QCOMPARE(statusOf(port, "GET /livez"), 200);
    }

    void anAddressOffLoopbackNeedsAToken()
    {
        FakeEngine engine;
        QTemporaryDir folder;
        Settings settings = with(RestApiAddress, QStringList{u"0.0.0.0"_s});
        const auto refused = RestServer::start(engine, settings);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidSetting);
        QCOMPARE(refused.error().parameter, u"rest_api_address"_s);
        settings.set(RestApiTokenFile, write(folder, "secret\n"));
        QVERIFY(RestServer::start(engine, settings));
    }

    void aTokenFileMustBeItsOwnersAlone()
    {
        QTemporaryDir folder;
        QCOMPARE(*api::readTokenFile(write(folder, " secret \n")), "secret");
        const auto reason = [](const QString &file) {
            const auto token = api::readTokenFile(file);
            return token ? u"accepted"_s : token.error().message.english();
        };
        QVERIFY(reason(write(folder, "secret", u"token"_s, QFile::ReadOwner | QFile::ReadOther))
                    .contains(u"other than its owner"_s));
        QVERIFY(reason(write(folder, "secret", u"token"_s, QFile::ReadOwner | QFile::ReadGroup))
                    .contains(u"other than its owner"_s));
        QVERIFY(reason(write(folder, " \n")).contains(u"empty"_s));
        QVERIFY(reason(write(folder, "two words")).contains(u"one line"_s));
        QVERIFY(reason(write(folder, QByteArray(5000, 'a'))).contains(u"one line"_s));
        QVERIFY(reason(folder.filePath(u"none"_s)).contains(u"no such file"_s));
        QVERIFY(reason(folder.path()).contains(u"can't be read"_s));
    }

    void theTokenGuardsChanges()
    {
        FakeEngine engine;
        QTemporaryDir folder;
        const auto server = RestServer::start(engine, with(RestApiTokenFile, write(folder, "secret")));
        const quint16 port = portOf(**server);
        const QByteArray unload = "POST /api/rag/embedding/unload/vision";
        QCOMPARE(statusOf(port, "GET /api/rag/embedding/status"), 200);
        const RawAnswer refused = RawClient::ask(port, request(unload));
        QCOMPARE(refused.status, 401);
        QCOMPARE(refused.headers["www-authenticate"], "Bearer");
        QCOMPARE(statusOf(port, unload, "Authorization: Bearer wrong\r\n"), 401);
        QCOMPARE(statusOf(port, unload, "Authorization: Bearer secret\r\n"), 200);
        QCOMPARE(statusOf(port, "OPTIONS /v1/embeddings"), 204);
    }

    void aForeignOriginIs403AndAConfiguredOneIsTold()
    {
        FakeEngine engine;
        const auto server =
            RestServer::start(engine, with(RestApiAllowedOrigins, QStringList{u"https://app.example"_s}));
        const quint16 port = portOf(**server);
        QCOMPARE(statusOf(port, "GET /livez", "Origin: https://evil.example\r\n"), 403);
        const RawAnswer allowed =
            RawClient::ask(port, request("GET /livez", {}, "Origin: https://app.example\r\n"));
        QCOMPARE(allowed.status, 200);
        QCOMPARE(allowed.headers["access-control-allow-origin"], "https://app.example");
        const RawAnswer preflight =
            RawClient::ask(port, request("OPTIONS /v1/embeddings", {}, "Origin: https://app.example\r\n"));
        QCOMPARE(preflight.status, 204);
        QVERIFY(preflight.headers["access-control-allow-methods"].contains("POST"));
        QVERIFY(preflight.headers["access-control-allow-headers"].contains("Authorization"));
        const RawAnswer openAi =
            RawClient::ask(port, request("OPTIONS /v1/embeddings", {},
                                         "Origin: https://app.example\r\n"
                                         "Access-Control-Request-Headers: authorization,x-stainless-os\r\n"));
        QCOMPARE(openAi.headers["access-control-allow-headers"], "authorization,x-stainless-os");
        QVERIFY(allowed.headers["access-control-expose-headers"].contains("Retry-After"));
    }

    void portAndSwitchFollowTheSettings()
    {
        FakeEngine engine;
        agree(engine, on());
        std::vector<RestStatus> told;
        const auto started =
            RestServer::start(engine, on(), [&](const RestStatus &status) { told.push_back(status); });
        RestServer &server = **started;
        RawClient kept(portOf(server));
        kept.send(request("GET /livez"));
        QCOMPARE(kept.answer().status, 200);

        QTcpServer free; // finds a free port
        QVERIFY(free.listen(QHostAddress::LocalHost));
        const quint16 port = free.serverPort();
        free.close();
        engine.changeSetting(RestApiPort, port);
        QTRY_COMPARE(told.size(), 1U);
        QCOMPARE(server.status().state, State::Listening);
        QCOMPARE(portOf(server), port);
        QCOMPARE(statusOf(port, "GET /livez"), 200);
        kept.send(request("GET /livez"));
        QCOMPARE(kept.answer().status, 200); // the connection outlives the old port

        engine.changeSetting(RestApiEnabled, false);
        QTRY_COMPARE(server.status().state, State::Off);
        QVERIFY(server.urls().isEmpty());
        QVERIFY(kept.isClosed());
        QCOMPARE(RawClient::ask(port, request("GET /livez")).status, 0);

        engine.changeSetting(RestApiEnabled, true);
        QTRY_COMPARE(server.status().state, State::Listening);
        QCOMPARE(statusOf(port, "GET /livez"), 200);
        engine.changeSetting(MaxLoadedModels, 5); // not ours
        engine.changeSetting(RestApiAuthReads, true);
        QTRY_COMPARE(told.size(), 4U);
    }

    void aPortThatIsTakenLeavesTheOldOne()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        FakeEngine engine;
        agree(engine, on());
        const auto server = RestServer::start(engine, on());
        engine.changeSetting(RestApiPort, other.serverPort());
        QTRY_COMPARE((*server)->status().state, State::Failed);
        QVERIFY((*server)->status().error->message.english().contains(QString::number(other.serverPort())));
        QCOMPARE(statusOf(portOf(**server), "GET /livez"), 200);
    }

    void aBadTokenFileClosesTheServer()
    {
        FakeEngine engine;
        QTemporaryDir folder;
        agree(engine, on());
        const auto server = RestServer::start(engine, on());
        const quint16 port = portOf(**server);
        engine.changeSetting(RestApiTokenFile, folder.filePath(u"none"_s));
        QTRY_COMPARE((*server)->status().state, State::Failed);
        QCOMPARE(RawClient::ask(port, request("GET /livez")).status, 0);
        engine.changeSetting(RestApiTokenFile, write(folder, "secret"));
        QTRY_COMPARE((*server)->status().state, State::Listening);
        QCOMPARE(statusOf(portOf(**server), "POST /api/rag/embedding/rescan"), 401);
    }

    void aServerThatIsSwitchedOffListensOnceTheSettingsSwitchItOn()
    {
        FakeEngine engine;
        Settings off = on();
        off.set(RestApiEnabled, false);
        agree(engine, off);
        const auto server = RestServer::start(engine, off);
        QVERIFY(server);
        QCOMPARE((*server)->status().state, State::Off);
        engine.changeSetting(RestApiEnabled, true);
        QTRY_COMPARE((*server)->status().state, State::Listening);
        (*server)->stop();
        QCOMPARE((*server)->status().state, State::Off);
        (*server)->stop(); // twice is no error
    }

    void followStaysWhenThePortIsTaken()
    {
        auto other = std::make_unique<QTcpServer>();
        QVERIFY(other->listen(QHostAddress::LocalHost));
        FakeEngine engine;
        const Settings settings = with(RestApiPort, other->serverPort());
        agree(engine, settings);
        const auto server = RestServer::follow(engine, settings);
        QCOMPARE(server->status().state, State::Failed);
        engine.changeSetting(RestApiPort, 0);
        QTRY_COMPARE(server->status().state, State::Listening);
    }

    void httpsServesBehindTheSameGate_data()
    {
        QTest::addColumn<QByteArray>("certificatePem");
        QTest::addColumn<QByteArray>("keyPem");
        QTest::newRow("elliptic curve") << certificate << certificateKey;
        QTest::newRow("elliptic curve, the public half left out") << certificate << bareCertificateKey;
        QTest::newRow("the same in PKCS #8") << certificate << bareCertificateKeyPkcs8;
        QTest::newRow("RSA") << rsaCertificate << rsaCertificateKey;
    }

    void httpsServesBehindTheSameGate()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("this Qt has no TLS");
        QFETCH(QByteArray, certificatePem);
        QFETCH(QByteArray, keyPem);
        QTemporaryDir folder;
        Settings settings = with(RestApiTlsCertificate, write(folder, certificatePem, u"certificate.pem"_s));
        settings.set(RestApiTlsKey, write(folder, keyPem, u"key.pem"_s));
        FakeEngine engine;
        const auto server = RestServer::start(engine, settings);
        QVERIFY2(server, qPrintable(server ? QString() : server.error().message.english()));
        QVERIFY((*server)->urls().first().startsWith(u"https://"_s));

        auto socket = std::make_unique<QSslSocket>();
        QSslSocket *tls = socket.get();
        tls->setPeerVerifyMode(QSslSocket::VerifyNone);
        RawClient client(portOf(**server), std::move(socket));
        tls->startClientEncryption();
        QVERIFY(tls->waitForEncrypted());
        client.send(request("GET /livez"));
        QCOMPARE(client.answer().status, 200);
        client.send("rubbish\r\n\r\n");
        QCOMPARE(client.answer().status, 400);
        QVERIFY(client.isClosed());
        RawClient plain(portOf(**server));
        plain.send(request("GET /livez"));
        QVERIFY(plain.isClosed());
    }

    void aBadCertificateIsAnErrorThatNamesTheSetting()
    {
        FakeEngine engine;
        QTemporaryDir folder;
        Settings settings = with(RestApiTlsCertificate, write(folder, certificate, u"certificate.pem"_s));
        QCOMPARE(RestServer::start(engine, settings).error().parameter, u"rest_api_tls_key"_s);
        settings.set(RestApiTlsKey, write(folder, "no key", u"key.pem"_s));
        QCOMPARE(RestServer::start(engine, settings).error().parameter, u"rest_api_tls_key"_s);
        for (const QByteArray &other : {secondCertificateKey, bareSecondCertificateKey, rsaCertificateKey}) {
            settings.set(RestApiTlsKey, write(folder, other, u"key.pem"_s));
            const auto refused = RestServer::start(engine, settings);
            QVERIFY(!refused);
            QCOMPARE(refused.error().parameter, u"rest_api_tls_key"_s);
            QVERIFY(refused.error().message.english().contains(u"is not the key of"_s));
        }
        settings.set(RestApiTlsCertificate, write(folder, "no certificate", u"certificate.pem"_s));
        QCOMPARE(RestServer::start(engine, settings).error().parameter, u"rest_api_tls_certificate"_s);
    }

    void aTlsHelloOnThePlainPortGetsAReason()
    {
        FakeEngine engine;
        const auto server = RestServer::start(engine, on());
        RawClient client(portOf(**server));
        client.send(QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 400);
        QVERIFY(answer.body.contains("HTTPS"));
    }
};

MODELDECK_TEST(RestServerTest)
#include "rest_server_test.moc"
