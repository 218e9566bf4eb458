// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_embed_job.h"
#include "tests/engine/ollama/service_fixture.h"
#include "tests/support/test_program.h"

#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace modeldeck;
using namespace modeldeck::test;

// What the service makes of embeddings, and of an Ollama that gives none.
class OllamaServiceEmbedTest : public OllamaServiceFixture
{
    Q_OBJECT

private Q_SLOTS:
    void textsGoInOneCallAndComeBackInOrder()
    {
        connectUp();
        load();
        embed(request({u"a cat"_s, u"dog"_s, u"zebra"_s}));
        QVERIFY2(m_heard.embeddings, codeOf(m_heard.embedError));
        QCOMPARE(m_ollama->last(u"/api/embed"_s).value(u"input"_s).toArray(),
                 (QJsonArray{u"a cat"_s, u"dog"_s, u"zebra"_s}));
        QCOMPARE(m_ollama->count(u"/api/embed"_s), 2); // the load, and this
        const Embeddings &got = *m_heard.embeddings;
        QCOMPARE(got.dimension, 4);
        QCOMPARE(got.promptTokens, 4);
        QCOMPARE(got.values.size(), std::size_t(12));
        int row = 0;
        for (const QString &text : {u"a cat"_s, u"dog"_s, u"zebra"_s}) {
            std::vector<float> expected;
            for (const double value : FakeOllama::vectorOf(text, 4))
                expected.push_back(float(value));
            normalizeRows(expected, 4);
            for (int i = 0; i < 4; ++i)
                QVERIFY(std::abs(got.values[std::size_t(row * 4 + i)] - expected[std::size_t(i)]) < 1e-6F);
            ++row;
        }
    }

    void theCallersOptionsReachOllama()
    {
        connectUp();
        load();
        EmbedRequest wanted = request({u"a cat"_s, u"dog"_s});
        wanted.options = {{u"num_ctx"_s, 8192}};
        embed(wanted);
        QVERIFY2(m_heard.embeddings, codeOf(m_heard.embedError));
        QCOMPARE(m_ollama->last(u"/api/embed"_s).value(u"options"_s).toObject(), wanted.options);
        wanted.normalize = false; // one by one
        embed(wanted);
        QCOMPARE(m_ollama->last(u"/api/embeddings"_s).value(u"options"_s).toObject(), wanted.options);
        embed(request({u"a cat"_s}));
        QVERIFY(!m_ollama->last(u"/api/embed"_s).contains(u"options"_s));
    }

    void withoutNormalizationTheVectorsAreTheModels()
    {
        connectUp();
        load();
        EmbedRequest raw = request({u"a cat"_s, u"dog"_s});
        raw.normalize = false;
        embed(raw);
        QVERIFY2(m_heard.embeddings, codeOf(m_heard.embedError));
        const auto first = FakeOllama::vectorOf(u"a cat"_s, 4);
        QCOMPARE(m_heard.embeddings->values[0], float(first[0]));
        QCOMPARE(m_heard.embeddings->promptTokens, 3);
        raw.inputs.push_back({EmbedInput::Kind::Text, "a b c d e f g h i j"});
        embed(raw);
        QCOMPARE(codeOf(m_heard.embedError), "invalid_request"); // raw or not, it is too long
    }

    void aTextThatIsTooLongIsNamedUnlessItIsToBeCut()
    {
        connectUp();
        load();
        EmbedRequest tooLong = request({u"short"_s, u"a b c d e f g h i j"_s, u"short"_s});
        embed(tooLong);
        QCOMPARE(codeOf(m_heard.embedError), "invalid_request");
        QCOMPARE(m_heard.embedError->index, std::optional(1));
        tooLong.truncate = true;
        embed(tooLong);
        QVERIFY(m_heard.embeddings);
        QCOMPARE(m_heard.embeddings->promptTokens, 10);
    }

    void noTextAtAllHasTheModelLoaded()
    {
        connectUp();
        load();
        embed(request({}));
        QVERIFY2(m_heard.embeddings, codeOf(m_heard.embedError));
        QVERIFY(m_heard.embeddings->values.empty());
        QCOMPARE(m_heard.embeddings->dimension, 4);
    }

    void imagesAreRefused()
    {
        connectUp();
        load();
        EmbedRequest images = request({u"a"_s});
        images.inputs.push_back({EmbedInput::Kind::Image, "png"});
        embed(images);
        QCOMPARE(codeOf(m_heard.embedError), "invalid_request");
        QCOMPARE(m_heard.embedError->index, std::optional(1));
    }

    void whenOllamaFailsTheCallFails_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *name, Trick::Kind kind, int status, const char *body,
                            const char *code) {
            QTest::newRow(name) << int(kind) << status << QByteArray(body) << QByteArray(code);
        };
        using enum Trick::Kind;
        row("half", Half, 200, "", "ollama_unavailable");
        row("dies", Die, 200, "", "ollama_unavailable");
        row("a gigabyte", Huge, 200, "", "ollama_unavailable");
        row("hangs", Hang, 200, "", "timeout_upstream");
        row("no HTTP", NotHttp, 200, "", "ollama_unavailable");
        row("garbage", Reply, 200, "<html>", "ollama_unavailable");
        row("wrong types", Reply, 200, R"({"embeddings":[["a"]]})", "ollama_unavailable");
        row("null", Reply, 200, R"({"embeddings":[null]})", "ollama_unavailable");
        row("NaN", Reply, 200, R"({"embeddings":[[NaN,1,1,1]]})", "ollama_unavailable");
        row("zeros", Reply, 200, R"({"embeddings":[[0,0,0,0]]})", "ollama_unavailable");
        row("too few", Reply, 200, R"({"embeddings":[]})", "ollama_unavailable");
        row("too many", Reply, 200, R"({"embeddings":[[1,2,3,4],[1,2,3,4]]})", "ollama_unavailable");
        row("wrong dimension", Reply, 200, R"({"embeddings":[[1,2,3]]})", "model_load_failed");
        row("400", Reply, 400, R"({"error":"this model does not support embeddings"})", "invalid_request");
        row("404", Reply, 404, R"({"error":"model not found"})", "model_not_found");
        row("500", Reply, 500, R"({"error":"llama runner process has terminated"})", "model_load_failed");
        row("500 without words", Reply, 500, "", "model_load_failed");
        row("no memory", Reply, 500,
            R"({"error":"model requires more system memory (9 GiB) than is available"})",
            "insufficient_memory");
        row("503", Reply, 503, R"({"error":"server busy"})", "ollama_unavailable");
        row("429", Reply, 429, R"({"error":"slow down"})", "ollama_unavailable");
        row("401", Reply, 401, R"({"error":"who?"})", "ollama_unavailable");
        row("redirect", Redirect, 302, "http://example.org/", "ollama_unavailable");
    }
    void whenOllamaFailsTheCallFails()
    {
        QFETCH(const int, kind);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, code);
        if (Trick::Kind(kind) == Trick::Kind::Hang)
            m_settings.set(OllamaRequestTimeout, 1s);
        connectUp();
        load();
        m_ollama->trick(u"/api/embed"_s, {Trick::Kind(kind), status, body});
        embed(request({u"a cat"_s}));
        QVERIFY(!m_heard.embeddings);
        QCOMPARE(codeOf(m_heard.embedError), code);
        m_ollama->behave();
        embed(request({u"a cat"_s}));
        QVERIFY2(m_heard.embeddings, codeOf(m_heard.embedError)); // and the next one is served
    }

    void theSameOfALoad_data() { whenOllamaFailsTheCallFails_data(); }
    void theSameOfALoad()
    {
        QFETCH(const int, kind);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, code);
        const QByteArray name = QTest::currentDataTag();
        if (name == "too few")
            return; // is what a load should give
        if (Trick::Kind(kind) == Trick::Kind::Hang)
            m_settings.set(OllamaRequestTimeout, 1s);
        connectUp();
        m_ollama->trick(u"/api/embed"_s, {Trick::Kind(kind), status, body});
        load();
        QVERIFY(m_heard.loaded.isEmpty());
        QCOMPARE(codeOf(m_heard.loadError),
                 name == "wrong dimension" ? QByteArray("ollama_unavailable") : code);
    }

    void troubleIsShownAsDegraded()
    {
        connectUp();
        load();
        m_ollama->trick(u"/api/embed"_s, {Trick::Kind::Reply, 503, R"({"error":"server busy"})"});
        embed(request({u"a"_s}));
        QCOMPARE(state(), OllamaState::Degraded);
        QVERIFY(m_server->view().problem.english().contains(u"server busy"_s));
        QVERIFY(m_heard.told.constLast().contains(u"degraded"_s));
    }

    void aCancelledEmbedAbortsItsTransfer()
    {
        connectUp();
        load();
        m_ollama->hold(u"/api/embed"_s);
        m_service->embed(mini, 7, request({u"a cat"_s}));
        WAIT(m_ollama->waiting() == 1);
        m_service->cancel(mini, 7);
        WAIT(m_ollama->waiting() == 0);
        WAIT(m_heard.answers == 1); // so that the lease ends
        QCOMPARE(codeOf(m_heard.embedError), "cancelled");
    }
};

MODELDECK_TEST(OllamaServiceEmbedTest)
#include "ollama_service_embed_test.moc"
