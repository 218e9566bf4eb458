// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/lifecycle/scheduler_world.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace std::chrono_literals;

// The half that serves: requests, loads, failures, room. The tests beside it have the rest.
class SchedulerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void manyRequestsForOneUnloadedModelStartOneLoad()
    {
        World w;
        std::vector<Answer<Embeddings>> answers(200);
        for (auto &answer : answers)
            w.ask(A, answer);
        QCOMPARE(w.effects.loads, QStringList{A});
        QCOMPARE(w.view(A).queued, 200);
        w.finishLoad(A);
        for (std::size_t i = 0; i < w.effects.work.size(); ++i)
            w.finishWork(A, w.effects.work[i].second);
        QVERIFY(std::ranges::all_of(answers, &Answer<Embeddings>::ok));
        QCOMPARE(w.effects.loads.size(), 1);
        QCOMPARE(w.view(A).usageCount, 200u);
        QCOMPARE(w.state(A), ModelState::Ready);
    }

    void anAnswerSaysHowLongItWaitedForTheModel()
    {
        World w;
        Answer<Embeddings> first, second;
        const auto one = w.ask(A, first);
        w.clock.advance(2s);
        w.finishLoad(A);
        w.finishWork(A, one);
        QCOMPARE(first.value().loadTime, std::chrono::nanoseconds(2s));
        w.finishWork(A, w.ask(A, second));
        QCOMPARE(second.value().loadTime, 0ns);
    }

    void theQueueIsBounded()
    {
        World w;
        w.set(MaxQueuedRequests, 2);
        Answer<Embeddings> one, two, three;
        w.ask(A, one);
        w.ask(A, two);
        w.ask(A, three);
        QVERIFY(three.failedWith(ErrorCode::QueueFull));
        QVERIFY(three.error().retryAfter);
        QVERIFY(!one.came() && !two.came());
        QCOMPARE(three.error().message.english(), u"“ViT-B-32/openai” already has 2 waiting requests"_s);
    }

    void aQueueOfOneIsCalledSo()
    {
        World w;
        w.set(MaxQueuedRequests, 1);
        Answer<Embeddings> one, two;
        w.ask(A, one);
        w.ask(A, two);
        QCOMPARE(two.error().message.english(), u"“ViT-B-32/openai” already has 1 waiting request"_s);
    }

    void anUnknownOrMissingModelIsNotFound()
    {
        World w;
        Answer<Embeddings> unknown, absent;
        w.ask(u"../../etc"_s, unknown);
        QVERIFY(unknown.failedWith(ErrorCode::ModelNotFound));
        w.ask(u"ViT-L-14-336/openai"_s, absent);
        QVERIFY(absent.failedWith(ErrorCode::ModelNotFound));
        QVERIFY(absent.error().message.english().contains(u"no weights"));
        QVERIFY(w.effects.loads.isEmpty());
    }

    void lookingNeverCountsAsUse()
    {
        World w;
        w.load(A);
        const auto before = w.effects.alarm;
        w.clock.advance(10s);
        (void)w.view(A);
        w.scheduler.measured(A, {});
        QCOMPARE(w.effects.alarm, before);
        QVERIFY(!w.view(A).lastUsed);
        QCOMPARE(w.view(A).usageCount, 0u);
    }

    void aCancelledRequestLeavesNoLease()
    {
        World w;
        Answer<Embeddings> running, sent, queued, other;
        const auto one = w.ask(A, running);
        w.finishLoad(A);
        const auto two = w.ask(A, sent);
        const auto three = w.ask(A, queued);
        w.scheduler.cancel(three);
        w.scheduler.cancel(one);
        w.scheduler.cancel(two);
        QCOMPARE(w.state(A), ModelState::Ready);
        QCOMPARE(w.view(A).inFlight, 0);
        // The runner is not flooded: what it still computes counts until it is done.
        const auto four = w.ask(A, other);
        QCOMPARE(w.effects.work.size(), 2u);
        w.finishWork(A, one);
        QCOMPARE(w.effects.work.back().second, four);
        w.finishWork(A, two);
        w.finishWork(A, four);
        QVERIFY(other.ok());
        QVERIFY(!running.came() && !sent.came() && !queued.came());
        QCOMPARE(w.view(A).usageCount, 1u);
    }

    void aFailedLoadIsRetriedAtOnceThenLaterAndLater()
    {
        World w;
        const Error error = Error(ErrorCode::ModelLoadFailed, Text{"corrupt", {}});
        Answer<Embeddings> first, second, third, fourth;
        w.ask(A, first);
        w.scheduler.loadFailed(A, error);
        QVERIFY(first.failedWith(ErrorCode::ModelLoadFailed));
        QCOMPARE(w.state(A), ModelState::Unloaded);
        QVERIFY(w.view(A).failure);
        w.ask(A, second);
        QCOMPARE(w.effects.loads.size(), 2);
        w.scheduler.loadFailed(A, error);
        QVERIFY(!first.error().retryAfter);
        QCOMPARE(*second.error().retryAfter, 1s);
        QCOMPARE(w.state(A), ModelState::Failed);
        w.ask(A, third);
        QVERIFY(third.failedWith(ErrorCode::ModelLoadFailed));
        QCOMPARE(*third.error().retryAfter, 1s);
        QCOMPARE(w.effects.loads.size(), 2);
        w.wait(1s);
        w.ask(A, fourth);
        QCOMPARE(w.effects.loads.size(), 3);
        w.finishLoad(A);
        QVERIFY(!w.view(A).failure);
    }

    void thePauseBetweenAttemptsEndsAt60s()
    {
        World w;
        for (int i = 0; i < 20; ++i) {
            Answer<Embeddings> answer;
            w.ask(A, answer);
            w.scheduler.loadFailed(A, Error(ErrorCode::ModelLoadFailed, Text{"corrupt", {}}));
            w.wait(60s);
            QCOMPARE(w.state(A), ModelState::Unloaded);
        }
    }

    void aPersonWhoAsksForALoadDoesNotWaitForTheBackoff()
    {
        World w;
        for (int i = 0; i < 3; ++i) {
            Answer<LoadReport> answer;
            w.scheduler.load(A, answer.done());
            w.scheduler.loadFailed(A, Error(ErrorCode::ModelLoadFailed, Text{"corrupt", {}}));
            QVERIFY(answer.failedWith(ErrorCode::ModelLoadFailed));
        }
        QCOMPARE(w.effects.loads.size(), 3);
    }

    void aCrashFailsWhatTheRunnerHadAndRetriesTheRest()
    {
        World w;
        Answer<Embeddings> one, two, three;
        w.ask(A, one);
        w.finishLoad(A);
        w.ask(A, two);
        const auto id = w.ask(A, three);
        w.crash(A);
        QVERIFY(one.failedWith(ErrorCode::RunnerCrashed));
        QVERIFY(two.failedWith(ErrorCode::RunnerCrashed));
        QVERIFY(!three.came());
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::Failure);
        QCOMPARE(w.state(A), ModelState::Loading);
        w.finishLoad(A);
        w.finishWork(A, id);
        QVERIFY(three.ok());
        // Nothing else was disturbed, and the next crash is a first one again.
        Answer<Embeddings> four;
        w.ask(A, four);
        w.crash(A);
        QCOMPARE(w.state(A), ModelState::Unloaded);
    }

    void aModelThatKeepsCrashingBacksOff()
    {
        World w;
        for (int i = 0; i < 2; ++i) {
            Answer<Embeddings> answer;
            w.ask(A, answer);
            w.finishLoad(A);
            w.crash(A);
            QVERIFY(answer.failedWith(ErrorCode::RunnerCrashed));
        }
        Answer<Embeddings> refused;
        w.ask(A, refused);
        QVERIFY(refused.failedWith(ErrorCode::RunnerCrashed));
        QVERIFY(refused.error().retryAfter);
    }

    void aThirdModelTakesThePlaceOfTheLeastRecentlyUsed()
    {
        World w;
        w.load(A);
        w.clock.advance(1s);
        w.load(B);
        Answer<Embeddings> answer;
        const auto id = w.ask(C, answer);
        QCOMPARE(w.effects.unloads, QStringList{A});
        QCOMPARE(w.effects.loads, (QStringList{A, B}));
        w.finishUnload(A);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::Capacity);
        QCOMPARE(w.effects.receipts.back().candidates.front().modelId, B);
        QCOMPARE(w.effects.loads.back(), C);
        w.finishLoad(C);
        w.finishWork(C, id);
        QVERIFY(answer.ok());
    }

    void aBusyModelIsDrainedForAThirdOnlyWhereNoneIsIdle()
    {
        World w;
        Answer<Embeddings> a, b, c;
        const auto first = w.ask(A, a);
        w.finishLoad(A);
        const auto second = w.ask(B, b);
        w.finishLoad(B);
        w.ask(C, c);
        QCOMPARE(w.state(A), ModelState::Draining);
        QVERIFY(w.effects.unloads.isEmpty());
        w.finishWork(A, first);
        w.finishUnload(A);
        QVERIFY(a.ok());
        QCOMPARE(w.effects.loads.back(), C);
        w.finishWork(B, second);
        QVERIFY(b.ok());
    }

    void aFourthRequestWhileTheThirdLoadsGetsItsTurn()
    {
        World w;
        w.set(MaxLoadedModels, 1);
        Answer<Embeddings> a, b, c;
        const auto one = w.ask(A, a);
        const auto two = w.ask(B, b);
        const auto three = w.ask(C, c);
        w.finishLoad(A);
        w.finishWork(A, one);
        w.finishUnload(A);
        w.finishLoad(B);
        w.finishWork(B, two);
        w.finishUnload(B);
        w.finishLoad(C);
        w.finishWork(C, three);
        QVERIFY(a.ok() && b.ok() && c.ok());
    }

    void pinnedModelsAreNotSacrificedForAnother()
    {
        World w;
        w.set(MaxLoadedModels, 1);
        w.load(A);
        Answer<LoadReport> pin;
        w.scheduler.setPinned(A, true, pin.done());
        for (int i = 0; i < 3; ++i) { // to be refused a place is no failure of the model: there is no backoff
            Answer<Embeddings> answer;
            w.ask(B, answer);
            QVERIFY(answer.failedWith(ErrorCode::InsufficientMemory));
            QCOMPARE(w.state(B), ModelState::Unloaded);
        }
        QCOMPARE(w.state(A), ModelState::Ready);
    }

    void theCurrentModelIsTheSwitchedToElseTheLastUsedElseTheDefault()
    {
        World w;
        QCOMPARE(w.scheduler.currentVisionModel(), B); // the default
        Answer<Embeddings> answer, other;
        const auto id = w.ask(A, answer);
        w.finishLoad(A);
        w.finishWork(A, id);
        QCOMPARE(w.scheduler.currentVisionModel(), A);
        Answer<SwitchReport> switched;
        w.scheduler.switchTo(B, switched.done());
        w.finishLoad(B);
        w.finishUnload(A);
        QVERIFY(switched.ok());
        w.finishWork(A, w.ask(A, other));
        QCOMPARE(w.scheduler.currentVisionModel(), B);
    }

    void aRescanForgetsFailuresAndKeepsLoadedModelsWhoseFilesAreGone()
    {
        World w;
        w.load(A);
        w.scheduler.setCatalog(Catalog(std::vector<CatalogEntry>{}));
        QCOMPARE(w.state(A), ModelState::Ready);
        QVERIFY(!w.view(A).installed);
        Answer<Embeddings> answer;
        w.finishWork(A, w.ask(A, answer));
        QVERIFY(answer.ok());
    }

    void everyStateHasAWayOut()
    {
        for (int state = 0; state <= int(ModelState::Failed); ++state) {
            bool leaves = false;
            for (int event = 0; event <= int(ModelEvent::FoundLoaded); ++event) {
                if (const auto next = nextState(ModelState(state), ModelEvent(event)))
                    leaves |= *next != ModelState(state);
            }
            QVERIFY2(leaves, stateName(ModelState(state)));
        }
    }

    void anEvictedModelWaitsItsTurnBehindTheOneItWasEvictedFor()
    {
        World w;
        w.set(MaxLoadedModels, 1);
        w.load(A);
        Answer<Embeddings> a1, a2, c1;
        const auto one = w.ask(A, a1);
        w.ask(C, c1); // evicts A: it drains
        QCOMPARE(w.state(A), ModelState::Draining);
        w.ask(A, a2); // later
        w.finishWork(A, one);
        w.finishUnload(A);
        QCOMPARE(w.effects.loads, (QStringList{A, C})); // C's turn
    }

    void aCrashAfterWhichThereIsNoRoomAnswersAll()
    {
        World w;
        w.load(A);
        Answer<LoadReport> pin;
        w.scheduler.setPinned(A, true, pin.done());
        w.load(B);
        std::vector<Answer<Embeddings>> answers(5);
        for (auto &answer : answers)
            w.ask(B, answer);
        w.set(MaxLoadedModels, 1);
        w.crash(B);
        w.wait(60s);
        w.wait(60s);
        QVERIFY(std::ranges::all_of(answers, &Answer<Embeddings>::came));
    }
};

MODELDECK_TEST(SchedulerTest)
#include "scheduler_test.moc"
