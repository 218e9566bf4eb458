// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/ollama/service_fixture.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

// Downloads, and what is asked of one model by its name.
class OllamaServicePullsTest : public OllamaServiceFixture
{
    Q_OBJECT

private Q_SLOTS:
    void aPullShowsItsProgressAndTheModelIsThere()
    {
        connectUp();
        m_ollama->pullLines = {R"({"status":"pulling manifest"})",
                               R"({"status":"pulling abc","digest":"abc","total":1000,"completed":400})",
                               R"({"status":"success"})"};
        m_ollama->pulled = {u"bge-m3:latest"_s, 1024};
        std::optional<Result<LoadReport>> first, second;
        m_pulls->pull(1, u"bge-m3:latest"_s, [&](const Result<LoadReport> &result) { first = result; });
        m_pulls->pull(2, u"bge-m3"_s, [&](const Result<LoadReport> &result) { second = result; });
        QCOMPARE(m_pulls->views().size(), std::size_t(1));
        WAIT(first && second);
        QVERIFY(*first);
        QCOMPARE((*first)->modelId, u"bge-m3"_s);
        QVERIFY(entry(u"bge-m3"_s).installed);
        QVERIFY(m_pulls->views().empty());
        QCOMPARE(m_ollama->count(u"/api/pull"_s), 1);
    }

    void aPullCanBeCancelled()
    {
        connectUp();
        m_ollama->trick(
            u"/api/pull"_s,
            {Trick::Kind::Stall, 200,
             "{\"status\":\"pulling abc\",\"digest\":\"abc\",\"total\":1000,\"completed\":400}\n"});
        std::optional<Result<LoadReport>> pulled, cancelled;
        m_pulls->pull(1, u"bge-m3"_s, [&](const Result<LoadReport> &result) { pulled = result; });
        WAIT(!m_pulls->views().empty() && m_pulls->views()[0].completed.value == 400);
        QCOMPARE(m_pulls->views()[0].name, u"bge-m3"_s);
        m_pulls->cancel(u"bge-m3"_s, [&](const Result<LoadReport> &result) { cancelled = result; });
        QVERIFY(cancelled && *cancelled);
        QCOMPARE(pulled->error().code, ErrorCode::Cancelled);
        QVERIFY(m_pulls->views().empty());
        m_pulls->cancel(u"bge-m3"_s, [&](const Result<LoadReport> &result) { cancelled = result; });
        QCOMPARE(cancelled->error().code, ErrorCode::InvalidRequest);
    }

    void aPullThatIsDoneIsNotCancelled()
    {
        connectUp();
        m_ollama->addModel({u"bge-m3:latest"_s});
        m_ollama->trick(u"/api/pull"_s, {Trick::Kind::Stall, 200,
                                         "{\"status\":\"pulling manifest\"}\n{\"status\":\"success\"}\n"});
        std::optional<Result<LoadReport>> pulled, cancelled;
        m_pulls->pull(1, u"bge-m3"_s, [&](const Result<LoadReport> &result) { pulled = result; });
        WAIT(m_ollama->count(u"/api/pull"_s) == 1);
        WAIT(m_pulls->views().empty()); // by Ollama's word, though its answer has not ended
        m_pulls->cancel(u"bge-m3"_s, [&](const Result<LoadReport> &result) { cancelled = result; });
        QCOMPARE(cancelled->error().code, ErrorCode::InvalidRequest);
        WAIT(pulled);
        QVERIFY(*pulled);
        QVERIFY(entry(u"bge-m3"_s).installed);
    }

    void whoLeavesAPullLeavesItToTheOthers()
    {
        connectUp();
        m_ollama->hold(u"/api/pull"_s);
        std::optional<Result<LoadReport>> first, second;
        m_pulls->pull(1, u"bge-m3"_s, [&](const Result<LoadReport> &result) { first = result; });
        m_pulls->pull(2, u"bge-m3"_s, [&](const Result<LoadReport> &result) { second = result; });
        WAIT(m_ollama->waiting() == 1);
        m_pulls->withdraw(1);
        QCOMPARE(m_pulls->views().size(), std::size_t(1));
        QVERIFY(!first && !second);
        m_pulls->withdraw(1); // once is enough
        QCOMPARE(m_pulls->views().size(), std::size_t(1));
        m_pulls->withdraw(2);
        QVERIFY(m_pulls->views().empty());
        WAIT(m_ollama->waiting() == 0); // Ollama knows
        QVERIFY(!first && !second);
    }

    void aPullThatBreaksOffFails()
    {
        connectUp();
        m_ollama->pullLines = {R"({"status":"pulling manifest"})", R"({"status":"success"})"};
        m_ollama->trick(u"/api/pull"_s, {Trick::Kind::Half, 200, {}});
        std::optional<Result<LoadReport>> pulled;
        m_pulls->pull(1, u"bge-m3"_s, [&](const Result<LoadReport> &result) { pulled = result; });
        WAIT(pulled);
        QCOMPARE(pulled->error().code, ErrorCode::OllamaUnavailable);
    }

    void namesThatCanNotBeAreRefused()
    {
        connectUp();
        for (const QString &name : {QString(), u"two words"_s, QString(300, u'a'), u"line\nbreak"_s}) {
            std::optional<Error> pull, show;
            m_pulls->pull(1, name, [&](const Result<LoadReport> &result) { pull = result.error(); });
            m_server->describe(name, [&](const Result<QJsonObject> &result) { show = result.error(); });
            QCOMPARE(codeOf(pull), "invalid_request");
            QCOMPARE(codeOf(show), "invalid_request");
        }
        QCOMPARE(m_ollama->count(u"/api/pull"_s), 0);
    }

    void aDescriptionIsOllamasOwn()
    {
        connectUp();
        std::optional<Result<QJsonObject>> shown, unknown;
        m_server->describe(mini, [&](const Result<QJsonObject> &result) { shown = result; });
        m_server->describe(u"nothing"_s, [&](const Result<QJsonObject> &result) { unknown = result; });
        WAIT(shown && unknown);
        QCOMPARE((**shown)[u"details"_s][u"family"_s].toString(), u"bert"_s);
        QCOMPARE(unknown->error().code, ErrorCode::ModelNotFound);
        QVERIFY(unknown->error().hint.english().contains(u"ollama pull nothing"_s));
    }
};

MODELDECK_TEST(OllamaServicePullsTest)
#include "ollama_service_pulls_test.moc"
