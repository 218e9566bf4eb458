// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/foresight/preload_world.h"

#include "engine/foresight/cpu_idle.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;

class PreloadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClockThatIsSetBackIsNoHarm()
    {
        MondayMorning world;
        world.clock.set(-std::chrono::days(20 * 365)); // all uses lie ahead
        QCOMPARE(world.decide().modelId, QString());
        QVERIFY(!world.preloader.used(M, world.clock.epoch()));
        QCOMPARE(world.decide().modelId, QString());
        world.clock.set(std::chrono::days(20 * 365));
        QCOMPARE(world.decide().modelId, M);
    }

    void aClockThatLeapsAYearAheadAndBackIsNoHarm()
    {
        MondayMorning world;
        world.clock.set(-2h);
        QCOMPARE(world.decide().modelId, QString()); // not yet
        world.clock.set(2h + std::chrono::days(365));
        QCOMPARE(world.decide().modelId, QString());
        world.clock.set(20h);
        QCOMPARE(world.decide().modelId, QString()); // on another day, too
        QVERIFY(!world.preloader.used(M, world.clock.epoch()));
        world.clock.set(-20h - std::chrono::days(365));
        QCOMPARE(world.decide().modelId, M);
    }

    // To learn what is usual takes some milliseconds a model: with hundreds the engine would stand still.
    void aFewModelsAreLearnedAtATimeAndYesterdaysKnowledgeServesUntilThen()
    {
        MondayMorning world;
        for (int i = 1; i < 10; ++i) {
            const QString id = QString::number(i);
            world.add(id, {});
            world.learn(id, 300 - 4 * week, 4 * 7); // as the first one
        }
        const auto known = [&] {
            Analytics analytics;
            for (const ModelView &model : world.now.models) {
                ModelAnalytics one;
                one.modelId = model.id;
                analytics.models.push_back(one);
            }
            world.now.at = world.clock.epoch();
            world.preloader.describe(analytics, world.now);
            return std::ranges::count_if(analytics.models, [](const auto &one) { return one.chance > 0; });
        };
        world.clock.setStep(2ms);
        QCOMPARE(known(), 2);
        QCOMPARE(known(), 4);
        QVERIFY(!world.decide().modelId.isEmpty()); // among those that it knows
        QCOMPARE(known(), 8);
        QCOMPARE(known(), 10);
        world.clock.advance(24h);
        QCOMPARE(known(), 10);
    }

    void itLoadsWhatWillBeNeededAndSaysWhy()
    {
        MondayMorning world;
        const PreloadDecision decision = world.decide();
        QCOMPARE(decision.modelId, M);
        QVERIFY(decision.why.english().contains(u"probability"_s));
        QVERIFY(world.preloader.isPreloaded(M));
        QVERIFY(world.preloader.loaded(M));
        QVERIFY(!world.preloader.loaded(N));
        world.preloader.describe(world.now);
        QCOMPARE(world.now.counters.preloads, 1U);
        QVERIFY(world.preloader.used(M, world.clock.epoch()));
        QVERIFY(!world.preloader.used(M, world.clock.epoch()));
        world.preloader.describe(world.now);
        QVERIFY(!world.preloader.isPreloaded(M));
        QCOMPARE(world.now.counters.preloadsUsed, 1U);
    }

    void somethingStandsInTheWay_data()
    {
        QTest::addColumn<std::function<void(MondayMorning &)>>("obstacle");
        using World = MondayMorning;
        const auto row = [](const char *name, std::function<void(World &)> obstacle) {
            QTest::newRow(name) << obstacle;
        };
        row("switched off", [](World &w) { w.set(SmartPreloadingEnabled, false); });
        row("what is loaded stays", [](World &w) { w.now.trackerEnabled = false; });
        row("paused", [](World &w) { w.now.paused = true; });
        row("shutting down", [](World &w) { w.now.shuttingDown = true; });
        row("pressure", [](World &w) { w.now.system.level = PressureLevel::Medium; });
        row("pressure on the GPU", [](World &w) { w.now.visionPressure = PressureLevel::High; });
        row("no memory", [](World &w) { w.now.system.available = Bytes::fromMebibytes(1200); });
        row("medium pressure after it",
            [](World &w) { w.now.system.available = Bytes::fromMebibytes(5900); });
        row("no memory in the cgroup", [](World &w) {
            w.now.system.cgroup = CgroupMemory{Bytes::fromMebibytes(2000), Bytes::fromMebibytes(900)};
        });
        row("it is loaded", [](World &w) { w.now.models[0].state = ModelState::Ready; });
        row("its last load failed", [](World &w) { w.now.models[0].failure = Error{}; });
        row("its files are gone", [](World &w) { w.now.models[0].installed = false; });
        row("no waste is allowed", [](World &w) { w.set(SmartPreloadingMaxWaste, 0.0); });
        row("Ollama is not there", [](World &w) { w.now.models[0].type = ModelType::Text; });
        row("another is loading", [](World &w) {
            w.add(N, {});
            w.now.models[1].state = ModelState::Loading;
        });
        row("no place is free", [](World &w) {
            w.set(MaxLoadedModels, 1);
            w.add(N, {});
            w.now.models[1].state = ModelState::Ready;
            w.now.models[1].loaded = true;
        });
        row("somebody unloaded it", [](World &w) { w.unload(UnloadReason::Manual); });
        row("pressure unloaded it", [](World &w) {
            w.preloader.pressure(PressureLevel::High);
            w.unload(UnloadReason::MemoryPressure);
            w.preloader.pressure(PressureLevel::Normal);
        });
    }
    void somethingStandsInTheWay()
    {
        QFETCH(const std::function<void(MondayMorning &)>, obstacle);
        MondayMorning world;
        obstacle(world);
        const PreloadDecision decision = world.decide();
        QCOMPARE(decision.modelId, QString());
        QVERIFY(!decision.why.isEmpty());
        Analytics analytics;
        world.preloader.describe(analytics, world.now);
        QCOMPARE(analytics.preloadState.english(), decision.why.english());
    }

    void aBusyMachineIsLeftAlone()
    {
        MondayMorning world;
        world.now.at = world.clock.epoch();
        QCOMPARE(world.preloader.decide(world.now, 0.5).modelId, QString());
        QCOMPARE(world.preloader.decide(world.now, 0.9).modelId, M);
    }

    void afterPressureItTakesFiveCalmMinutes()
    {
        MondayMorning world;
        world.preloader.pressure(PressureLevel::Critical);
        world.unload(UnloadReason::MemoryPressure);
        world.preloader.pressure(PressureLevel::Normal);
        world.clock.advance(4min);
        world.preloader.pressure(PressureLevel::Medium);
        world.preloader.pressure(PressureLevel::Normal);
        world.clock.advance(4min);
        QCOMPARE(world.decide().modelId, QString());
        world.clock.advance(1min);
        QCOMPARE(world.decide().modelId, M);
    }

    void aSecondWasteInARowIsTheLastUntilTheModelIsUsed()
    {
        MondayMorning world;
        QCOMPARE(world.decide().modelId, M);
        QVERIFY(world.preloader.unloaded(M, UnloadReason::IdleTimeout));
        QVERIFY(!world.preloader.unloaded(M, UnloadReason::IdleTimeout));
        world.clock.advance(30min);
        QCOMPARE(world.decide().modelId, M); // it is only late
        QVERIFY(world.preloader.unloaded(M, UnloadReason::IdleTimeout));
        world.clock.advance(30min);
        QCOMPARE(world.decide().modelId, QString()); // this is another kind of day
        world.preloader.used(M, world.clock.epoch());
        world.clock.advance(31min);
        QCOMPARE(world.decide().modelId, M);
    }

    void whatTheProgramsEndOrAFailureTookIsNotJudged()
    {
        for (const UnloadReason reason : {UnloadReason::Shutdown, UnloadReason::Failure}) {
            MondayMorning world;
            QCOMPARE(world.decide().modelId, M);
            QVERIFY(!world.preloader.unloaded(M, reason));
            QVERIFY(!world.preloader.isPreloaded(M));
        }
        MondayMorning world;
        QCOMPARE(world.decide().modelId, M);
        world.preloader.drop(M);
        QCOMPARE(world.decide().modelId, QString()); // not again at once
        QVERIFY(!world.preloader.used(M, world.clock.epoch()));
    }

    // Where nothing unloads it, no unload tells that nobody came.
    void whatIsNotUsedInTimeWasWasted()
    {
        MondayMorning world;
        world.now.models[0].ramTimeout = 0s;
        QCOMPARE(world.decide().modelId, M);
        QVERIFY(world.preloader.loaded(M));
        world.clock.advance(59min);
        QVERIFY(world.preloader.takeOverdue().empty());
        world.clock.advance(2min);
        QCOMPARE(world.preloader.takeOverdue(), std::vector<QString>{M});
        QVERIFY(world.preloader.takeOverdue().empty());
        QVERIFY(!world.preloader.used(M, world.clock.epoch())); // too late to be what was expected
        QVERIFY(!world.preloader.unloaded(M, UnloadReason::Manual));
        world.preloader.describe(world.now);
        QCOMPARE(world.now.counters.preloadsUsed, 0U);
        QCOMPARE(world.now.counters.preloadsWasted, 1U);
    }

    void whatIsUsedInTimeIsNotJudgedAgain()
    {
        MondayMorning world;
        QCOMPARE(world.decide().modelId, M);
        QVERIFY(world.preloader.loaded(M));
        QVERIFY(world.preloader.used(M, world.clock.epoch()));
        world.clock.advance(2h);
        QVERIFY(world.preloader.takeOverdue().empty());
    }

    void aRefusalForWantOfMemoryIsNoFailure()
    {
        MondayMorning world;
        world.now.models[0].failure = Error(ErrorCode::InsufficientMemory);
        QCOMPARE(world.decide().modelId, M);
    }

    void ofTwoTheOneThatSavesMoreGoesFirst()
    {
        MondayMorning world;
        world.add(N, {});
        world.now.models[1].loadSeconds = 20;
        for (int i = 0; i < 4 * 7; ++i) {
            for (double at = 9 * hour; at < 12 * hour && i % 7 < 5; at += 600)
                world.preloader.used(N, world.clock.epoch() - 4 * week - 9 * hour + 300 + i * day + at);
        }
        QCOMPARE(world.decide().modelId, N);
        world.now.models[1].state = ModelState::Ready;
        QCOMPARE(world.decide().modelId, M);
    }

    void theThresholdFollowsWaste()
    {
        PreloadRecord record;
        QCOMPARE(record.threshold(0, 0.2), 0.8);
        QCOMPARE(record.waste(), 0.0);
        record.judge(0, false);
        record.judge(0, false);
        QCOMPARE(record.threshold(0, 0.2), 0.8); // the first ones are no news
        QCOMPARE(record.waste(), 1.0);
        for (int i = 0; i < 4; ++i)
            record.judge(0, false);
        const double fresh = record.threshold(0, 0.2);
        QVERIFY(fresh > 0.85 && fresh < 1);
        QVERIFY(record.threshold(0, 0.5) < fresh);
        QVERIFY(record.threshold(14 * day, 0.2) < fresh); // habits change
        for (int i = 0; i < 20; ++i)
            record.judge(0, false);
        QCOMPARE(record.threshold(0, 0.2), 1.0); // no chance is as high: it stops
        QVERIFY(record.threshold(60 * day, 0.2) < 0.9);
        for (int i = 0; i < 1000; ++i)
            record.judge(0, i % 5 != 0); // just as much as is allowed
        QCOMPARE(record.threshold(0, 0.2), 0.8);
        QCOMPARE(record.waste(), 0.2);
        QCOMPARE(PreloadRecord().threshold(0, 0), 1.0); // none is allowed
        record.judge(-5 * day, false);                  // the clock was set back
        QVERIFY(std::isfinite(record.threshold(-9 * day, 0.2)));
    }

    void theCpusIdleShareIsThatSinceTheLastLook()
    {
        const auto times = parseProcStat("cpu  100 0 100 700 100 0 0 0 50 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
        QVERIFY(times);
        QCOMPARE(times->idle, 800U);
        QCOMPARE(times->all, 1000U);
        CpuIdle idle;
        QCOMPARE(idle.share(times), 0.0); // nothing to compare with
        QCOMPARE(idle.share(CpuTimes{875, 1100}), 0.75);
        QCOMPARE(idle.share(CpuTimes{875, 1100}), 0.0);
        QCOMPARE(idle.share(CpuTimes{800, 1200}), 0.0); // iowait may go back
        QCOMPARE(idle.share(std::nullopt), 0.0);
        for (const char *text :
             {"", "cpu", "cpu 1 2 3 4", "cpu0 1 2 3 4 5 6 7 8", "cpu 1 2 3 x 5 6", "cpu -1 2 3 4 5"})
            QVERIFY2(!parseProcStat(text), text);
        QVERIFY(readCpuTimes());
    }
};

MODELDECK_TEST(PreloadTest)
#include "preload_test.moc"
