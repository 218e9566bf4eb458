// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/lifecycle/scheduler_world.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace std::chrono_literals;

// The half that gives back: unloads, drains, timers, switching, shutting down.
class SchedulerUnloadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void idleTimeStartsWhenTheLastLeaseEnds()
    {
        World w;
        w.set(Key::VisionEmbeddingRamTimeout, 100);
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        w.finishLoad(A);
        w.wait(500s);
        QCOMPARE(w.state(A), ModelState::Busy);
        QVERIFY(!w.view(A).unloadAt);
        w.finishWork(A, id);
        QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + 100);
        w.wait(99s);
        QCOMPARE(w.state(A), ModelState::Ready);
        w.wait(1s);
        QCOMPARE(w.effects.stops, QStringList{A});
        w.finishStop(A);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::IdleTimeout);
        QCOMPARE(w.effects.receipts.back().rule.english(), u"idle timeout, 100 s"_s);
        QCOMPARE(w.state(A), ModelState::Unloaded);
    }

    void anIdleTimeoutOfZeroIsNever()
    {
        World w;
        w.set(Key::VisionEmbeddingRamTimeout, 0);
        w.load(A);
        QVERIFY(!w.effects.alarm);
        QVERIFY(!w.view(A).unloadAt);
    }

    void aModelsOwnTimeoutWinsOverThatOfItsType()
    {
        World w;
        w.load(A);
        w.load(B);
        w.set(Key::ModelTimeoutOverrides, QVariantMap{{A, QVariantMap{{u"ram_timeout"_s, 7}}}});
        QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + 7);
        QCOMPARE(*w.view(B).unloadAt, w.clock.epoch() + 1800);
    }

    void theTrackerSwitchedOffStopsAutomaticUnloading()
    {
        World w;
        w.load(A);
        w.set(Key::ModelUsageTrackerEnabled, false);
        QVERIFY(!w.effects.alarm);
        Answer<UnloadReport> answer;
        w.scheduler.unload(A, w.order(), answer.done());
        w.finishStop(A);
        QVERIFY(answer.ok());
    }

    void keepAliveIsObeyedWithTheTrackerSwitchedOff()
    {
        World w;
        w.set(Key::ModelUsageTrackerEnabled, false);
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer, 0s);
        w.finishLoad(A);
        w.finishWork(A, id);
        w.wait(0s);
        QCOMPARE(w.effects.stops, QStringList{A});
    }

    void aPauseHoldsKeepAlivesBackToo()
    {
        World w;
        Answer<int> paused, resumed;
        w.scheduler.pause({}, paused.done());
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer, 0s);
        w.finishLoad(A);
        w.finishWork(A, id);
        w.wait(1h);
        QVERIFY(w.effects.stops.isEmpty());
        w.scheduler.resume(resumed.done());
        QCOMPARE(w.effects.stops, QStringList{A});
    }

    void aLoadKeepsAsLongAsItAsks_data()
    {
        QTest::addColumn<int>("asked");
        QTest::addColumn<int>("kept"); // seconds; -1 = for ever
        QTest::newRow("20 s") << 20 << 20;
        QTest::newRow("more than is allowed") << 5000 << 100;
        QTest::newRow("for ever") << -1 << -1;
    }

    void aLoadKeepsAsLongAsItAsks()
    {
        QFETCH(int, asked);
        QFETCH(int, kept);
        World w;
        w.set(Key::KeepAliveMax, 100);
        const auto goesAfter = [&] {
            const auto at = w.view(A).unloadAt;
            return at ? int(*at - w.clock.epoch()) : -1;
        };
        Answer<LoadReport> first, again, later;
        w.scheduler.load(A, first.done(), std::chrono::seconds(asked));
        w.finishLoad(A);
        QVERIFY(first.ok());
        QCOMPARE(goesAfter(), kept);
        QCOMPARE(w.effects.keepAlives.back().second, std::chrono::nanoseconds(std::chrono::seconds(asked)));
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        w.finishWork(A, id);
        QCOMPARE(goesAfter(), 1800); // a request says nothing of it
        w.clock.advance(5s);
        w.scheduler.load(A, again.done(), std::chrono::seconds(asked));
        QVERIFY(again.ok());
        QCOMPARE(goesAfter(), kept); // from now on
        Answer<UnloadReport> unloaded;
        w.scheduler.unload(A, w.order(), unloaded.done());
        w.scheduler.load(A, later.done(), std::chrono::seconds(asked));
        w.finishStop(A);
        w.finishLoad(A);
        QVERIFY(later.ok());
        QCOMPARE(goesAfter(), kept);
    }

    void keepAliveOfTheLastRequestDecides_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<bool>("leaves");
        QTest::newRow("0 unloads when idle") << 0 << true;
        QTest::newRow("5 unloads after 5 s") << 5 << true;
        QTest::newRow("negative stays") << -1 << false;
    }

    void keepAliveOfTheLastRequestDecides()
    {
        QFETCH(int, seconds);
        QFETCH(bool, leaves);
        World w;
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer, std::chrono::seconds(seconds));
        w.finishLoad(A);
        w.finishWork(A, id);
        QVERIFY(answer.ok());
        w.wait(std::chrono::seconds(std::max(0, seconds)));
        QCOMPARE(!w.effects.stops.isEmpty(), leaves);
        if (leaves) {
            w.finishStop(A);
            QCOMPARE(w.effects.receipts.back().reason, UnloadReason::KeepAlive);
        }
    }

    void keepAliveStaysWithinTheSettings_data()
    {
        QTest::addColumn<int>("asked");
        QTest::addColumn<int>("kept"); // seconds; -1 = for ever
        QTest::newRow("too short") << 5 << 10;
        QTest::newRow("too long") << 5000 << 100;
        QTest::newRow("between") << 50 << 50;
        QTest::newRow("0 is when idle, whatever the minimum") << 0 << 0;
        QTest::newRow("negative is never") << -1 << -1;
    }

    void keepAliveStaysWithinTheSettings()
    {
        QFETCH(int, asked);
        QFETCH(int, kept);
        World w;
        w.set(Key::KeepAliveMin, 10);
        w.set(Key::KeepAliveMax, 100);
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer, std::chrono::seconds(asked));
        w.finishLoad(A);
        w.finishWork(A, id);
        if (kept < 0)
            QVERIFY(!w.view(A).unloadAt);
        else
            QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + kept);
    }

    void aPinnedModelOutlivesItsIdleTimeout()
    {
        World w;
        w.load(A);
        Answer<LoadReport> pinned;
        w.scheduler.setPinned(A, true, pinned.done());
        w.wait(24h);
        QCOMPARE(w.state(A), ModelState::Ready);
        QVERIFY(w.view(A).pinned);
    }

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
        QVERIFY(w.effects.stops.isEmpty());
        for (RequestId id = 1; id <= 3; ++id)
            w.finishWork(A, id);
        QVERIFY(one.ok() && two.ok() && three.ok());
        QCOMPARE(w.effects.stops, QStringList{A});
        QVERIFY(!unload.came());
        w.finishStop(A);
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
        QVERIFY(w.effects.stops.isEmpty());
    }

    void anUnloadThatJoinsAnOpenEndedDrainKeepsItsOwnDeadline()
    {
        World w;
        w.set(Key::MaxLoadedModels, 1);
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
        QCOMPARE(w.effects.stops, QStringList{B});
        w.finishStop(B);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::Switch);
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
        w.finishStop(A);
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
        QCOMPARE(w.effects.stops, QStringList{A});
        w.finishStop(A);
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
        w.finishStop(B);
        QVERIFY(!answer.came());
        w.finishStop(A);
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
        w.finishStop(A);
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
        w.finishStop(A);
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
        w.finishStop(A);
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

    void cancellingTheLastLeaseLetsADrainEnd()
    {
        World w;
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        w.finishLoad(A);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        w.scheduler.cancel(id);
        QCOMPARE(w.effects.stops, QStringList{A});
        w.finishStop(A);
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

    void switchLoadsTheNewModelFirstThenUnloadsTheOld()
    {
        World w;
        w.load(B);
        Answer<SwitchReport> answer;
        w.scheduler.switchTo(A, answer.done());
        QVERIFY(w.effects.stops.isEmpty());
        w.finishLoad(A);
        QCOMPARE(w.effects.stops, QStringList{B});
        w.finishStop(B);
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
        w.scheduler.loadFailed(A, {ErrorCode::ModelLoadFailed, {"corrupt", {}}, {}, {}, {}, {}});
        QVERIFY(answer.failedWith(ErrorCode::ModelLoadFailed));
        QCOMPARE(w.state(B), ModelState::Ready);
        QCOMPARE(w.scheduler.currentVisionModel(), B);
    }

    void whereBothDoNotFitTheOldGoesFirstAndComesBackOnFailure()
    {
        World w;
        w.set(Key::MaxLoadedModels, 1);
        w.load(B);
        Answer<SwitchReport> answer;
        w.scheduler.switchTo(A, answer.done());
        w.finishStop(B);
        w.scheduler.loadFailed(A, {ErrorCode::ModelLoadFailed, {"corrupt", {}}, {}, {}, {}, {}});
        QCOMPARE(w.effects.loads, (QStringList{B, A, B}));
        w.finishLoad(B);
        QVERIFY(answer.failedWith(ErrorCode::ModelLoadFailed));
        QCOMPARE(w.state(B), ModelState::Ready);
    }

    void aPinDoesNotHoldWhatASwitchReplaces()
    {
        World w;
        w.set(Key::MaxLoadedModels, 1);
        w.load(B);
        Answer<LoadReport> pinned, other;
        w.scheduler.setPinned(B, true, pinned.done());
        w.scheduler.load(A, other.done());
        QVERIFY(other.failedWith(ErrorCode::InsufficientMemory));
        Answer<SwitchReport> answer;
        w.scheduler.switchTo(A, answer.done());
        w.finishStop(B);
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
        w.finishStop(A);
        QVERIFY(two.ok());
        QCOMPARE(w.scheduler.currentVisionModel(), B);
    }

    void reloadDropsTheModelAndLoadsItAfresh()
    {
        World w;
        w.load(A);
        Answer<LoadReport> answer;
        w.scheduler.reload(A, w.order(), answer.done());
        w.finishStop(A);
        QVERIFY(!answer.came());
        w.finishLoad(A);
        QCOMPARE(answer.value().seconds, 0.5);
    }

    void shuttingDownDrainsThenBreaksLeasesOff()
    {
        World w;
        Answer<Embeddings> quick, hanging, refused;
        const auto id = w.ask(A, quick);
        w.finishLoad(A);
        w.ask(B, hanging);
        w.finishLoad(B);
        Answer<int> down;
        w.scheduler.shutDown(3s, down.done());
        w.ask(A, refused);
        QVERIFY(refused.failedWith(ErrorCode::ShuttingDown));
        w.finishWork(A, id);
        QVERIFY(quick.ok());
        w.finishStop(A);
        w.wait(3s);
        QVERIFY(hanging.failedWith(ErrorCode::ShuttingDown));
        QVERIFY(!down.came());
        w.finishStop(B);
        QVERIFY(down.ok());
    }

    void shuttingDownEndsALoad()
    {
        World w;
        Answer<Embeddings> answer;
        w.ask(A, answer);
        Answer<int> down;
        w.scheduler.shutDown(3s, down.done());
        QVERIFY(answer.failedWith(ErrorCode::ShuttingDown));
        QCOMPARE(w.effects.stops, QStringList{A});
        w.finishStop(A);
        QVERIFY(down.ok());
    }

    void shuttingDownWithNothingLoadedAnswersAtOnce()
    {
        World w;
        Answer<int> down;
        w.scheduler.shutDown(3s, down.done());
        QVERIFY(down.ok());
    }

    void anExpiredDrainLetsWhoWaitsForThePlaceTryAgain()
    {
        World w;
        w.set(Key::MaxLoadedModels, 1);
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

    void aLoadThatWaitsForADrainIsRefusedOnShutDown()
    {
        World w;
        w.load(A);
        Answer<Embeddings> a1;
        Answer<UnloadReport> gone;
        Answer<LoadReport> again;
        Answer<int> ended;
        const auto one = w.ask(A, a1);
        w.scheduler.unload(A, w.order(30s), gone.done());
        w.scheduler.load(A, again.done());
        w.scheduler.shutDown(3s, ended.done());
        w.finishWork(A, one);
        w.finishStop(A);
        QCOMPARE(w.effects.loads, QStringList{A}); // nothing is started while shutting down
        QVERIFY(again.failedWith(ErrorCode::ShuttingDown));
        QVERIFY(ended.ok());
    }

    void aLoadThatWaitsForAnUnloadIsRefusedOnShutDown()
    {
        World w;
        w.load(A);
        Answer<UnloadReport> gone;
        Answer<LoadReport> again;
        Answer<int> ended;
        w.scheduler.unload(A, w.order(30s), gone.done());
        w.scheduler.load(A, again.done());
        w.scheduler.shutDown(3s, ended.done());
        w.finishStop(A);
        QCOMPARE(w.effects.loads, QStringList{A});
        QVERIFY(ended.ok());
    }

    void aSwitchCannotGoBackToAModelThatARescanRemoved()
    {
        World w;
        w.set(Key::MaxLoadedModels, 1);
        w.load(A);
        Answer<Embeddings> a0;
        w.finishWork(A, w.ask(A, a0));
        Answer<SwitchReport> switched;
        w.scheduler.switchTo(B, switched.done());
        w.finishStop(A); // made room
        QCOMPARE(w.state(B), ModelState::Loading);
        CatalogEntry entry;
        entry.id = B;
        entry.installed = true;
        w.scheduler.setCatalog(Catalog({entry})); // A's folder is gone
        w.scheduler.loadFailed(B, {ErrorCode::ModelLoadFailed, {"no", {}}, {}, {}, {}, {}});
        QVERIFY(switched.failedWith(ErrorCode::ModelLoadFailed));
    }
};

QTEST_GUILESS_MAIN(SchedulerUnloadTest)
#include "scheduler_unload_test.moc"
