// SPDX-License-Identifier: GPL-3.0-or-later
// The whole engine with the stand-in for Ollama, over an end of either of them.
#include "engine/journal/history_file.h"
#include "tests/support/engine_desk.h"
#include "tests/support/test_program.h"
#include "tests/support/wait.h"
#include "tests/tools/fake_ollama/fake_ollama.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

const QString miniFull = u"mini:latest"_s;

} // namespace

class OllamaRestartTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<FakeOllama> m_ollama;
    std::unique_ptr<EngineDesk> m_desk;

    void start(const FakeOllama &ollama)
    {
        m_desk->snapshot.reset();
        m_desk->events.clear();
        m_desk->ollama = ollama.address();
        m_desk->start();
        WAIT(m_desk->snapshot && m_desk->snapshot->ollama.state == OllamaState::Available);
    }
    const ModelView *view() const { return m_desk->snapshot->find(u"mini"_s); }
    bool isLoaded() const { return view() && view()->loaded; }
    // Ollama is to keep the model for ever.
    Answer<Embeddings> embed()
    {
        EmbedRequest request;
        request.model = u"mini"_s;
        request.keepAlive = -1s;
        request.inputs.push_back({EmbedInput::Kind::Text, "a cat"});
        Answer<Embeddings> answer;
        m_desk->engine->embed(request, answer.reply(m_desk->mailbox));
        return answer;
    }
    // Once the engine has ended: what is loaded, as far as its history knows.
    int openLoads() const
    {
        HistoryFile file;
        int count = -1;
        if (file.open(m_state->filePath(u"history.db"_s)))
            std::ignore = file.read("SELECT count(*) FROM loads WHERE ended_at IS NULL",
                                    [&](const QSqlQuery &row) { count = row.value(0).toInt(); });
        return count;
    }

private Q_SLOTS:
    void init()
    {
        m_state = std::make_unique<QTemporaryDir>();
        m_ollama = std::make_unique<FakeOllama>();
        QVERIFY(m_ollama->listen());
        m_ollama->addModel({miniFull});
        m_desk = std::make_unique<EngineDesk>();
        m_desk->stateDirectory = m_state->path();
        start(*m_ollama);
        const auto answer = embed();
        WAIT(answer.ok());
    }
    void cleanup()
    {
        m_desk.reset();
        m_ollama.reset();
    }

    void afterACrashWhatWeLoadedIsOursAgain()
    {
        m_desk->stop(); // without a word to Ollama
        QVERIFY(m_ollama->isLoaded(miniFull));
        start(*m_ollama);
        WAIT(isLoaded());
        QVERIFY(!view()->external);
        QVERIFY(view()->unloadAt);
        QVERIFY(std::ranges::none_of(m_desk->events, [](const Event &event) {
            return event.text.english().contains(u"stopped unexpectedly"_s);
        }));
        Answer<int> down;
        m_desk->engine->shutDown(down.reply(m_desk->mailbox));
        WAIT(down.ok());
        QVERIFY(!m_ollama->isLoaded(miniFull));
    }

    void afterACrashWhatAnotherServerHasIsNotOurs()
    {
        FakeOllama other;
        QVERIFY(other.listen());
        other.addModel({miniFull});
        other.loadByAnother(miniFull);
        m_desk->stop();
        start(other);
        WAIT(isLoaded());
        QVERIFY(view()->external);
        m_desk->stop();
        start(*m_ollama); // and on its own it is still ours
        WAIT(isLoaded());
        QVERIFY(!view()->external);
    }

    void ollamaIsAwayForAWhileAndOursAreStillThere()
    {
        m_ollama->close();
        const auto during = embed();
        WAIT(during.came() && !isLoaded());
        m_ollama->loadByAnother(miniFull); // the stand-in forgets; it is to have been out of reach only
        QVERIFY(m_ollama->listen());
        Answer<int> retried;
        m_desk->engine->retryOllama(retried.reply(m_desk->mailbox));
        WAIT(isLoaded());
        QVERIFY(!view()->external);
        QVERIFY(view()->unloadAt);
        m_desk->stop();
        QCOMPARE(openLoads(), 1);
    }

    void ollamaComesBackWithoutOursAndTheHistoryKnowsThatTheyAreGone()
    {
        m_ollama->close();
        const auto during = embed();
        WAIT(during.came() && !isLoaded());
        QVERIFY(m_ollama->listen());
        Answer<int> retried, swept;
        m_desk->engine->retryOllama(retried.reply(m_desk->mailbox));
        WAIT(retried.ok());
        m_desk->engine->sweep(swept.reply(m_desk->mailbox));
        WAIT(swept.ok());
        QVERIFY(!isLoaded());
        m_desk->stop();
        QCOMPARE(openLoads(), 0);
    }
};

MODELDECK_TEST(OllamaRestartTest)
#include "ollama_restart_test.moc"
