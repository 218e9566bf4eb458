// SPDX-License-Identifier: GPL-3.0-or-later
// What Qt's HTTP server does not do by itself (app/rest/http/README.md): 1 to 4, clients that leave, limits,
// framing and order, against the real server. 5 to 7 are in http_test.cpp.
#include "app/rest/http/gate.h"
#include "tests/rest/served.h"
#include "tests/support/test_program.h"

#include <QJsonArray>
#include <QNetworkProxy>
#include <sys/socket.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace modeldeck;
using namespace modeldeck::test;

class RestHazardsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // ---- 1: the client goes while its answer is pending ----

    void aClientThatDisconnectsWhilePendingCancelsItsCall_aThousandTimes()
    {
        Served served;
        served.engine.hold();
        const int before = openDescriptors();
        constexpr int times = 1000;
        for (int i = 0; i < times; ++i) {
            RawClient client(served.port());
            client.send(embedRequest());
            if (i % 50 == 0)
                QTRY_COMPARE_WITH_TIMEOUT(served.engine.count(u"embed"_s), i + 1, 20'000);
            else
                QTRY_VERIFY_WITH_TIMEOUT(served.engine.heldCount() > 0 || served.engine.count(u"embed"_s) > i,
                                         20'000);
            client.abort();
        }
        QTRY_COMPARE_WITH_TIMEOUT(served.engine.count(u"cancel"_s), served.engine.count(u"embed"_s), 20'000);
        QCOMPARE(served.engine.count(u"embed"_s), times);
        QCOMPARE(served.engine.heldCount(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(openDescriptors(), before, 20'000);
        served.engine.release();
        QCOMPARE(RawClient::ask(served.port(), embedRequest()).status, 200);
    }

    void anAnswerThatComesAfterItsClientDisconnectedIsDropped()
    {
        Served served;
        served.engine.hold();
        {
            RawClient client(served.port());
            client.send(request("POST /api/rag/embedding/vision/load/ViT-B-32%2Fopenai"));
            QTRY_COMPARE(served.engine.count(u"load"_s), 1);
        }
        served.engine.release();
        QCOMPARE(RawClient::ask(served.port(), request("GET /livez")).status, 200);
    }

    void stoppingCancelsTheCallsThatWait()
    {
        Served served;
        served.engine.hold();
        RawClient client(served.port());
        client.send(embedRequest());
        QTRY_COMPARE(served.engine.count(u"embed"_s), 1);
        served.server->stop();
        QCOMPARE(served.engine.count(u"cancel"_s), 1);
        QVERIFY(client.isClosed());
    }

    // ---- 2: limits ----

    void aHeaderBeyondTheLimitIs431()
    {
        Served served;
        const RawAnswer answer = RawClient::ask(
            served.port(), request("GET /livez", {}, "X: " + QByteArray(20'000, 'a') + "\r\n"));
        QCOMPARE(answer.status, 431);
        QCOMPARE(json(answer)[u"error"_s][u"code"_s].toString(), u"headers_too_large"_s);
        QVERIFY(!answer.headers["x-modeldeck-instance"].isEmpty());
    }

    void aBodyBeyondTheLimitIs413BeforeItIsSent()
    {
        Served served;
        RawClient client(served.port());
        client.send("POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000000\r\n\r\n");
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 413);
        QCOMPARE(json(answer)[u"error"_s][u"type"_s].toString(), u"invalid_request_error"_s);
        QCOMPARE(answer.headers["connection"], "close");
        QVERIFY(client.isClosed());
    }

    void aChunkedBodyBeyondTheLimitIs413()
    {
        Settings settings = restSettings();
        settings.set(RestApiMaxBodyBytes, 2048);
        Served served(settings);
        RawClient client(served.port());
        client.send("POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 3; ++i)
            client.send("400\r\n" + QByteArray(1024, ' ') + "\r\n");
        QCOMPARE(client.answer().status, 413);
    }

    void bodiesThatAreHalfSentShareABudget()
    {
        Settings settings = restSettings();
        settings.set(RestApiMaxBodyBytes, 2048);
        Served served(settings);
        const QByteArray most =
            "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2048\r\n\r\n" +
            QByteArray(2000, ' ');
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 4; ++i) {
            clients.push_back(std::make_unique<RawClient>(served.port()));
            clients.back()->send(most);
        }
        QCOMPARE(RawClient::ask(served.port(), request("GET /livez")).status, 200); // by now they are read
        QCOMPARE(RawClient::ask(served.port(), most).status, 503);
        clients.clear();
        bool free = false;
        const QByteArray whole = request("POST /v1/embeddings", QByteArray(2000, ' '));
        QTRY_VERIFY(free = free || RawClient::ask(served.port(), whole).status == 400);
    }

    void anEndlessHeaderIsCutOffAtItsDeadline()
    {
        Settings settings = restSettings();
        settings.set(RestApiHeaderTimeout, 1s);
        Served served(settings);
        RawClient client(served.port());
        client.send("GET /livez HTTP/1.1\r\nHost: loc");
        QCOMPARE(client.answer().status, 408);
        QVERIFY(client.isClosed());
    }

    void aBodyThatDoesNotComeIsCutOffAtItsDeadline()
    {
        Settings settings = restSettings();
        settings.set(RestApiBodyTimeout, 1s);
        Served served(settings);
        RawClient client(served.port());
        client.send("POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{");
        QCOMPARE(client.answer().status, 408);
        QVERIFY(client.isClosed());
    }

    void aKeptConnectionThatStaysSilentIsClosed()
    {
        api::GateRules rules;
        rules.idleTime = std::chrono::milliseconds(50);
        api::Connections connections(rules);
        api::Gate gate(connections);
        connect(&gate, &QTcpServer::newConnection, this, [&gate] {
            auto *client = qobject_cast<api::FedSocket *>(gate.nextPendingConnection());
            connect(client, &QTcpSocket::readyRead, client, [client] {
                client->readAll();
                client->take({});
                client->send(api::serialise({}, api::Body::Send, false, {}));
                client->endAnswer();
            });
        });
        QVERIFY(gate.listen(QHostAddress::LocalHost));
        QTcpSocket client; // in the server's thread
        client.connectToHost(QHostAddress::LocalHost, gate.serverPort());
        client.write(request("GET /livez"));
        QTRY_VERIFY(client.bytesAvailable() > 0);
        QVERIFY(client.readAll().contains("Connection: keep-alive"));
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(client.bytesAvailable(), 0); // closed without a word: nobody asked
    }

    void aClientThatDoesNotReadItsAnswerIsCutOff()
    {
        Settings settings = restSettings();
        settings.set(RestApiBodyTimeout, 1s);
        settings.set(RestApiMaxConnections, 1);
        Served served(settings);
        served.engine.setEmbedding([](const EmbedRequest &) {
            return Embeddings{u"big"_s, 4'000'000, std::vector<float>(4'000'000, 0.123456789F), 1, {}, {}};
        });
        RawClient client(served.port());
        client.socket().setReadBufferSize(1024);
        client.send(embedRequest());
        QTRY_COMPARE(served.engine.count(u"embed"_s), 1);
        // The kernel's buffers hold a few MB of the 50. It keeps the only connection until it is cut off.
        bool free = false; // (a QTRY_… evaluates its condition once more at the end)
        QTRY_VERIFY_WITH_TIMEOUT(
            free = free || RawClient::ask(served.port(), request("GET /livez")).status == 200, 20'000);
    }

    void aReaderOfEventsIsKeptAsLongAsItReads_data()
    {
        QTest::addColumn<int>("pace"); // bytes at a time
        QTest::addColumn<bool>("kept");
        QTest::newRow("slowly") << 2048 << true;
        QTest::newRow("not at all") << 0 << false;
    }

    void aReaderOfEventsIsKeptAsLongAsItReads()
    {
        QFETCH(int, pace);
        QFETCH(bool, kept);
        api::GateRules rules;
        rules.bodyTime = std::chrono::milliseconds(100);
        api::Connections connections(rules);
        api::Gate gate(connections);
        connect(&gate, &QTcpServer::newConnection, this, [&gate] {
            auto *client = qobject_cast<api::FedSocket *>(gate.nextPendingConnection());
            connect(client, &QTcpSocket::readyRead, client, [client] {
                client->readAll();
                client->take({});
                client->goOn();
                client->send(QByteArray(1000 * 1024, ':'));
            });
        });
        QVERIFY(gate.listen(QHostAddress::LocalHost));
        const int small = 4096; // the accepted sockets have it as well
        ::setsockopt(int(gate.socketDescriptor()), SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
        QTcpSocket client; // in the server's thread: its timers and ours come in their order
        client.setProxy(QNetworkProxy::NoProxy);
        client.bind(QHostAddress(QHostAddress::LocalHost));
        client.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, small);
        client.setReadBufferSize(small);
        client.connectToHost(QHostAddress::LocalHost, gate.serverPort());
        client.write(request("GET /api/events"));
        QTRY_COMPARE(connections.count(), 1);
        qint64 read = 0;
        QTimer ticks;
        connect(&ticks, &QTimer::timeout, &client, [&] { read += client.read(pace).size(); });
        ticks.start(5);
        // For the slow one that is several times as long as it may read nothing.
        constexpr qint64 enough = 300 * 1024;
        QTRY_VERIFY_WITH_TIMEOUT(connections.count() == 0 || read > enough, 20'000);
        QCOMPARE(connections.count() == 1, kept);
    }

    void connectionsBeyondTheCapGet503AndThoseWithinItGoOn()
    {
        Settings settings = restSettings();
        settings.set(RestApiMaxConnections, 3);
        Served served(settings);
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 3; ++i) {
            clients.push_back(std::make_unique<RawClient>(served.port()));
            clients.back()->send(request("GET /livez"));
            QCOMPARE(clients.back()->answer().status, 200);
        }
        RawClient fourth(served.port());
        fourth.send(request("GET /livez"));
        const RawAnswer refused = fourth.answer();
        QCOMPARE(refused.status, 503);
        QCOMPARE(json(refused)[u"error"_s][u"code"_s].toString(), u"too_many_connections"_s);
        QVERIFY(fourth.isClosed());
        clients.front()->send(request("GET /livez"));
        QCOMPARE(clients.front()->answer().status, 200);
        clients.clear();
        QTRY_COMPARE(RawClient::ask(served.port(), request("GET /livez")).status, 200);
    }

    // ---- 3: framing ----

    void aMalformedLengthIs400AndItsBodyIsNoSecondRequest_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const QByteArray &headers, int status = 400) {
            QTest::newRow(name) << headers << status;
        };
        row("negative", "Content-Length: -1\r\n");
        row("plus", "Content-Length: +5\r\n");
        row("overflowing", "Content-Length: 99999999999999999999\r\n", 413);
        row("not a number", "Content-Length: five\r\n");
        row("doubled", "Content-Length: 5\r\nContent-Length: 5\r\n");
        row("with chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
        row("chunked in disguise", "Transfer-Encoding : chunked\r\n");
        row("other coding", "Transfer-Encoding: gzip, chunked\r\n", 501);
    }

    void aMalformedLengthIs400AndItsBodyIsNoSecondRequest()
    {
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        Served served;
        RawClient client(served.port());
        client.send("POST /api/rag/embedding/rescan HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" +
                    request("POST /api/rag/embedding/unload/vision"));
        QCOMPARE(client.answer().status, status);
        QVERIFY(client.isClosed());
        QVERIFY(served.engine.calls().empty());
    }

    void malformedChunksAre400AtOnce()
    {
        Served served;
        RawClient client(served.port());
        client.send(
            "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
        QCOMPARE(client.answer().status, 400);
        QVERIFY(client.isClosed());
    }

    void wellFormedChunksAreDecoded()
    {
        Served served;
        const RawAnswer answer = RawClient::ask(
            served.port(),
            "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            "9;ext=1\r\n{\"input\":\r\n15\r\n\"x\",\"modality\":\"text\"\r\n1\r\n}\r\n0\r\nTrailer: "
            "yes\r\n\r\n");
        QCOMPARE(answer.status, 200);
        QCOMPARE(served.engine.last(u"embed"_s).embed->inputs.front().bytes, "x");
    }

    void aLaterRequestOnAKeptConnectionIsCheckedToo()
    {
        Served served;
        RawClient client(served.port());
        client.send(request("GET /livez"));
        QCOMPARE(client.answer().status, 200);
        client.send(
            "POST /api/rag/embedding/rescan HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n");
        QCOMPARE(client.answer().status, 400);
        QVERIFY(client.isClosed());
    }

    // ---- 4: order, closing, 100-continue ----

    void pipelinedAnswersComeInTheOrderOfTheRequests()
    {
        Served served;
        served.engine.hold();
        RawClient client(served.port());
        client.send(embedRequest("one") + request("GET /livez") +
                    request("POST /v1/embeddings", R"({"input": ["a", "b"], "model": "ViT-L-14/openai"})"));
        QTRY_COMPARE(served.engine.count(u"embed"_s), 1);
        QCOMPARE(served.engine.heldCount(), 1); // one at a time
        served.engine.release();
        QCOMPARE(json(client.answer())[u"data"_s].toArray().size(), 1);
        QCOMPARE(json(client.answer())[u"status"_s].toString(), u"alive"_s);
        QCOMPARE(json(client.answer())[u"data"_s].toArray().size(), 2);
    }

    void connectionCloseIsHonoured()
    {
        Served served;
        RawClient client(served.port());
        client.send(request("GET /livez", {}, "Connection: close\r\n") + request("GET /livez"));
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.headers["connection"], "close");
        QVERIFY(client.isClosed());
    }

    void http10EndsAfterTheAnswerUnlessItAsksToKeepTheConnection()
    {
        Served served;
        RawClient client(served.port());
        client.send("GET /livez HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
        QCOMPARE(client.answer().status, 200);
        client.send("GET /livez HTTP/1.0\r\nHost: localhost\r\n\r\n");
        QCOMPARE(client.answer().status, 200);
        QVERIFY(client.isClosed());
    }

    void expectContinueIsAnsweredBeforeTheBody()
    {
        Served served;
        RawClient client(served.port());
        const QByteArray body = R"({"input": "a cat", "model": "ViT-L-14/openai"})";
        client.send(
            "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: " +
            QByteArray::number(body.size()) + "\r\n\r\n");
        QCOMPARE(client.answer(false).status, 100);
        client.send(body);
        QCOMPARE(client.answer().status, 200);
    }
};

MODELDECK_TEST(RestHazardsTest)
#include "rest_hazards_test.moc"
