// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/lifecycle/scheduler_world.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace std::chrono_literals;

// When a model goes by itself: idle timeouts, keep-alive, pins, pauses.
class SchedulerTimeoutsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void idleTimeStartsWhenTheLastLeaseEnds()
    {
        World w;
        w.set(VisionEmbeddingRamTimeout, 100s);
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
        QCOMPARE(w.effects.unloads, QStringList{A});
        w.finishUnload(A);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::IdleTimeout);
        QCOMPARE(w.effects.receipts.back().rule.english(), u"idle timeout, 100 s"_s);
        QCOMPARE(w.state(A), ModelState::Unloaded);
    }

    void anIdleTimeoutOfZeroIsNever()
    {
        World w;
        w.set(VisionEmbeddingRamTimeout, 0s);
        w.load(A);
        QVERIFY(!w.effects.alarm);
        QVERIFY(!w.view(A).unloadAt);
    }

    void aModelsOwnTimeoutWinsOverThatOfItsType()
    {
        World w;
        w.load(A);
        w.load(B);
        w.set(ModelTimeoutOverrides, QVariantMap{{A, QVariantMap{{u"ram_timeout"_s, 7}}}});
        QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + 7);
        QCOMPARE(*w.view(B).unloadAt, w.clock.epoch() + 1800);
    }

    void theTrackerSwitchedOffStopsAutomaticUnloading()
    {
        World w;
        w.load(A);
        w.set(ModelUsageTrackerEnabled, false);
        QVERIFY(!w.effects.alarm);
        Answer<UnloadReport> answer;
        w.scheduler.unload(A, w.order(), answer.done());
        w.finishUnload(A);
        QVERIFY(answer.ok());
    }

    void keepAliveIsObeyedWithTheTrackerSwitchedOff()
    {
        World w;
        w.set(ModelUsageTrackerEnabled, false);
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer, 0s);
        w.finishLoad(A);
        w.finishWork(A, id);
        w.wait(0s);
        QCOMPARE(w.effects.unloads, QStringList{A});
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
        QVERIFY(w.effects.unloads.isEmpty());
        w.scheduler.resume(resumed.done());
        QCOMPARE(w.effects.unloads, QStringList{A});
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
        w.set(KeepAliveMax, 100s);
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
        w.finishUnload(A);
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
        QCOMPARE(!w.effects.unloads.isEmpty(), leaves);
        if (leaves) {
            w.finishUnload(A);
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
        w.set(KeepAliveMin, 10s);
        w.set(KeepAliveMax, 100s);
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
};

MODELDECK_TEST(SchedulerTimeoutsTest)
#include "scheduler_timeouts_test.moc"
