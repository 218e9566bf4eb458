// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/lifecycle/scheduler_world.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;

class ModelUsageTrackerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void usesAreAddedUpUntilTheyAreTaken()
    {
        FakeClock clock;
        ModelUsageTracker tracker(clock);
        tracker.recordUse(A, ModelType::Vision, {u"curl"_s, 100ms, true});
        clock.advance(10s);
        tracker.recordUse(A, ModelType::Vision, {u"python"_s, 300ms, false});
        tracker.recordUse(u"t"_s, ModelType::Text, {{}, 1ms, false});
        const auto uses = tracker.takeUses();
        QCOMPARE(uses.size(), 2U);
        QCOMPARE(uses[0].modelId, A);
        QCOMPARE(uses[0].requests, 2);
        QCOMPARE(uses[0].coldStarts, 1);
        QCOMPARE(uses[0].inferenceSeconds, 0.4);
        QCOMPARE(uses[0].lastUsed, clock.epoch());
        QCOMPARE(uses[1].type, ModelType::Text);
        QVERIFY(tracker.takeUses().empty());
        QCOMPARE(tracker.find(A)->count, 2U);
        QCOMPARE(tracker.find(A)->lastAskedBy, u"python"_s);
        QVERIFY(!tracker.find(A)->loaded); // to be used is not to be loaded
        tracker.recordUse(A, ModelType::Vision, {});
        QCOMPARE(tracker.takeUses()[0].requests, 1);
    }

    void theLastUsedIsTheRightOneAcrossARestart()
    {
        FakeClock clock;
        ModelUsageTracker tracker(clock);
        RestoredState::Usage earlier, later, text;
        earlier.lastUsed = clock.epoch() - 2000;
        later.lastUsed = clock.epoch() + 5000; // the wall clock was set back meanwhile
        later.count = 7;
        text.type = ModelType::Text;
        text.lastUsed = clock.epoch() + 9000;
        tracker.restore({{A, earlier}, {B, later}, {u"t"_s, text}}, Settings());
        QCOMPARE(tracker.lastUsed(ModelType::Vision), B);
        QCOMPARE(tracker.find(B)->count, 7U);
        tracker.recordUse(A, ModelType::Vision, {}); // now is later than any past run
        QCOMPARE(tracker.lastUsed(ModelType::Vision), A);
        clock.advance(1s);
        tracker.recordUse(B, ModelType::Vision, {});
        QCOMPARE(tracker.lastUsed(ModelType::Vision), B);
        QCOMPARE(tracker.find(B)->count, 8U);
        QVERIFY(tracker.find(B)->timeouts.ram > 0s);
    }

    void theSchedulerGoesOnWhereTheProgramEnded()
    {
        World world;
        RestoredState state;
        state.currentVisionModel = B;
        state.pinned = {A, u"on another disk"_s};
        state.usage[A].count = 12;
        state.usage[A].lastUsed = 5.0;
        world.scheduler.restore(state);
        QCOMPARE(world.scheduler.currentVisionModel(), B);
        QCOMPARE(world.scheduler.switchedTo(), B);
        QVERIFY(world.view(A).pinned);
        QVERIFY(!world.view(B).pinned);
        QCOMPARE(world.view(A).usageCount, 12U);
        QCOMPARE(*world.view(A).lastUsed, 5.0);
        QVERIFY(world.effects.loads.isEmpty()); // remembered, not loaded
        Answer<LoadReport> unpinned;
        world.scheduler.setPinned(A, false, unpinned.done());
        QCOMPARE(world.scheduler.pinned(), std::set<QString>{u"on another disk"_s});
    }

    void aPinHoldsForAModelThatIsFoundLater()
    {
        World world;
        RestoredState state;
        state.pinned = {u"late/one"_s};
        world.scheduler.restore(state);
        CatalogEntry entry;
        entry.id = u"late/one"_s;
        entry.installed = true;
        world.scheduler.setCatalog(Catalog({entry}));
        QVERIFY(world.view(entry.id).pinned);
        world.scheduler.setCatalog(Catalog(std::vector<CatalogEntry>())); // its disk is taken out
        world.scheduler.setCatalog(Catalog({entry}));
        QVERIFY(world.view(entry.id).pinned);
    }

    void whoAskedAndWhetherItWaitedIsTold()
    {
        World world;
        Answer<Embeddings> first, second;
        const RequestId cold = world.ask(A, first);
        world.clock.advance(2s);
        world.finishLoad(A);
        world.finishWork(A, cold);
        const RequestId warm = world.ask(A, second);
        world.finishWork(A, warm);
        const auto uses = world.scheduler.takeUses();
        QCOMPARE(uses.size(), 1U);
        QCOMPARE(uses[0].requests, 2);
        QCOMPARE(uses[0].coldStarts, 1);
    }
};

MODELDECK_TEST(ModelUsageTrackerTest)
#include "model_usage_tracker_test.moc"
