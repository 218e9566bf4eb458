// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/http_client.h"
#include "tests/support/test_program.h"
#include "tests/support/wait.h"
#include "tests/tools/fake_ollama/fake_ollama.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

class OllamaHttpTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeOllama> m_server;
    std::unique_ptr<HttpClient> m_client;

    HttpRequest request(const QString &path = u"/api/version"_s) const
    {
        HttpRequest request;
        request.url = QUrl(m_server->address() + path);
        return request;
    }
    std::shared_ptr<std::optional<HttpResult>> get(const HttpRequest &request) const
    {
        const auto result = std::make_shared<std::optional<HttpResult>>();
        m_client->start(request, [result](HttpResult came) { result->emplace(std::move(came)); });
        return result;
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<FakeOllama>();
        QVERIFY(m_server->listen());
        m_client = std::make_unique<HttpClient>();
    }
    void cleanup()
    {
        m_client.reset();
        m_server.reset();
    }

    void anAnswerComesWithStatusBodyAndHeaders()
    {
        m_server->isModeldeck = true;
        const auto result = get(request());
        QVERIFY(!result->has_value()); // never from within start()
        WAIT(result->has_value());
        QVERIFY(result->value());
        QCOMPARE((*result)->value().status, 200);
        QCOMPARE((*result)->value().body, R"({"version":"0.9.6"})");
        QCOMPARE((*result)->value().headers.value("x-modeldeck-instance"), "1234");
    }

    void aBodyMakesItAPost()
    {
        HttpRequest post = request(u"/api/show"_s);
        post.body = R"({"model":"a"})";
        const auto result = get(post);
        WAIT(result->has_value());
        QCOMPARE((*result)->value().status, 404);
        QCOMPARE(m_server->last(u"/api/show"_s).value(u"model"_s).toString(), u"a"_s);
    }

    void manyAtOnceKeepFewConnections()
    {
        std::vector<std::shared_ptr<std::optional<HttpResult>>> results;
        for (int i = 0; i < 50; ++i)
            results.push_back(get(request()));
        for (const auto &result : results) {
            WAIT(result->has_value());
            QVERIFY(result->value());
        }
        WAIT(m_server->connections() <= 4);
    }

    void whatGoesWrongIsToldApart_data()
    {
        QTest::addColumn<int>("trick");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, Trick::Kind trick, HttpFailure::Kind kind) {
            QTest::newRow(name) << int(trick) << int(kind);
        };
        row("hangs", Trick::Kind::Hang, HttpFailure::Kind::TimedOut);
        row("cut in half", Trick::Kind::Half, HttpFailure::Kind::BrokenOff);
        row("dies", Trick::Kind::Die, HttpFailure::Kind::BrokenOff);
        row("a gigabyte", Trick::Kind::Huge, HttpFailure::Kind::TooLarge);
        row("no HTTP", Trick::Kind::NotHttp, HttpFailure::Kind::BrokenOff);
    }
    void whatGoesWrongIsToldApart()
    {
        QFETCH(const int, trick);
        QFETCH(const int, kind);
        m_server->trick(u"/api/version"_s, {Trick::Kind(trick), 200, {}});
        HttpRequest get1 = request();
        if (Trick::Kind(trick) == Trick::Kind::Hang)
            get1.totalTimeout = 50ms;
        const auto result = get(get1);
        WAIT(result->has_value());
        QVERIFY(!result->value());
        QCOMPARE(int((*result)->error().kind), kind);
    }

    void withoutALengthTheLimitHoldsToo()
    {
        m_server->trick(u"/api/version"_s, {Trick::Kind::Stall, 200, QByteArray(5000, 'x')});
        HttpRequest small = request();
        small.maxBytes = 1000;
        const auto result = get(small);
        WAIT(result->has_value());
        QCOMPARE((*result)->error().kind, HttpFailure::Kind::TooLarge);
    }

    void nobodyThereIsUnreachable()
    {
        m_server->close();
        const auto result = get(request());
        WAIT(result->has_value());
        QCOMPARE((*result)->error().kind, HttpFailure::Kind::Unreachable);
    }

    void aRedirectIsNotFollowed()
    {
        m_server->trick(u"/api/version"_s,
                        {Trick::Kind::Redirect, 302, m_server->address().toUtf8() + "/api/tags"});
        const auto result = get(request());
        WAIT(result->has_value());
        QCOMPARE((*result)->value().status, 302);
        QCOMPARE(m_server->count(u"/api/tags"_s), 0);
    }

    void onlyHttp()
    {
        HttpRequest file;
        file.url = QUrl(u"file:///etc/hostname"_s);
        const auto result = get(file);
        WAIT(result->has_value());
        QVERIFY(!result->value());
    }

    void aCancelledOneIsNeverAnswered()
    {
        m_server->hold(u"/api/version"_s);
        bool answered = false;
        const auto id = m_client->start(request(), [&](const HttpResult &) { answered = true; });
        WAIT(m_server->waiting() == 1);
        m_client->cancel(id);
        WAIT(m_server->waiting() == 0); // the connection is closed
        const auto other = get(request(u"/api/tags"_s));
        WAIT(other->has_value());
        QVERIFY(!answered);
        m_client->cancel(id);
        m_client->cancel(12345);
    }

    void aStreamComesInPiecesAndMayBeEnded()
    {
        m_server->trick(u"/api/pull"_s, {Trick::Kind::Stall, 200, "one\n"});
        QByteArray seen;
        HttpRequest stream = request(u"/api/pull"_s);
        stream.maxBytes = 1;
        stream.onData = [&](const QByteArray &data) {
            seen += data;
            return false;
        };
        const auto result = get(stream);
        WAIT(result->has_value());
        QCOMPARE(seen, "one\n");
        QCOMPARE((*result)->value().body, "");
    }

    void cancelAndStartFromWithinACallback()
    {
        m_server->trick(u"/api/pull"_s, {Trick::Kind::Stall, 200, "one\n"});
        bool next = false;
        HttpClient::TransferId id = 0;
        HttpRequest stream = request(u"/api/pull"_s);
        stream.onData = [&](const QByteArray &) {
            m_client->cancel(id);
            m_client->start(request(), [&](const HttpResult &result) { next = result.has_value(); });
            return true;
        };
        id = m_client->start(stream, [](const HttpResult &) { QFAIL("it was cancelled"); });
        WAIT(next);
    }

    void destroyedWithWorkPendingItAnswersNothing()
    {
        m_server->hold(u"/api/version"_s);
        bool answered = false;
        m_client->start(request(), [&](const HttpResult &) { answered = true; });
        WAIT(m_server->waiting() == 1);
        m_client.reset();
        WAIT(m_server->waiting() == 0);
        QVERIFY(!answered);
    }

    void aServerThatComesBackIsFoundOnOldConnections()
    {
        const auto before = get(request());
        WAIT(before->has_value());
        m_server->close();
        QVERIFY(m_server->listen());
        const auto after = get(request());
        WAIT(after->has_value());
        QVERIFY(after->value());
    }
};

MODELDECK_TEST(OllamaHttpTest)
#include "ollama_http_test.moc"
