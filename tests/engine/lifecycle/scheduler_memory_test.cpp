// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/lifecycle/scheduler_world.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace std::chrono_literals;

namespace {

MemoryReadings shortOf(Bytes excess, PressureLevel level = PressureLevel::High)
{
    MemoryReadings readings;
    readings.system.total = 16000 * mebi;
    readings.ramFree = 8000 * mebi;
    readings.ramLevel = level;
    readings.ramExcess = excess;
    return readings;
}

} // namespace

// Memory: pressure, admission, the limit of models, what others loaded.
class SchedulerMemoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pressureUnloadsWhatWasIdleForItsTimeout()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        w.wait(59s);
        w.scheduler.remember(shortOf(10 * mebi));
        QVERIFY(w.effects.unloads.isEmpty());
        QCOMPARE(w.view(A).unloadReasonNext, UnloadReason::MemoryPressure); // the shorter countdown, and why
        QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + 1);
        w.wait(1s); // by the deadline alone, without another reading
        QCOMPARE(w.effects.unloads, QStringList{A});
        w.finishUnload(A);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::MemoryPressure);
    }

    void aModelThatPressureSparedIsNotLookedAtAgainAndAgain()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        w.loadAndMeasure(B);
        w.wait(61s);
        w.scheduler.remember(shortOf(10 * mebi));
        QCOMPARE(w.effects.unloads.size(), 1); // one is enough
        QVERIFY(*w.effects.alarm > w.clock.now());
    }

    void pausedOrSwitchedOffNothingGoesByItself()
    {
        MemoryWorld w;
        w.set(VisionEmbeddingRamTimeout, 100s);
        w.loadAndMeasure(A);
        Answer<int> paused, resumed;
        w.scheduler.pause(std::nullopt, paused.done());
        QVERIFY(paused.ok());
        w.wait(200s);
        w.scheduler.remember(shortOf(10 * mebi, PressureLevel::Critical));
        QVERIFY(w.effects.unloads.isEmpty());
        QVERIFY(!w.view(A).unloadAt);
        w.scheduler.resume(resumed.done());
        QCOMPARE(w.effects.unloads, QStringList{A});
    }

    void aPauseForATimeEndsByItself()
    {
        MemoryWorld w;
        w.set(VisionEmbeddingRamTimeout, 100s);
        w.loadAndMeasure(A);
        Answer<int> paused;
        w.scheduler.pause(150s, paused.done());
        w.wait(149s);
        QVERIFY(w.effects.unloads.isEmpty());
        w.wait(1s);
        QCOMPARE(w.effects.unloads, QStringList{A});
    }

    void aLoadThatDoesNotFitMakesRoomThenStarts()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        MemoryReadings readings = shortOf({}, PressureLevel::Normal);
        readings.ramFree = (512 + 200) * mebi;
        w.effects.memory = readings;
        Answer<LoadReport> answer;
        w.scheduler.load(B, answer.done()); // 256 MiB, as nothing is known of it yet
        QCOMPARE(w.effects.unloads, QStringList{A});
        w.effects.memory.ramFree = (512 + 300) * mebi;
        w.finishUnload(A);
        QCOMPARE(w.effects.loads, (QStringList{A, B}));
        QCOMPARE(w.effects.receipts.back().rule.english(), u"its memory is needed for ViT-L-14/openai"_s);
    }

    void aLoadThatCanNotFitIsRefusedAndMayBeTriedAgainAtOnce()
    {
        MemoryWorld w;
        w.leaveFree(600 * mebi);
        for (int i = 0; i < 3; ++i) {
            Answer<Embeddings> answer;
            w.ask(A, answer);
            QVERIFY(answer.failedWith(ErrorCode::InsufficientMemory));
            QVERIFY(!answer.error().retryAfter); // it is not the model's fault
        }
        QCOMPARE(w.state(A), ModelState::Unloaded);
        w.effects.memory.ramFree = 8000 * mebi;
        Answer<Embeddings> answer;
        w.ask(A, answer);
        QCOMPARE(w.effects.loads, QStringList{A});
    }

    // The format was changed meanwhile: what it holds in the old one says nothing of the new one.
    void whatALoadTookIsLearnedForTheSettingsItWasMadeWith()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        w.set(ClipDtype, u"bfloat16"_s);
        w.scheduler.measured(A, {6000 * mebi, 6000 * mebi, {}, {}});
        w.unloadNow(A);
        w.leaveFree(3000 * mebi);
        Answer<Embeddings> answer;
        w.ask(A, answer);
        QCOMPARE(w.effects.loads, (QStringList{A, A}));
    }

    void whatOneRequestTookIsNoNeedOfTheModel()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        Answer<Embeddings> large;
        const auto request = w.ask(A, large);
        w.scheduler.measured(A, {6000 * mebi, 6000 * mebi, {}, {}});
        w.scheduler.workDone(A, request, Embeddings());
        QVERIFY(large.ok());
        w.scheduler.measured(A, {6000 * mebi, 6000 * mebi, {}, {}}); // its runner has had no time yet
        w.unloadNow(A);
        w.leaveFree(3000 * mebi);
        Answer<Embeddings> answer;
        w.ask(A, answer);
        QCOMPARE(w.effects.loads, (QStringList{A, A}));
    }

    void aRefusalForWhatWasLearnedIsUnlearned()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        w.clock.advance(10s);
        w.scheduler.measured(A, {6000 * mebi, 6000 * mebi, {}, {}});
        w.unloadNow(A);
        w.leaveFree(3000 * mebi);
        Answer<Embeddings> first;
        w.ask(A, first);
        QVERIFY(first.failedWith(ErrorCode::InsufficientMemory));
        for (int i = 0; i < 5 && w.effects.loads.size() == 1; ++i) {
            Answer<Embeddings> again;
            w.ask(A, again);
        }
        QCOMPARE(w.effects.loads, (QStringList{A, A}));
    }

    void thatThereWasNoMemoryIsToldAsLongAsItIsSo()
    {
        MemoryWorld w;
        MemoryReadings readings = shortOf({}, PressureLevel::Normal);
        readings.ramFree = 600 * mebi;
        w.effects.memory = readings;
        Answer<Embeddings> answer;
        w.ask(A, answer);
        QVERIFY(answer.failedWith(ErrorCode::InsufficientMemory));
        w.scheduler.remember(readings);
        QVERIFY(w.view(A).failure);
        readings.ramFree = 8000 * mebi;
        w.scheduler.remember(readings);
        QVERIFY(!w.view(A).failure);
    }

    void aPreloadThatIsRefusedIsNobodysFailure()
    {
        MemoryWorld w;
        w.leaveFree(600 * mebi);
        Answer<LoadReport> answer;
        w.scheduler.preload(A, answer.done(), {"soon", {}});
        QVERIFY(answer.failedWith(ErrorCode::InsufficientMemory));
        QVERIFY(!w.view(A).failure);
    }

    void whatTheRunnerCouldNotAllocateIsNoFailureOfTheModel()
    {
        MemoryWorld w;
        for (int i = 0; i < 3; ++i) {
            Answer<Embeddings> answer;
            w.ask(A, answer);
            w.scheduler.loadFailed(A, Error(ErrorCode::InsufficientMemory, Text{"no memory", {}}));
            QVERIFY(answer.failedWith(ErrorCode::InsufficientMemory));
        }
        QCOMPARE(w.state(A), ModelState::Unloaded);
    }

    void aLoweredLimitUnloadsTheLeastRecentlyUsed()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        w.wait(1s);
        w.loadAndMeasure(B);
        w.set(MaxLoadedModels, 1);
        QCOMPARE(w.effects.unloads, QStringList{A});
        w.finishUnload(A);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::Capacity);
        QCOMPARE(w.state(B), ModelState::Ready);
    }

    void aLoweredLimitSparesNotTheModelThatWasSwitchedTo()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        Answer<SwitchReport> switched;
        w.scheduler.switchTo(A, switched.done());
        QVERIFY(switched.ok());
        w.wait(1s);
        w.loadAndMeasure(B);
        w.set(MaxLoadedModels, 1);
        QCOMPARE(w.effects.unloads, QStringList{A});
    }

    void aPreloadNeverSendsAnotherAway()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        w.loadAndMeasure(B);
        Answer<LoadReport> refused;
        w.scheduler.preload(C, refused.done());
        QVERIFY(!refused.ok() && refused.came());
        QVERIFY(w.effects.unloads.isEmpty());
        QCOMPARE(w.state(C), ModelState::Unloaded);
        w.set(MaxLoadedModels, 3);
        Answer<LoadReport> loaded;
        w.scheduler.preload(C, loaded.done());
        w.finishLoad(C);
        QVERIFY(loaded.ok());
        QVERIFY(w.view(C).preloaded);
        Answer<Embeddings> used;
        w.ask(C, used);
        QVERIFY(!w.view(C).preloaded);
    }

    void whatAnotherProgramLoadedIsShownAndLeftAlone()
    {
        MemoryWorld w;
        w.scheduler.foundLoaded(A, {u"cpu"_s, u"float32"_s, 512, 77, 224, 0});
        QVERIFY(w.view(A).external);
        QVERIFY(!w.view(A).unloadAt);
        w.wait(24h);
        QVERIFY(w.effects.unloads.isEmpty());
        Answer<Embeddings> answer;
        w.finishWork(A, w.ask(A, answer));
        QVERIFY(!w.view(A).external); // used through us: its time is ours to keep
        QVERIFY(w.view(A).unloadAt);
        w.scheduler.foundUnloaded(A);
        QCOMPARE(w.state(A), ModelState::Unloaded);
    }

    void aSettingManagesWhatAnotherProgramLoaded()
    {
        MemoryWorld w;
        w.set(OllamaManageExternal, true);
        w.scheduler.foundLoaded(A, {u"cpu"_s, u"float32"_s, 512, 77, 224, 0});
        w.wait(1800s);
        QCOMPARE(w.effects.unloads, QStringList{A});
    }

    void whatAnotherProgramLoadedStaysWhenWeEnd()
    {
        MemoryWorld w;
        w.scheduler.foundLoaded(A, {u"cpu"_s, u"float32"_s, 512, 77, 224, 0});
        Answer<int> ended;
        w.scheduler.shutDown(3s, ended.done());
        QVERIFY(ended.ok());
        QVERIFY(w.effects.unloads.isEmpty());
        QVERIFY(w.effects.receipts.empty());
    }

    void anUnloadThatIsRefusedLeavesTheModelReady()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        Answer<UnloadReport> unloaded;
        Answer<Embeddings> during;
        w.scheduler.unload(A, w.order(), unloaded.done());
        const auto request = w.ask(A, during); // waits for its return
        w.scheduler.unloadFailed(A, Error(ErrorCode::ModelBusy, Text{"it is kept", {}}));
        QVERIFY(unloaded.failedWith(ErrorCode::ModelBusy));
        QCOMPARE(w.state(A), ModelState::Busy);
        w.finishWork(A, request);
        QVERIFY(during.ok());
        QVERIFY(w.effects.receipts.empty());
        w.wait(1799s);
        QCOMPARE(w.effects.unloads.size(), 1); // not due again at once
        w.wait(1s);
        QCOMPARE(w.effects.unloads.size(), 2);
    }

    void anUnloadThatIsRefusedAtTheEndDoesNotHoldIt()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        Answer<int> ended;
        w.scheduler.shutDown(3s, ended.done());
        w.scheduler.unloadFailed(A, Error(ErrorCode::ModelBusy, Text{"it is kept", {}}));
        QVERIFY(ended.ok());
    }

    void aSweepFindsAModelWhoseProcessIsGone()
    {
        MemoryWorld w;
        w.loadAndMeasure(A);
        w.loadAndMeasure(B);
        QCOMPARE(w.scheduler.sweep([](const QString &id) { return id == A; }), 1);
        QCOMPARE(w.state(A), ModelState::Ready);
        QCOMPARE(w.state(B), ModelState::Unloaded);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::Failure);
    }
};

MODELDECK_TEST(SchedulerMemoryTest)
#include "scheduler_memory_test.moc"
