// SPDX-License-Identifier: GPL-3.0-or-later
// The server on the real engine, with a runner that needs no model.
#include "engine/base/clock.h"
#include "engine/journal/history.h"
#include "tests/rest/served.h"
#include "tests/support/engine_desk.h"
#include "tests/support/test_program.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

QByteArray embedDemo()
{
    return request("POST /v1/embeddings", R"({"input": "a cat", "model": "demo/a"})");
}

} // namespace

class FullStackTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<EngineDesk> m_desk;
    std::unique_ptr<RestServer> m_server;

    quint16 serve(const QByteArray &behaviour, const QString &stateDirectory = {})
    {
        m_desk = std::make_unique<EngineDesk>();
        m_desk->stateDirectory = stateDirectory;
        m_desk->addModel(u"a"_s, behaviour);
        m_desk->start();
        m_server = std::move(RestServer::start(*m_desk->engine, restSettings()).value());
        return quint16(QUrl(m_server->urls().first()).port());
    }

private Q_SLOTS:
    void cleanup()
    {
        m_server.reset();
        m_desk.reset();
    }

    void aTextIsEmbedded()
    {
        const RawAnswer answer = RawClient::ask(serve("normal"), embedDemo());
        QCOMPARE(answer.status, 200);
        QCOMPARE(json(answer)[u"data"_s][0][u"embedding"_s].toArray().size(), 4);
        QCOMPARE(m_desk->loads(u"a"_s), 1);
    }

    void fiftyClientsAtOnceLoadOneModel()
    {
        const quint16 port = serve("slow_load");
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 50; ++i) {
            clients.push_back(std::make_unique<RawClient>(port));
            clients.back()->send(embedDemo());
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_desk->loads(u"a"_s), 1, 30'000);
        m_desk->write(u"a"_s, u"go"_s, {});
        for (const auto &client : clients)
            QCOMPARE(client->answer().status, 200);
        QCOMPARE(m_desk->loads(u"a"_s), 1);
    }

    void asManyReceiptsAsAskedForAreServed()
    {
        constexpr int kept = 599; // more than a snapshot shows
        QTemporaryDir state;
        {
            History history;
            const EpochSeconds now = SystemClock().epoch();
            QVERIFY(history.open(state.path(), now));
            Receipt receipt;
            receipt.modelId = u"demo/a"_s;
            receipt.at = now;
            for (int i = 0; i < kept; ++i)
                history.append(receipt);
        }
        RawClient client(serve("normal", state.path()));
        const auto receipts = [&](const QByteArray &query) {
            client.send(request("GET /api/rag/embedding/receipts" + query));
            return json(client.answer())[u"receipts"_s].toArray();
        };
        QCOMPARE(receipts("").size(), 100);
        QCOMPARE(receipts("?limit=500").size(), 500);
        const QJsonArray all = receipts("?limit=10000");
        QCOMPARE(all.size(), kept);
        QCOMPARE(all.first()[u"id"_s].toInt(), kept); // newest first
        m_server.reset();
        m_desk.reset(); // before its folder
    }

    void clientsThatDisconnectWhilePendingHarmNobody()
    {
        const quint16 port = serve("slow_embed");
        for (int i = 0; i < 20; ++i) {
            RawClient client(port);
            client.send(embedDemo());
            client.abort();
        }
        RawClient last(port);
        last.send(embedDemo());
        QTRY_COMPARE_WITH_TIMEOUT(m_desk->loads(u"a"_s), 1, 30'000);
        m_desk->write(u"a"_s, u"go"_s, {});
        QCOMPARE(last.answer().status, 200);
    }
};

MODELDECK_TEST(FullStackTest)
#include "full_stack_test.moc"
