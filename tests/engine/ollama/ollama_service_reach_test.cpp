// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/ollama/service_fixture.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

// An Ollama that is away, dies, comes back, or is none.
class OllamaServiceReachTest : public OllamaServiceFixture
{
    Q_OBJECT

private Q_SLOTS:
    void itListsEmbeddingModelsAndTheKnownOnes()
    {
        connectUp();
        QCOMPARE(m_server->entries().size(), std::size_t(4));
        QVERIFY(entry(mini).installed);
        QCOMPARE(entry(mini).dimension, 4);
        QCOMPARE(m_server->view().version, u"0.9.6"_s);
        QVERIFY(!entry(u"bge-m3"_s).installed);
    }

    void awayEveryCallFailsAtOnce()
    {
        connectUp();
        load();
        m_ollama->close();
        reconcile();
        WAIT(m_heard.foundUnloaded == QStringList{mini});
        QCOMPARE(state(), OllamaState::Unavailable);
        QVERIFY(entry(mini).installed); // it is, as far as is known
        m_heard.loaded.clear();
        load();
        QCOMPARE(codeOf(m_heard.loadError), "ollama_unavailable");
        QVERIFY(m_heard.loadError->retryAfter);
        std::optional<Error> pull;
        m_pulls->pull(1, u"x"_s, [&](const Result<LoadReport> &result) { pull = result.error(); });
        QCOMPARE(codeOf(pull), "ollama_unavailable");
    }

    void itDiesDuringAnEmbed()
    {
        connectUp();
        load();
        m_ollama->hold(u"/api/embed"_s);
        m_service->embed(mini, 7, request({u"a cat"_s}));
        WAIT(m_ollama->waiting() == 1);
        m_ollama->close();
        WAIT(m_heard.answers == 1);
        QCOMPARE(codeOf(m_heard.embedError), "ollama_unavailable");
        reconcile();
        WAIT(m_heard.foundUnloaded == QStringList{mini});
    }

    void itDiesDuringALoadAndDuringAnUnload()
    {
        connectUp();
        m_ollama->hold(u"/api/embed"_s);
        m_service->load(entry(mini), m_settings);
        WAIT(m_ollama->waiting() == 1);
        m_ollama->close();
        WAIT(m_heard.loadError);
        QCOMPARE(codeOf(m_heard.loadError), "ollama_unavailable");
        m_ollama->release();
        QVERIFY(m_ollama->listen());
        retry();
        m_heard.loadError.reset();
        load();
        m_ollama->hold(u"/api/generate"_s);
        m_service->unload(mini);
        WAIT(m_ollama->waiting() == 1);
        m_ollama->close();
        WAIT(m_heard.unloaded == QStringList{mini});
        QCOMPARE(m_heard.seen->returned.pss.value, 0); // nobody saw it
        QVERIFY(m_heard.foundUnloaded.isEmpty());
    }

    void askedForItReconnectsAtOnce()
    {
        m_ollama->close();
        startService();
        WAIT(state() == OllamaState::Unavailable);
        QVERIFY(entry(u"bge-m3"_s).unreachable);
        QVERIFY(m_ollama->listen());
        retry();
        QCOMPARE(state(), OllamaState::Available);
        QVERIFY(entry(mini).installed);
        QVERIFY(!entry(u"bge-m3"_s).unreachable);
        m_ollama->close();
        reconcile();
        std::optional<Error> failed;
        m_server->retry([&](const Result<int> &result) { failed = result.error(); });
        WAIT(failed);
        QCOMPARE(codeOf(failed), "ollama_unavailable");
    }

    void whyAModelIsNotThereIsWhyOllamaIsAway()
    {
        m_ollama->close();
        startService();
        QString told;
        connect(m_server.get(), &OllamaServer::modelsChanged, this,
                [&] { told = entry(u"bge-m3"_s).reason.english(); });
        WAIT(state() == OllamaState::Unavailable);
        QCOMPARE(told, m_server->view().problem.english());
    }

    void itReconnectsByItself()
    {
        connectUp();
        m_ollama->close();
        reconcile();
        QCOMPARE(state(), OllamaState::Unavailable);
        QVERIFY(m_ollama->listen());
        WAIT(state() == OllamaState::Available);
    }

    void modeldeckItselfIsNoticed()
    {
        m_ollama->isModeldeck = true;
        startService();
        WAIT(state() == OllamaState::Unavailable);
        QVERIFY(m_server->view().problem.english().contains(u"this is Modeldeck"_s));
    }

    void whatIsNoOllamaIsUnavailable_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("a web page") << u"/api/version"_s << QByteArray("<html>");
        QTest::newRow("no list") << u"/api/tags"_s << QByteArray("{}");
    }
    void whatIsNoOllamaIsUnavailable()
    {
        QFETCH(const QString, path);
        QFETCH(const QByteArray, body);
        m_ollama->trick(path, {Trick::Kind::Reply, 200, body});
        startService();
        WAIT(state() == OllamaState::Unavailable);
        QVERIFY(!m_server->view().problem.isEmpty());
    }

    void switchedOffItIsCalmAndAsksNothing()
    {
        m_settings.set(OllamaEnabled, false);
        startService();
        QCOMPARE(state(), OllamaState::Disabled);
        QVERIFY(m_server->view().problem.isEmpty());
        load(u"bge-m3"_s);
        QCOMPARE(codeOf(m_heard.loadError), "ollama_unavailable");
        QVERIFY(m_heard.loadError->message.english().contains(u"ollama_enabled"_s));
        std::optional<Error> failed;
        m_server->retry([&](const Result<int> &result) { failed = result.error(); });
        QVERIFY(failed);
        QVERIFY(m_ollama->calls().empty());
    }

    void settingsThatChangeAreFollowed()
    {
        FakeOllama other;
        QVERIFY(other.listen());
        connectUp();
        load();
        m_settings.set(OllamaHost, other.address());
        applySettings();
        WAIT(m_heard.foundUnloaded == QStringList{mini});
        WAIT(state() == OllamaState::Available);
        QVERIFY(!entry(mini).installed);
        QCOMPARE(m_server->view().host, other.address());
        m_settings.set(OllamaEnabled, false);
        applySettings();
        QCOMPARE(state(), OllamaState::Disabled);
    }

    void destroyedWithWorkPendingItAnswersNothing()
    {
        connectUp();
        load();
        m_ollama->hold(u"/api/embed"_s);
        m_ollama->hold(u"/api/pull"_s);
        m_service->embed(mini, 7, request({u"a cat"_s}));
        m_pulls->pull(1, u"x"_s, [](const Result<LoadReport> &) { QFAIL("answered"); });
        WAIT(m_ollama->waiting() == 2);
        stopService();
        WAIT(m_ollama->waiting() == 0);
        QCOMPARE(m_heard.answers, 0);
    }
};

MODELDECK_TEST(OllamaServiceReachTest)
#include "ollama_service_reach_test.moc"
