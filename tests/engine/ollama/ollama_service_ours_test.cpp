// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/ollama/service_fixture.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

// Whose a loaded model is: ours stay ours while their server is out of reach, and on their server alone.
class OllamaServiceOursTest : public OllamaServiceFixture
{
    Q_OBJECT

    std::set<QString> oursHere() const
    {
        const auto ours = m_service->ours();
        const auto here = ours.find(m_ollama->address());
        return here == ours.end() ? std::set<QString>{} : here->second;
    }
    // The stand-in forgets what it had loaded when it closes. This one was only out of reach.
    void comeBackWith(const QStringList &loaded)
    {
        for (const QString &name : loaded)
            m_ollama->loadByAnother(name);
        m_ollama->release();
        QVERIFY(m_ollama->listen());
        retry();
    }
    void changeServer(const FakeOllama &server)
    {
        m_settings.set(OllamaHost, server.address());
        applySettings();
    }
    static void start(FakeOllama &server)
    {
        QVERIFY(server.listen());
        server.addModel({miniFull});
    }
    // Changes to another server while ours still works for us.
    void changeServerDuringWork(const FakeOllama &other)
    {
        connectUp();
        load();
        m_ollama->hold(u"/api/embed"_s);
        m_service->embed(mini, 7, request({u"a cat"_s}));
        WAIT(m_ollama->waiting() == 1);
        changeServer(other);
        WAIT(state() == OllamaState::Available);
    }

private Q_SLOTS:
    void whatWeHadLoadedBeforeIsOursAgain()
    {
        m_ollama->loadByAnother(miniFull); // we did, before
        m_ollama->addModel({u"other:latest"_s});
        m_left = {{m_ollama->address(), {mini, u"other"_s}}};
        startService();
        QCOMPARE(oursHere(), (std::set<QString>{mini, u"other"_s})); // nobody has looked yet
        WAIT(m_heard.recovered == QStringList{mini});
        WAIT(oursHere() == std::set<QString>{mini});
        m_ollama->setKeepAlive(miniFull, 30);
        reconcile();
        WAIT(m_ollama->keepAlive(miniFull) > 1000); // its time is ours to keep
        m_ollama->loadByAnother(u"other:latest"_s); // now it is another's
        QCOMPARE(reconcile(), 1);
        QCOMPARE(m_heard.foundLoaded, QStringList{u"other"_s});
        QCOMPARE(oursHere(), std::set<QString>{mini});
    }

    void usedByUsItIsOurs()
    {
        m_ollama->loadByAnother(miniFull);
        connectUp();
        WAIT(m_heard.foundLoaded == QStringList{mini});
        QVERIFY(m_service->ours().empty());
        embed(request({u"a cat"_s}));
        QCOMPARE(oursHere(), std::set<QString>{mini});
    }

    void whatWeLoadedIsOursAgainWhenTheConnectionComesBack()
    {
        connectUp();
        load();
        m_ollama->close();
        reconcile();
        WAIT(m_heard.foundUnloaded == QStringList{mini});
        QCOMPARE(oursHere(), std::set<QString>{mini}); // as far as is known
        comeBackWith({miniFull});
        WAIT(m_heard.recovered == QStringList{mini});
        QVERIFY(m_heard.foundLoaded.isEmpty() && m_heard.ended.isEmpty());
        QCOMPARE(oursHere(), std::set<QString>{mini});
    }

    void whatIsNotThereWhenItComesBackHasEnded()
    {
        connectUp();
        load();
        m_ollama->close();
        reconcile();
        WAIT(m_heard.foundUnloaded == QStringList{mini});
        QVERIFY(m_heard.ended.isEmpty());
        comeBackWith({});
        WAIT(m_heard.ended == QStringList{mini});
        QVERIFY(m_service->ours().empty());
        m_ollama->loadByAnother(miniFull); // now it is another's
        QCOMPARE(reconcile(), 1);
        QCOMPARE(m_heard.foundLoaded, QStringList{mini});
    }

    void whatOthersLoadedIsNotOursWhenTheConnectionComesBack()
    {
        m_ollama->loadByAnother(miniFull);
        connectUp();
        WAIT(m_heard.foundLoaded == QStringList{mini});
        m_ollama->close();
        reconcile();
        WAIT(m_heard.foundUnloaded == QStringList{mini});
        comeBackWith({miniFull});
        WAIT(m_heard.foundLoaded == (QStringList{mini, mini}));
        QVERIFY(m_heard.ended.isEmpty());
    }

    void whatOllamaLetsGoOfHasEnded()
    {
        connectUp();
        load();
        m_ollama->evict(miniFull);
        QCOMPARE(reconcile(), 1);
        QCOMPARE(m_heard.foundUnloaded, QStringList{mini});
        QCOMPARE(m_heard.ended, QStringList{mini});
    }

    void aLoadThatBreaksOffIsOursIfItComesAboutAllTheSame()
    {
        connectUp();
        m_ollama->hold(u"/api/embed"_s);
        m_service->load(entry(mini), m_settings);
        WAIT(m_ollama->waiting() == 1);
        m_ollama->close();
        WAIT(m_heard.loadError);
        comeBackWith({miniFull});
        WAIT(m_heard.recovered == QStringList{mini});
    }

    void anUnloadWhoseEndNobodySawLeavesItOurs()
    {
        connectUp();
        load();
        m_ollama->hold(u"/api/generate"_s);
        m_service->unload(mini);
        WAIT(m_ollama->waiting() == 1);
        m_ollama->close();
        WAIT(m_heard.unloaded == QStringList{mini});
        comeBackWith({miniFull});
        WAIT(m_heard.recovered == QStringList{mini});
    }

    void aModelOfThatNameOnAnotherServerIsNotOurs()
    {
        FakeOllama other;
        start(other);
        other.loadByAnother(miniFull);
        connectUp();
        load();
        changeServer(other);
        WAIT(m_heard.foundLoaded == QStringList{mini});
        QVERIFY(m_heard.recovered.isEmpty() && m_heard.ended.isEmpty());
        QCOMPARE(oursHere(), std::set<QString>{mini});
        changeServer(*m_ollama);
        WAIT(m_heard.recovered == QStringList{mini});
    }

    void whatWeLeftOnAnotherServerInAnEarlierRunIsNotTakenForOurs()
    {
        const OllamaEmbeddingService::Ours elsewhere{{u"http://elsewhere.example:11434"_s, {mini}}};
        m_left = elsewhere;
        m_ollama->loadByAnother(miniFull);
        startService();
        WAIT(m_heard.foundLoaded == QStringList{mini});
        QCOMPARE(m_service->ours(), elsewhere);
    }

    void workThatGoesOnAtTheServerBeforeClaimsNothingOnTheNext()
    {
        FakeOllama other;
        start(other);
        other.loadByAnother(miniFull);
        changeServerDuringWork(other);
        QCOMPARE(reconcile(), 0);
        m_ollama->release();
        WAIT(m_heard.embeddings);
        QCOMPARE(m_heard.foundUnloaded, QStringList{mini});
        QCOMPARE(reconcile(), 1);
        QCOMPARE(m_heard.foundLoaded, QStringList{mini});
        QCOMPARE(m_service->ours(), (OllamaEmbeddingService::Ours{{m_ollama->address(), {mini}}}));
    }

    void aRequestThatComesAfterTheChangeMakesItOursThere()
    {
        FakeOllama other;
        start(other);
        changeServerDuringWork(other);
        m_service->embed(mini, 8, request({u"a dog"_s})); // the next one of a queue
        WAIT(m_heard.answers == 1);
        m_ollama->release();
        WAIT(m_heard.answers == 2);
        QCOMPARE(m_service->ours(),
                 (OllamaEmbeddingService::Ours{{m_ollama->address(), {mini}}, {other.address(), {mini}}}));
    }
};

MODELDECK_TEST(OllamaServiceOursTest)
#include "ollama_service_ours_test.moc"
