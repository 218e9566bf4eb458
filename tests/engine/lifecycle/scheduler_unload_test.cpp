// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/lifecycle/scheduler_world.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace std::chrono_literals;

// The half that gives back when told to: unloads, drains, what is cancelled of them.
class SchedulerUnloadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void unloadWaitsForTheLeasesItFound()
    {
        World w;
        Answer<Embeddings> one, two, three, late;
        w.ask(A, one);
        w.ask(A, two);
        w.ask(A, three);
        w.finishLoad(A);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        QCOMPARE(w.state(A), ModelState::Draining);
        QCOMPARE(w.view(A).inFlight, 3);
        w.ask(A, late);
        QVERIFY(w.effects.unloads.isEmpty());
        for (RequestId id = 1; id <= 3; ++id)
            w.finishWork(A, id);
        QVERIFY(one.ok() && two.ok() && three.ok());
        QCOMPARE(w.effects.unloads, QStringList{A});
        QVERIFY(!unload.came());
        w.finishUnload(A);
        QCOMPARE(unload.value().modelIds, QStringList{A});
        QCOMPARE(unload.value().receipts.front().held.pss, Bytes{100});
        // The request that came while it drained loads it again.
        QCOMPARE(w.effects.loads, (QStringList{A, A}));
        w.finishLoad(A);
        w.finishWork(A, 4);
        QVERIFY(late.ok());
    }

    void aDrainThatTakesTooLongIsGivenUp()
    {
        World w;
        Answer<Embeddings> slow, late;
        const auto id = w.ask(A, slow);
        w.finishLoad(A);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(5s), unload.done());
        const auto lateId = w.ask(A, late);
        w.wait(5s);
        QVERIFY(unload.failedWith(ErrorCode::ModelBusy));
        QCOMPARE(w.state(A), ModelState::Busy);
        w.finishWork(A, id);
        w.finishWork(A, lateId);
        QVERIFY(slow.ok() && late.ok());
        QCOMPARE(w.state(A), ModelState::Ready);
        QVERIFY(w.effects.unloads.isEmpty());
    }

    void anUnloadThatJoinsAnOpenEndedDrainKeepsItsOwnDeadline()
    {
        World w;
        w.set(MaxLoadedModels, 1);
        Answer<Embeddings> slow, waiting;
        w.ask(A, slow);
        w.finishLoad(A);
        w.ask(C, waiting); // A drains for its place, as long as it takes
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(5s), unload.done());
        w.wait(5s);
        QVERIFY(unload.failedWith(ErrorCode::ModelBusy));
        QCOMPARE(w.state(A), ModelState::Draining); // the place is wanted still
    }

    void anUnloadThatJoinsALoadKeepsItsOwnDeadline()
    {
        World w;
        Answer<Embeddings> waiting;
        const auto id = w.ask(A, waiting);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(5s), unload.done());
        w.wait(5s);
        QVERIFY(unload.failedWith(ErrorCode::ModelBusy));
        w.finishLoad(A);
        w.finishWork(A, id);
        QCOMPARE(w.state(A), ModelState::Ready); // nobody wants it to go any more
    }

    void aLoadThatComesWhileALoadingModelIsToGoLoadsItAgain()
    {
        World w;
        Answer<Embeddings> waiting;
        const auto id = w.ask(A, waiting);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        Answer<SwitchReport> switched;
        w.scheduler.switchTo(A, switched.done());
        w.finishLoad(A);
        w.finishWork(A, id);
        w.finishUnload(A);
        QVERIFY(unload.ok());
        QVERIFY(!switched.came());
        w.finishLoad(A);
        QVERIFY(switched.ok());
        QCOMPARE(w.state(A), ModelState::Ready);
    }

    void whenTheLastWhoWaitsForALoadThatIsToGoLeavesTheLoadEnds()
    {
        World w;
        Answer<Embeddings> waiting;
        const auto id = w.ask(A, waiting);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        w.scheduler.cancel(id);
        QCOMPARE(w.effects.unloads, QStringList{A});
        w.finishUnload(A);
        QVERIFY(unload.ok());
    }

    void aCrashWhileDrainingIsReportedWithItsReceipt()
    {
        World w;
        Answer<Embeddings> broken;
        w.ask(A, broken);
        w.finishLoad(A);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        w.crash(A);
        QVERIFY(broken.failedWith(ErrorCode::RunnerCrashed));
        QCOMPARE(unload.value().modelIds, QStringList{A});
        QCOMPARE(unload.value().receipts.front().reason, UnloadReason::Failure);
    }

    void unloadingWhatIsNotLoadedReportsNothing()
    {
        World w;
        Answer<UnloadReport> one, all, absent, unknown;
        w.scheduler.unload(A, w.order(), one.done());
        QVERIFY(one.ok() && one.value().modelIds.isEmpty());
        w.scheduler.unloadAll(ModelType::Vision, w.order(), all.done());
        QVERIFY(all.ok() && all.value().receipts.empty());
        w.scheduler.unload(u"ViT-L-14-336/openai"_s, w.order(), absent.done());
        QVERIFY(absent.ok() && absent.value().modelIds.isEmpty());
        w.scheduler.unload(u"nothing/here"_s, w.order(), unknown.done());
        QVERIFY(unknown.failedWith(ErrorCode::ModelNotFound));
    }

    void unloadAllAnswersOnceWhenAllAreGone()
    {
        World w;
        w.load(A);
        w.load(B);
        Answer<UnloadReport> answer;
        w.scheduler.unloadAll(ModelType::Vision, w.order(), answer.done());
        w.finishUnload(B);
        QVERIFY(!answer.came());
        w.finishUnload(A);
        QCOMPARE(answer.value().modelIds.size(), 2);
    }

    void whatIsUnloadedIsToldEvenIfAnotherStays()
    {
        World w;
        w.load(A);
        w.load(B);
        Answer<Embeddings> working;
        w.ask(B, working);
        Answer<UnloadReport> answer;
        w.scheduler.unloadAll(ModelType::Vision, w.order(1s), answer.done());
        w.finishUnload(A);
        w.wait(1s);
        QVERIFY(answer.ok());
        QCOMPARE(answer.value().modelIds, QStringList{A});
        QCOMPARE(answer.value().receipts.size(), 1U);
        QCOMPARE(answer.value().failure->code, ErrorCode::ModelBusy);
    }

    void anUnloadDuringTheLoadLetsTheWaitingFinishFirst()
    {
        World w;
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        w.finishLoad(A);
        QCOMPARE(w.state(A), ModelState::Draining);
        w.finishWork(A, id);
        QVERIFY(answer.ok());
        w.finishUnload(A);
        QVERIFY(unload.ok());
    }

    void aCancelledLoadFailsThoseWhoWait()
    {
        World w;
        Answer<Embeddings> answer;
        Answer<LoadReport> load, cancelled;
        w.ask(A, answer);
        w.scheduler.load(A, load.done());
        w.scheduler.cancelLoad(A, cancelled.done());
        QVERIFY(answer.failedWith(ErrorCode::ModelLoadFailed));
        QVERIFY(load.failedWith(ErrorCode::ModelLoadFailed));
        QVERIFY(cancelled.ok());
        w.finishUnload(A);
        Answer<LoadReport> nothing;
        w.scheduler.cancelLoad(A, nothing.done());
        QVERIFY(nothing.failedWith(ErrorCode::InvalidRequest));
        QCOMPARE(w.state(A), ModelState::Unloaded);
        QVERIFY(w.effects.receipts.empty()); // nothing had been loaded
    }

    void anUnloadThatWaitsForRequestsCanBeCancelled()
    {
        World w;
        w.load(A);
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(300s), unload.done());
        QCOMPARE(w.state(A), ModelState::Draining);
        Answer<LoadReport> cancelled;
        w.scheduler.cancelLoad(A, cancelled.done());
        QVERIFY(cancelled.ok() && unload.failedWith(ErrorCode::Cancelled));
        QCOMPARE(w.state(A), ModelState::Busy);
        w.finishWork(A, id);
        QVERIFY(answer.ok());
        QCOMPARE(w.state(A), ModelState::Ready);
    }

    void anUnloadThatNobodyAskedForIsNotCancelled()
    {
        World w;
        w.load(A);
        Answer<Embeddings> answer;
        w.ask(A, answer);
        w.scheduler.unload(A, {UnloadReason::Capacity, {}, {}, {}, false}, [](const auto &) {});
        Answer<LoadReport> cancelled;
        w.scheduler.cancelLoad(A, cancelled.done());
        QVERIFY(cancelled.failedWith(ErrorCode::InvalidRequest));
        QCOMPARE(w.state(A), ModelState::Draining);
    }

    void anUnloadThatOthersWantTooIsNotCancelled_data()
    {
        QTest::addColumn<bool>("personFirst");
        QTest::newRow("a person, then pressure") << true;
        QTest::newRow("pressure, then a person") << false;
    }

    void anUnloadThatOthersWantTooIsNotCancelled()
    {
        QFETCH(bool, personFirst);
        World w;
        w.load(A);
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        const UnloadOrder pressure{UnloadReason::MemoryPressure, {"memory is short", {}}, {}, {}, false};
        Answer<UnloadReport> asked;
        if (!personFirst)
            w.scheduler.unload(A, pressure, [](const auto &) {});
        w.scheduler.unload(A, w.order(300s), asked.done());
        if (personFirst)
            w.scheduler.unload(A, pressure, [](const auto &) {});
        Answer<LoadReport> cancelled;
        w.scheduler.cancelLoad(A, cancelled.done());
        QVERIFY(cancelled.failedWith(ErrorCode::InvalidRequest));
        QVERIFY(cancelled.error().message.english().contains(u"memory pressure"_s));
        QVERIFY(!asked.came()); // nothing has changed for who waits for it
        w.finishWork(A, id);
        w.finishUnload(A);
        QCOMPARE(asked.value().modelIds, QStringList{A});
    }

    void severalUnloadsThatPeopleAskedForAreCancelledTogether()
    {
        World w;
        w.load(A);
        Answer<Embeddings> answer;
        w.ask(A, answer);
        Answer<UnloadReport> one, other;
        w.scheduler.unload(A, w.order(300s), one.done());
        w.scheduler.unload(A, w.order(30s), other.done());
        Answer<LoadReport> cancelled;
        w.scheduler.cancelLoad(A, cancelled.done());
        QVERIFY(cancelled.ok() && one.failedWith(ErrorCode::Cancelled) &&
                other.failedWith(ErrorCode::Cancelled));
        QCOMPARE(w.state(A), ModelState::Busy);
    }

    void cancellingTheLastLeaseLetsADrainEnd()
    {
        World w;
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        w.finishLoad(A);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        w.scheduler.cancel(id);
        QCOMPARE(w.effects.unloads, QStringList{A});
        w.finishUnload(A);
        QVERIFY(unload.ok());
    }

    void aCrashDuringAnUnloadIsItsEnd()
    {
        World w;
        w.load(A);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        w.crash(A);
        QVERIFY(unload.ok());
        QCOMPARE(w.state(A), ModelState::Unloaded);
    }

    void reloadDropsTheModelAndLoadsItAfresh()
    {
        World w;
        w.load(A);
        Answer<LoadReport> answer;
        w.scheduler.reload(A, w.order(), answer.done());
        w.finishUnload(A);
        QVERIFY(!answer.came());
        w.finishLoad(A);
        QCOMPARE(answer.value().seconds, 0.5);
    }

    void anExpiredDrainLetsWhoWaitsForThePlaceTryAgain()
    {
        World w;
        w.set(MaxLoadedModels, 1);
        w.load(A);
        Answer<Embeddings> a1, c1;
        Answer<UnloadReport> gone;
        w.ask(A, a1);
        w.scheduler.unload(A, w.order(5s), gone.done());
        w.ask(C, c1);
        w.wait(5s);
        QVERIFY(gone.failedWith(ErrorCode::ModelBusy));
        QCOMPARE(w.state(A), ModelState::Draining); // C waits for its place
    }
};

MODELDECK_TEST(SchedulerUnloadTest)
#include "scheduler_unload_test.moc"
