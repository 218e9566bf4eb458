// SPDX-License-Identifier: GPL-3.0-or-later
// The whole engine in its thread, with the stand-in for Ollama in this one.
#include "tests/support/engine_desk.h"
#include "tests/support/test_program.h"
#include "tests/support/wait.h"
#include "tests/tools/fake_ollama/fake_ollama.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

class OllamaEngineTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeOllama> m_ollama;
    std::unique_ptr<EngineDesk> m_desk;

    void start()
    {
        m_desk->ollama = m_ollama->address();
        m_desk->start();
    }
    void startConnected()
    {
        start();
        WAIT(state() == OllamaState::Available);
    }
    OllamaState state() const
    {
        return m_desk->snapshot ? m_desk->snapshot->ollama.state : OllamaState::Disabled;
    }
    const ModelView *view(const QString &id = u"mini"_s) const
    {
        return m_desk->snapshot ? m_desk->snapshot->find(id) : nullptr;
    }
    bool isLoaded(const QString &id = u"mini"_s) const { return view(id) && view(id)->loaded; }
    Answer<Embeddings> embed(const QStringList &texts, const QString &model = u"mini"_s,
                             RequestId *id = nullptr, std::optional<std::chrono::nanoseconds> keepAlive = {})
    {
        EmbedRequest request;
        request.model = model;
        request.keepAlive = keepAlive;
        for (const QString &text : texts)
            request.inputs.push_back({EmbedInput::Kind::Text, text.toUtf8()});
        Answer<Embeddings> answer;
        const RequestId given = m_desk->engine->embed(request, answer.reply(m_desk->mailbox));
        if (id)
            *id = given;
        return answer;
    }
    Answer<int> sweep()
    {
        Answer<int> answer;
        m_desk->engine->sweep(answer.reply(m_desk->mailbox));
        return answer;
    }

private Q_SLOTS:
    void init()
    {
        m_ollama = std::make_unique<FakeOllama>();
        QVERIFY(m_ollama->listen());
        m_ollama->addModel({u"mini:latest"_s});
        m_desk = std::make_unique<EngineDesk>();
    }
    void cleanup()
    {
        m_desk.reset();
        m_ollama.reset();
    }

    void ollamasOwnVariableCountsUntilSomebodySetsTheAddress()
    {
        QTemporaryDir folder;
        m_desk->settingsFile = folder.filePath(u"config.json"_s);
        QString withPassword = m_ollama->address();
        withPassword.replace(u"//"_s, u"//me:secret@"_s);
        m_desk->environment[u"OLLAMA_HOST"_s] = withPassword;
        m_desk->usesOllama = true;
        m_desk->start();
        WAIT(state() == OllamaState::Available);
        QCOMPARE(m_desk->snapshot->ollama.host, m_ollama->address());
        const QString standard = u"http://127.0.0.1:11434"_s; // said is said, though it is the default
        Answer<Settings> set, unset;
        m_desk->engine->changeSettings({{u"ollama_host"_s, standard}}, set.reply(m_desk->mailbox));
        WAIT(set.ok() && m_desk->snapshot->ollama.host == standard);
        m_desk->engine->changeSettings({{u"ollama_host"_s, QVariant()}}, unset.reply(m_desk->mailbox));
        WAIT(unset.ok() && state() == OllamaState::Available);
        QCOMPARE(m_desk->snapshot->ollama.host, m_ollama->address());
    }

    void aTextModelLoadsOnFirstUseBesideClip()
    {
        m_desk->addModel(u"a"_s);
        startConnected();
        const auto text = embed({u"a cat"_s, u"dog"_s});
        const auto clip = m_desk->embed(u"a"_s);
        WAIT(text.came() && clip.came());
        QVERIFY2(text.ok(), text.code());
        QVERIFY2(clip.ok(), clip.code());
        QCOMPARE(text.get()->modelId, u"mini"_s);
        QCOMPARE(text.get()->values.size(), std::size_t(8));
        QCOMPARE(view()->type, ModelType::Text);
        QCOMPARE(view()->family, u"bert"_s);
        QVERIFY(isLoaded() && !view()->external);
        WAIT(view()->memory.pss.value == 50'000'000);
        QCOMPARE(m_desk->snapshot->ollama.version, u"0.9.6"_s);
    }

    void byItsFullNameToo()
    {
        startConnected();
        const auto answer = embed({u"a"_s}, u"mini:latest"_s);
        WAIT(answer.came());
        QVERIFY2(answer.ok(), answer.code());
        QCOMPARE(answer.get()->modelId, u"mini"_s);
    }

    void manyRequestsLoadItOnce()
    {
        startConnected();
        std::vector<Answer<Embeddings>> answers;
        for (int i = 0; i < 100; ++i)
            answers.push_back(embed({u"text %1"_s.arg(i)}));
        for (const auto &answer : answers) {
            WAIT(answer.came());
            QVERIFY2(answer.ok(), answer.code());
        }
        QCOMPARE(m_ollama->count(u"/api/embed"_s), 101);
    }

    void anUnloadHasItsReceipt()
    {
        startConnected();
        const auto answer = embed({u"a"_s});
        WAIT(answer.ok());
        Answer<UnloadReport> unloaded;
        m_desk->engine->unloadAll(ModelType::Text, 5s, unloaded.reply(m_desk->mailbox));
        WAIT(unloaded.ok());
        QCOMPARE(unloaded.get()->modelIds, QStringList{u"mini"_s});
        const Receipt &receipt = unloaded.get()->receipts.at(0);
        QCOMPARE(receipt.modelType, ModelType::Text);
        QCOMPARE(receipt.held.pss.value, 50'000'000);
        QCOMPARE(receipt.returned.pss.value, 50'000'000);
        QVERIFY(!m_ollama->isLoaded(u"mini:latest"_s));
        QVERIFY(!isLoaded());
    }

    void keepAliveZeroUnloadsWhenIdle()
    {
        startConnected();
        const auto answer = embed({u"a"_s}, u"mini"_s, nullptr, 0ns);
        WAIT(answer.ok());
        WAIT(!m_ollama->isLoaded(u"mini:latest"_s));
        WAIT(!m_desk->snapshot->receipts->empty());
        QCOMPARE(m_desk->snapshot->receipts->front().reason, UnloadReason::KeepAlive);
    }

    void aModelThatIsNotDownloadedSaysHowToGetIt()
    {
        startConnected();
        const auto answer = embed({u"a"_s}, u"bge-m3"_s);
        WAIT(answer.came());
        QCOMPARE(answer.code(), "model_not_found");
        QVERIFY(answer.get().error().hint.english().contains(u"ollama pull bge-m3"_s));
    }

    void withoutOllamaKnownModelsAreUnavailableAndNothingElseSuffers()
    {
        m_ollama->close();
        m_desk->addModel(u"a"_s);
        start();
        WAIT(state() == OllamaState::Unavailable);
        const auto text = embed({u"a"_s}, u"bge-m3"_s);
        WAIT(text.came());
        QCOMPARE(text.code(), "ollama_unavailable");
        const Error &why = text.get().error();
        QVERIFY2(why.message.english().contains(m_desk->snapshot->ollama.problem.english()),
                 qPrintable(why.message.english())); // not what was so when nobody had looked yet
        QVERIFY(!why.hint.isEmpty());
        QVERIFY(why.retryAfter);
        const auto clip = m_desk->embed(u"a"_s);
        WAIT(clip.came());
        QVERIFY2(clip.ok(), clip.code());
    }

    void ollamaGoesAndComesBackAndTheNextRequestIsServed()
    {
        startConnected();
        const auto before = embed({u"a"_s});
        WAIT(before.ok());
        m_ollama->close();
        const auto during = embed({u"a"_s});
        WAIT(during.came());
        QCOMPARE(during.code(), "ollama_unavailable");
        WAIT(!isLoaded());
        for (int i = 0; i < 5; ++i) { // no backoff of the model's own builds up
            const auto again = embed({u"a"_s});
            WAIT(again.came());
            QCOMPARE(again.code(), "ollama_unavailable");
        }
        QVERIFY(m_ollama->listen());
        Answer<int> retried;
        m_desk->engine->retryOllama(retried.reply(m_desk->mailbox));
        WAIT(retried.came());
        QVERIFY2(retried.ok(), retried.code());
        QCOMPARE(state(), OllamaState::Available); // the snapshot comes before the answer
        const auto after = embed({u"a"_s});
        WAIT(after.came());
        QVERIFY2(after.ok(), after.code());
    }

    void aCancelledCallEndsInOllamaToo()
    {
        startConnected();
        const auto first = embed({u"a"_s});
        WAIT(first.ok());
        m_ollama->hold(u"/api/embed"_s);
        RequestId id = 0;
        const auto cancelled = embed({u"b"_s}, u"mini"_s, &id);
        WAIT(m_ollama->waiting() == 1);
        m_desk->engine->cancel(id);
        WAIT(m_ollama->waiting() == 0);
        m_ollama->release();
        WAIT(view()->state == ModelState::Ready);
        QVERIFY(!cancelled.came());
    }

    void whatOthersLoadIsShownAndLeftAlone()
    {
        startConnected();
        m_ollama->loadByAnother(u"mini:latest"_s);
        const auto swept = sweep();
        WAIT(swept.came());
        QCOMPARE(swept.get().value_or(-1), 1);
        QVERIFY(isLoaded() && view()->external);
        QVERIFY(!view()->unloadAt);
        Answer<int> down;
        m_desk->engine->shutDown(down.reply(m_desk->mailbox));
        WAIT(down.ok());
        QVERIFY(m_ollama->isLoaded(u"mini:latest"_s));
        QCOMPARE(m_ollama->count(u"/api/generate"_s), 0);
    }

    void whatOthersLoadBecomesOursByUse()
    {
        m_ollama->loadByAnother(u"mini:latest"_s);
        startConnected();
        WAIT(isLoaded() && view()->external);
        const auto answer = embed({u"a"_s});
        WAIT(answer.ok());
        WAIT(!view()->external);
        QVERIFY(view()->unloadAt);
        QCOMPARE(m_ollama->count(u"/api/embed"_s), 1); // no load was needed
    }

    void whatOthersLoadShowsItsMemoryAtOnce()
    {
        m_ollama->loadByAnother(u"mini:latest"_s);
        start();
        std::optional<qint64> shown; // by the first snapshot in which it is loaded
        m_desk->engine->observe(
            m_desk->mailbox,
            [&](const std::shared_ptr<const Snapshot> &snapshot) {
                const ModelView *mini = snapshot->find(u"mini"_s);
                if (mini && mini->loaded && !shown)
                    shown = mini->memory.pss.value;
            },
            [](const Event &) {});
        WAIT(shown);
        QCOMPARE(*shown, 50'000'000);
    }

    void whatOthersUnloadIsNoticed()
    {
        startConnected();
        const auto answer = embed({u"a"_s});
        WAIT(answer.ok());
        m_ollama->evict(u"mini:latest"_s);
        const auto swept = sweep();
        WAIT(swept.came());
        QCOMPARE(view()->state, ModelState::Unloaded);
    }

    void shuttingDownUnloadsOurs()
    {
        startConnected();
        const auto answer = embed({u"a"_s});
        WAIT(answer.ok());
        Answer<int> down;
        m_desk->engine->shutDown(down.reply(m_desk->mailbox));
        WAIT(down.ok());
        QVERIFY(!m_ollama->isLoaded(u"mini:latest"_s));
    }

    void aPullShowsInTheSnapshotAndIsCancelled()
    {
        startConnected();
        m_ollama->trick(
            u"/api/pull"_s,
            {Trick::Kind::Stall, 200,
             "{\"status\":\"pulling abc\",\"digest\":\"abc\",\"total\":1000,\"completed\":400}\n"});
        Answer<LoadReport> pulled, cancelled;
        m_desk->engine->pull(u"bge-m3"_s, pulled.reply(m_desk->mailbox));
        WAIT(m_desk->snapshot->pulls.size() == 1 && m_desk->snapshot->pulls[0].completed.value == 400);
        m_desk->engine->cancelPull(u"bge-m3"_s, cancelled.reply(m_desk->mailbox));
        WAIT(cancelled.ok());
        WAIT(pulled.came());
        QCOMPARE(pulled.code(), "cancelled");
        QVERIFY(m_desk->snapshot->pulls.empty());
    }

    void aPullEndsWithTheLastWhoWaitsForIt()
    {
        startConnected();
        m_ollama->hold(u"/api/pull"_s);
        Answer<LoadReport> first, second;
        const RequestId firstId = m_desk->engine->pull(u"bge-m3"_s, first.reply(m_desk->mailbox));
        const RequestId secondId = m_desk->engine->pull(u"bge-m3"_s, second.reply(m_desk->mailbox));
        WAIT(m_ollama->waiting() == 1);
        m_desk->engine->cancel(firstId);
        const auto swept = sweep(); // comes after it
        WAIT(swept.came());
        QCOMPARE(m_ollama->waiting(), 1);
        m_desk->engine->cancel(secondId);
        WAIT(m_ollama->waiting() == 0);
        QVERIFY(!first.came() && !second.came());
    }

    void aPulledModelIsThere()
    {
        startConnected();
        m_ollama->pullLines = {R"({"status":"success"})"};
        m_ollama->pulled = {u"bge-m3:latest"_s, 8};
        Answer<LoadReport> pulled;
        m_desk->engine->pull(u"bge-m3"_s, pulled.reply(m_desk->mailbox));
        WAIT(pulled.ok());
        QVERIFY(view(u"bge-m3"_s)->installed);
        const auto answer = embed({u"a"_s}, u"bge-m3"_s);
        WAIT(answer.came());
        QVERIFY2(answer.ok(), answer.code());
    }

    void destroyingTheEngineWithWorkPending()
    {
        startConnected();
        m_ollama->hold(u"/api/embed"_s);
        const auto pending = embed({u"a"_s});
        WAIT(m_ollama->waiting() == 1);
        m_desk->stop();
        QVERIFY(!pending.came());
    }
};

MODELDECK_TEST(OllamaEngineTest)
#include "ollama_engine_test.moc"
