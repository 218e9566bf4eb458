// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/lifecycle/scheduler_world.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace std::chrono_literals;

// From one vision model to another.
class SchedulerSwitchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSwitchesUnloadOutlivesAManualDrainThatExpires()
    {
        World w;
        Answer<Embeddings> slow;
        w.load(B);
        const auto id = w.ask(B, slow);
        Answer<UnloadReport> manual;
        w.scheduler.unload(B, w.order(5s), manual.done());
        Answer<Embeddings> again;
        Answer<SwitchReport> switched;
        w.wait(5s);
        QVERIFY(manual.failedWith(ErrorCode::ModelBusy));
        Answer<UnloadReport> second;
        w.scheduler.switchTo(A, switched.done());
        w.finishLoad(A);
        QVERIFY(switched.ok());
        w.scheduler.unload(B, w.order(5s), second.done()); // joins the switch's drain
        w.wait(5s);
        QVERIFY(second.failedWith(ErrorCode::ModelBusy));
        QCOMPARE(w.state(B), ModelState::Draining);
        w.finishWork(B, id);
        QCOMPARE(w.effects.unloads, QStringList{B});
        w.finishUnload(B);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::Switch);
    }

    void switchLoadsTheNewModelFirstThenUnloadsTheOld()
    {
        World w;
        w.load(B);
        Answer<SwitchReport> answer;
        w.scheduler.switchTo(A, answer.done());
        QVERIFY(w.effects.unloads.isEmpty());
        w.finishLoad(A);
        QCOMPARE(w.effects.unloads, QStringList{B});
        w.finishUnload(B);
        QVERIFY(answer.ok());
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::Switch);
        QCOMPARE(w.scheduler.currentVisionModel(), A);
    }

    void aFailedSwitchLeavesTheOldModelServing()
    {
        World w;
        w.load(B);
        Answer<SwitchReport> answer;
        w.scheduler.switchTo(A, answer.done());
        w.scheduler.loadFailed(A, Error(ErrorCode::ModelLoadFailed, Text{"corrupt", {}}));
        QVERIFY(answer.failedWith(ErrorCode::ModelLoadFailed));
        QCOMPARE(w.state(B), ModelState::Ready);
        QCOMPARE(w.scheduler.currentVisionModel(), B);
    }

    void whereBothDoNotFitTheOldGoesFirstAndComesBackOnFailure()
    {
        World w;
        w.set(MaxLoadedModels, 1);
        w.load(B);
        Answer<SwitchReport> answer;
        w.scheduler.switchTo(A, answer.done());
        w.finishUnload(B);
        w.scheduler.loadFailed(A, Error(ErrorCode::ModelLoadFailed, Text{"corrupt", {}}));
        QCOMPARE(w.effects.loads, (QStringList{B, A, B}));
        w.finishLoad(B);
        QVERIFY(answer.failedWith(ErrorCode::ModelLoadFailed));
        QCOMPARE(w.state(B), ModelState::Ready);
    }

    void aPinDoesNotHoldWhatASwitchReplaces()
    {
        World w;
        w.set(MaxLoadedModels, 1);
        w.load(B);
        Answer<LoadReport> pinned, other;
        w.scheduler.setPinned(B, true, pinned.done());
        w.scheduler.load(A, other.done());
        QVERIFY(other.failedWith(ErrorCode::InsufficientMemory));
        Answer<SwitchReport> answer;
        w.scheduler.switchTo(A, answer.done());
        w.finishUnload(B);
        w.finishLoad(A);
        QVERIFY(answer.ok());
        QCOMPARE(w.state(A), ModelState::Ready);
    }

    void switchesRunOneAfterTheOther()
    {
        World w;
        Answer<SwitchReport> one, two;
        w.scheduler.switchTo(A, one.done());
        w.scheduler.switchTo(B, two.done());
        w.finishLoad(A);
        QVERIFY(one.ok());
        w.finishLoad(B);
        w.finishUnload(A);
        QVERIFY(two.ok());
        QCOMPARE(w.scheduler.currentVisionModel(), B);
    }

    void aSwitchCannotGoBackToAModelThatARescanRemoved()
    {
        World w;
        w.set(MaxLoadedModels, 1);
        w.load(A);
        Answer<Embeddings> a0;
        w.finishWork(A, w.ask(A, a0));
        Answer<SwitchReport> switched;
        w.scheduler.switchTo(B, switched.done());
        w.finishUnload(A); // made room
        QCOMPARE(w.state(B), ModelState::Loading);
        CatalogEntry entry;
        entry.id = B;
        entry.installed = true;
        w.scheduler.setCatalog(Catalog({entry})); // A's folder is gone
        w.scheduler.loadFailed(B, Error(ErrorCode::ModelLoadFailed, Text{"no", {}}));
        QVERIFY(switched.failedWith(ErrorCode::ModelLoadFailed));
    }
};

MODELDECK_TEST(SchedulerSwitchTest)
#include "scheduler_switch_test.moc"
