// SPDX-License-Identifier: GPL-3.0-or-later
// The whole engine, its thread and its processes, on a runner that behaves as the test says.
#include "tests/support/engine_desk.h"
#include "tests/support/test_program.h"
#include "tests/support/wait.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

class EngineTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<EngineDesk> m_desk;

private Q_SLOTS:
    void init() { m_desk = std::make_unique<EngineDesk>(); }
    void cleanup() { m_desk.reset(); }

    void manyRequestsLoadTheModelOnce()
    {
        m_desk->addModel(u"a"_s);
        m_desk->start();
        std::vector<Answer<Embeddings>> answers;
        for (int i = 0; i < 200; ++i)
            answers.push_back(m_desk->embed(u"a"_s, 2));
        for (const auto &answer : answers) {
            WAIT(answer.came());
            QVERIFY2(answer.ok(), answer.code().constData());
            QCOMPARE(answer.get()->dimension, 4);
            QCOMPARE(answer.get()->promptTokens, 6);
            QCOMPARE(answer.get()->values, (std::vector<float>{1, 0, 0, 0, 1, 0, 0, 1}));
        }
        QCOMPARE(m_desk->loads(u"a"_s), 1);
    }

    void theFirstSnapshotShowsTheModelsThatAreThere()
    {
        m_desk->addModel(u"a"_s);
        m_desk->start();
        WAIT(m_desk->snapshot);
        QCOMPARE(m_desk->snapshot->sequence, quint64(1));
        const ModelView *model = m_desk->snapshot->find(idOf(u"a"_s));
        QVERIFY(model && model->installed);
    }

    void commandsAreAnsweredWhileModelsAreLookedFor()
    {
        for (int i = 0; i < 200; ++i)
            m_desk->addModel(QString::number(i));
        m_desk->start();
        WAIT(m_desk->snapshot);
        for (int i = 0; i < 200; ++i)
            m_desk->write(QString::number(i), u"config.json"_s, modelFiles().at(u"config.json"_s) + ' ');
        QStringList answered;
        m_desk->engine->rescan({m_desk->mailbox, [&](auto) { answered << u"rescan"_s; }});
        m_desk->engine->receipts(1, {m_desk->mailbox, [&](auto) { answered << u"receipts"_s; }});
        WAIT(answered.size() == 2);
        QCOMPARE(answered, QStringList({u"receipts"_s, u"rescan"_s}));
    }

    void aRescanAndOtherFoldersAreAnsweredWithTheirModels()
    {
        m_desk->addModel(u"a"_s);
        m_desk->start();
        WAIT(m_desk->snapshot);
        m_desk->addModel(u"b"_s);
        bool shown = false;
        Answer<int> rescanned;
        m_desk->engine->rescan({m_desk->mailbox, [&, reply = rescanned.reply(m_desk->mailbox)](auto found) {
                                    const ModelView *model = m_desk->snapshot->find(idOf(u"b"_s));
                                    shown = model && model->installed;
                                    reply(std::move(found));
                                }});
        WAIT(rescanned.came());
        QCOMPARE(rescanned.get().value(), 2);
        QVERIFY(shown);
    }

    void theSnapshotShowsALoadAndAnUnloadBeforeTheirReplies()
    {
        m_desk->addModel(u"a"_s);
        m_desk->start();
        std::optional<ModelState> atLoad, atUnload;
        m_desk->engine->load(idOf(u"a"_s), {m_desk->mailbox, [&](auto) { atLoad = m_desk->state(u"a"_s); }});
        WAIT(atLoad);
        QCOMPARE(*atLoad, ModelState::Ready);
        QVERIFY(m_desk->isRunning(u"a"_s));
        std::vector<Receipt> receipts;
        m_desk->engine->unload(idOf(u"a"_s), 5s, {m_desk->mailbox, [&](Result<UnloadReport> report) {
                                                      atUnload = m_desk->state(u"a"_s);
                                                      if (report)
                                                          receipts = report->receipts;
                                                  }});
        WAIT(atUnload);
        QCOMPARE(*atUnload, ModelState::Unloaded);
        QCOMPARE(receipts.size(), std::size_t(1));
        QCOMPARE(receipts[0].reason, UnloadReason::Manual);
        QVERIFY(receipts[0].held.pss.value > 0);
        QVERIFY(!m_desk->isRunning(u"a"_s));
    }

    void theVramTimeoutMovesAModelToRamAndARequestBringsItBack()
    {
        m_desk->addModel(u"a"_s, "cuda");
        m_desk->start();
        Answer<Settings> set;
        m_desk->engine->changeSettings({{u"model_usage_tracker_vision_embedding_vram_timeout"_s, 1}},
                                       set.reply(m_desk->mailbox));
        const auto first = m_desk->embed(u"a"_s);
        WAIT(first.ok());
        const QByteArray onGpu = m_desk->read(u"a"_s, u"pid"_s);
        QCOMPARE(m_desk->snapshot->find(idOf(u"a"_s))->device, u"cuda"_s);
        WAIT(m_desk->state(u"a"_s) == ModelState::ResidentInRam);
        QCOMPARE(m_desk->snapshot->find(idOf(u"a"_s))->device, u"cpu"_s);
        WAIT(::kill(onGpu.trimmed().toInt(), 0) != 0); // the context goes with its process
        WAIT(!m_desk->snapshot->receipts->empty());
        QCOMPARE(m_desk->snapshot->receipts->front().rule.english(), u"VRAM timeout, 1 s"_s);
        const QByteArray inRam = m_desk->read(u"a"_s, u"pid"_s);
        const auto second = m_desk->embed(u"a"_s);
        WAIT(second.ok());
        QCOMPARE(m_desk->snapshot->find(idOf(u"a"_s))->device, u"cuda"_s);
        WAIT(::kill(inRam.trimmed().toInt(), 0) != 0);
    }

    void aRequestForNothingLoadsTheModel()
    {
        m_desk->addModel(u"a"_s);
        m_desk->start();
        const auto answer = m_desk->embed(u"a"_s, 0);
        WAIT(answer.ok());
        QCOMPARE(answer.get()->dimension, 4);
        QVERIFY(answer.get()->values.empty());
        QCOMPARE(m_desk->loads(u"a"_s), 1);
    }

    void aSwitchLoadsTheNewAndEndsTheOld()
    {
        m_desk->addModel(u"a"_s);
        m_desk->addModel(u"b"_s);
        m_desk->start();
        const auto first = m_desk->embed(u"a"_s);
        WAIT(first.ok());
        Answer<SwitchReport> switched;
        m_desk->engine->switchTo(idOf(u"b"_s), switched.reply(m_desk->mailbox));
        WAIT(switched.ok());
        QCOMPARE(m_desk->snapshot->currentVisionModel, idOf(u"b"_s));
        WAIT(!m_desk->isRunning(u"a"_s));
        QVERIFY(m_desk->isRunning(u"b"_s));
    }

    void afterAFailedSwitchTheOldOneServes()
    {
        m_desk->addModel(u"a"_s);
        m_desk->addModel(u"b"_s, "fail_load");
        m_desk->start();
        const auto first = m_desk->embed(u"a"_s);
        WAIT(first.ok());
        Answer<SwitchReport> switched;
        m_desk->engine->switchTo(idOf(u"b"_s), switched.reply(m_desk->mailbox));
        WAIT(switched.came());
        QCOMPARE(switched.code(), "model_load_failed");
        const auto again = m_desk->embed(u"a"_s);
        WAIT(again.ok());
        QCOMPARE(m_desk->loads(u"a"_s), 1);
        QCOMPARE(m_desk->snapshot->currentVisionModel, idOf(u"a"_s));
    }

    void aRunnerThatMisbehavesIsAnErrorAndItsProcessEnds_data()
    {
        QTest::addColumn<QByteArray>("code");
        for (const char *behaviour :
             {"crash_on_load", "huge_load", "crash_on_embed", "garbage", "wrong_id", "wrong_shape",
              "huge_dimension", "negative_tokens", "huge_tokens", "worded_tokens", "nan_seconds",
              "huge_seconds", "no_hello", "hang_on_load", "hang_on_embed"})
            QTest::newRow(behaviour) << QByteArray("runner_crashed");
        QTest::newRow("fail_load") << QByteArray("model_load_failed");
        QTest::newRow("model_changed") << QByteArray("model_load_failed");
        QTest::newRow("no_memory_to_load") << QByteArray("insufficient_memory");
    }
    void aRunnerThatMisbehavesIsAnErrorAndItsProcessEnds()
    {
        QFETCH(const QByteArray, code);
        const QByteArray behaviour = QTest::currentDataTag();
        RunnerDeadlines deadlines;
        if (behaviour == "no_hello")
            deadlines.hello = 50ms;
        if (behaviour == "hang_on_load")
            deadlines.load = 50ms;
        if (behaviour == "hang_on_embed")
            deadlines.batch = 50ms;
        m_desk->addModel(u"a"_s, behaviour);
        m_desk->start(deadlines);
        const auto broken = m_desk->embed(u"a"_s);
        WAIT(broken.came());
        QCOMPARE(broken.code(), code);
        WAIT(!m_desk->isRunning(u"a"_s));
    }

    void aCrashedModelLoadsAgain()
    {
        m_desk->addModel(u"a"_s, "crash_on_embed");
        m_desk->start();
        const auto broken = m_desk->embed(u"a"_s);
        WAIT(broken.came());
        m_desk->behave(u"a"_s, "normal");
        Answer<LoadReport> loaded;
        m_desk->engine->load(idOf(u"a"_s), loaded.reply(m_desk->mailbox));
        WAIT(loaded.came());
        QVERIFY2(loaded.ok(), loaded.code().constData());
        const auto again = m_desk->embed(u"a"_s);
        WAIT(again.ok());
        QCOMPARE(m_desk->loads(u"a"_s), 2);
    }

    void aCancelledCallIsNeverAnswered()
    {
        m_desk->addModel(u"a"_s, "slow_load");
        m_desk->start();
        RequestId id = 0;
        const auto cancelled = m_desk->embed(u"a"_s, 1, &id);
        const auto kept = m_desk->embed(u"a"_s);
        m_desk->engine->cancel(id);
        m_desk->write(u"a"_s, u"go"_s, {});
        WAIT(kept.ok());
        QVERIFY(!cancelled.came());
    }

    void aModelIsDiagnosedAndItsFilesVerified()
    {
        m_desk->addModel(u"a"_s);
        m_desk->write(u"a"_s, u"model.safetensors"_s, modelFiles().at(u"model.safetensors"_s) + "more");
        m_desk->start();
        Answer<LoadReport> pinned, loaded;
        m_desk->engine->setPinned(idOf(u"a"_s), true, pinned.reply(m_desk->mailbox));
        m_desk->engine->load(idOf(u"a"_s), loaded.reply(m_desk->mailbox));
        WAIT(loaded.ok());
        Answer<std::vector<Diagnosis>> diagnoses;
        m_desk->engine->diagnose(diagnoses.reply(m_desk->mailbox));
        WAIT(diagnoses.ok());
        const auto isPinned = [](const Diagnosis &diagnosis) {
            return diagnosis.modelId == idOf(u"a"_s) && diagnosis.why.english().contains(u"pinned"_s);
        };
        QVERIFY(std::ranges::any_of(*diagnoses.get(), isPinned));
        Answer<Verification> verified;
        m_desk->engine->verify(idOf(u"a"_s), verified.reply(m_desk->mailbox));
        WAIT(verified.ok());
        QVERIFY(!verified.get()->sound);
        QVERIFY(verified.get()->problems[0].english().contains(u"model.safetensors"_s));
    }

    void aChangedSettingShowsInTheSnapshotBeforeItsReplyAndIsAnEvent()
    {
        m_desk->start();
        QStringList events;
        m_desk->engine->observe(m_desk->mailbox, {}, [&](const Event &event) {
            if (event.kind == EventKind::Setting)
                events << event.text.english();
        });
        std::optional<qint64> shown;
        m_desk->engine->changeSettings({{u"clip_threads"_s, 3}},
                                       {m_desk->mailbox, [&](const Result<Settings> &) {
                                            shown = m_desk->snapshot->settings[ClipThreads];
                                        }});
        WAIT(shown);
        QCOMPARE(*shown, 3);
        QCOMPARE(events, QStringList{u"clip_threads is now 3"_s});
    }

    void timeoutsOfTwoModelsSetAtOnceAreBothKept()
    {
        m_desk->addModel(u"a"_s);
        m_desk->addModel(u"b"_s);
        m_desk->start();
        const auto set = [&](const QString &id, const QVariantMap &timeouts) {
            Answer<Settings> answer;
            m_desk->engine->changeTimeouts(id, timeouts, answer.reply(m_desk->mailbox));
            return answer;
        };
        const QVariant none = QVariant::fromValue(nullptr);
        const auto a = set(idOf(u"a"_s), {{u"ram_timeout"_s, 5}});
        const auto b = set(idOf(u"b"_s), {{u"ram_timeout"_s, 7}, {u"vram_timeout"_s, 8}});
        const auto part = set(idOf(u"b"_s), {{u"vram_timeout"_s, none}});
        const auto alias = set(u"ViT-H-14/laion2b"_s, {{u"ram_timeout"_s, 9}});
        const auto unknown = set(u"no/such"_s, {{u"ram_timeout"_s, 9}});
        WAIT(unknown.came());
        QCOMPARE(unknown.code(), "model_not_found");
        QVERIFY(a.ok() && b.ok() && part.ok() && alias.ok());
        const auto only = [](qlonglong seconds) { return QVariantMap{{u"ram_timeout"_s, seconds}}; };
        const QVariantMap expected{
            {idOf(u"a"_s), only(5)}, {idOf(u"b"_s), only(7)}, {u"ViT-H-14/laion2b_s32b_b79k"_s, only(9)}};
        QCOMPARE(m_desk->snapshot->settings[ModelTimeoutOverrides], expected);
        const auto removed = set(idOf(u"a"_s), {{u"ram_timeout"_s, none}});
        WAIT(removed.ok());
        QVERIFY(!(*removed.get())[ModelTimeoutOverrides].contains(idOf(u"a"_s)));
    }

    void shuttingDownAnswersAllAndLeavesNoProcess_data()
    {
        QTest::addColumn<bool>("loaded");
        for (const char *behaviour : {"normal", "slow_load", "slow_embed"})
            QTest::newRow(behaviour) << (qstrcmp(behaviour, "slow_load") != 0);
    }
    void shuttingDownAnswersAllAndLeavesNoProcess()
    {
        QFETCH(const bool, loaded);
        m_desk->addModel(u"a"_s, QTest::currentDataTag());
        m_desk->start();
        const auto pending = m_desk->embed(u"a"_s);
        WAIT(m_desk->loads(u"a"_s) == 1 && (!loaded || m_desk->state(u"a"_s) != ModelState::Loading));
        Answer<int> down;
        m_desk->engine->shutDown(down.reply(m_desk->mailbox));
        m_desk->write(u"a"_s, u"go"_s, {});
        WAIT(down.ok());
        WAIT(pending.came());
        QVERIFY(!m_desk->isRunning(u"a"_s));
        const auto late = m_desk->embed(u"a"_s);
        WAIT(late.came());
        QCOMPARE(late.code(), "shutting_down");
    }

    void destroyingTheEngineWithWorkPendingLeavesNoProcess_data()
    {
        QTest::addColumn<int>("unused");
        for (const char *behaviour : {"normal", "slow_load", "slow_embed", "hang_on_load", "no_hello"})
            QTest::newRow(behaviour) << 0;
    }
    void destroyingTheEngineWithWorkPendingLeavesNoProcess()
    {
        m_desk->addModel(u"a"_s, QTest::currentDataTag());
        m_desk->start();
        const auto pending = m_desk->embed(u"a"_s);
        WAIT(m_desk->isRunning(u"a"_s));
        m_desk->stop();
        QVERIFY(!m_desk->isRunning(u"a"_s));
    }
};

MODELDECK_TEST(EngineTest)
#include "engine_test.moc"
