// SPDX-License-Identifier: GPL-3.0-or-later
// Answers that go on, on real sockets: their end when the program ends, and readers that do not read.
#include "tests/rest/served.h"
#include "tests/support/test_program.h"

#include <QNetworkProxy>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

Event eventOf(const QString &text)
{
    Event event;
    event.kind = EventKind::State;
    event.at = 1640995200;
    event.modelId = u"ViT-L-14/openai"_s;
    event.state = ModelState::Ready;
    event.text = Text(MD_TEXT("%1"), text);
    return event;
}

void pulling(FakeEngine &engine, qint64 completed)
{
    engine.change([&](Snapshot &now) {
        now.pulls = {{u"bge-m3"_s, u"pulling"_s, Bytes{completed}, Bytes{100}, 10.0, 5.0}};
    });
}

// A client that reads only when it is asked to, through a kernel buffer that is small.
std::unique_ptr<RawClient> slowClient(quint16 port)
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->setProxy(QNetworkProxy::NoProxy); // bind() asks for the system's
    socket->bind(QHostAddress(QHostAddress::LocalHost));
    socket->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
    socket->setReadBufferSize(1024);
    return std::make_unique<RawClient>(port, std::move(socket));
}

const QByteArray pull = "POST /api/rag/embedding/text/pull/bge-m3";

} // namespace

class RestStreamsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsEndCleanlyWhenTheServerFinishes()
    {
        Served served;
        RawClient client(served.port());
        client.send(request("GET /api/events"));
        QCOMPARE(client.answer().status, 200);
        served.engine.publish(eventOf(u"the last one"_s));
        bool finished = false;
        served.server->finish([&] { finished = true; });
        const QByteArray text = client.rest();
        QVERIFY(text.contains("the last one"));
        QVERIFY(text.endsWith("\n\n")); // no event is cut in two
        QTRY_VERIFY(finished);
    }

    void aPullEndsWhenTheServerFinishes_data()
    {
        QTest::addColumn<bool>("begun");
        QTest::newRow("its answer has begun") << true;
        QTest::newRow("its answer begins later") << false;
    }

    void aPullEndsWhenTheServerFinishes()
    {
        QFETCH(bool, begun);
        Served served;
        served.engine.hold();
        RawClient client(served.port());
        client.send(request(pull));
        QTRY_COMPARE(served.engine.count(u"pull"_s), 1);
        bool finished = false;
        const auto finish = [&] { served.server->finish([&] { finished = true; }); };
        if (begun) {
            pulling(served.engine, 10);
            QCOMPARE(client.answer().status, 200);
            finish();
        } else {
            finish();
            pulling(served.engine, 10);
            QCOMPARE(client.answer().status, 200);
        }
        QVERIFY(client.rest().endsWith("}\n"));
        QTRY_VERIFY(finished);
        QTRY_COMPARE(served.engine.count(u"cancel"_s), 1);
    }

    void aSlowReaderOfEventsIsCutOffAndTheOthersAreNot()
    {
        Served served;
        auto slow = slowClient(served.port());
        slow->send(request("GET /api/events"));
        QCOMPARE(slow->answer().status, 200);
        RawClient other(served.port());
        other.send(request("GET /api/events"));
        QCOMPARE(other.answer().status, 200);
        // More than the kernel's buffers and ours together, in parts that the other one reads.
        const QString part(200'000, u'x');
        qsizetype published = 0;
        qsizetype read = 0;
        for (int i = 0; i < 100; ++i, published += part.size()) {
            served.engine.publish(eventOf(part));
            while (read < published && other.socket().waitForReadyRead(20'000))
                read += other.socket().readAll().size();
        }
        const QByteArray got = slow->rest();
        QVERIFY(!got.isNull());
        QVERIFY2(got.size() < published / 2, qPrintable(QString::number(got.size())));
        QCOMPARE(other.socket().state(), QAbstractSocket::ConnectedState);
    }

    void bodiesOfRequestsThatWaitShareABudget()
    {
        Settings settings = restSettings();
        settings.set(RestApiMaxBodyBytes, 2048);
        Served served(settings);
        served.engine.hold();
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 4; ++i) {
            clients.push_back(std::make_unique<RawClient>(served.port()));
            clients.back()->send(embedRequest(QByteArray(1900, 'a')));
        }
        QTRY_COMPARE(served.engine.count(u"embed"_s), 4);
        const RawAnswer refused = RawClient::ask(served.port(), embedRequest(QByteArray(1900, 'b')));
        QCOMPARE(refused.status, 503);
        QCOMPARE(refused.headers["retry-after"], "1");
        QCOMPARE(RawClient::ask(served.port(), request("GET /livez")).status, 200);
        served.engine.release();
        for (const auto &client : clients)
            QCOMPARE(client->answer().status, 200);
        QCOMPARE(RawClient::ask(served.port(), embedRequest(QByteArray(1900, 'b'))).status, 200);
    }

    void answersThatNobodyReadsShareTheBudget()
    {
        Settings settings = restSettings();
        settings.set(RestApiMaxBodyBytes, 8 * 1024 * 1024); // 32 MiB together
        Served served(settings);
        served.engine.setEmbedding([](const EmbedRequest &) {
            return Embeddings{u"big"_s, 2'000'000, std::vector<float>(2'000'000, 0.123456789F), 1, {}, {}};
        });
        auto slow = slowClient(served.port());
        slow->send(embedRequest());
        QVERIFY(slow->socket().waitForReadyRead(20'000)); // its answer is made
        const RawAnswer refused = RawClient::ask(served.port(), embedRequest());
        QCOMPARE(refused.status, 503);
        QCOMPARE(refused.headers["retry-after"], "1");
        QCOMPARE(RawClient::ask(served.port(), request("GET /livez")).status, 200);
        slow->abort();
        bool free = false;
        QTRY_VERIFY_WITH_TIMEOUT(free = free || RawClient::ask(served.port(), embedRequest()).status == 200,
                                 20'000);
    }
};

MODELDECK_TEST(RestStreamsTest)
#include "rest_streams_test.moc"
