// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/preload/preload_world.h"

#include "engine/preload/cpu_idle.h"

#include <QTest>

using namespace modeldeck;
using namespace modeldeck::test;

namespace {

const QString M = u"ViT-L-14/openai"_s;
const QString N = u"ViT-B-32/openai"_s;

// A model that was used every working day for four weeks, from 9:00 on, and a clock at 8:55 on the next
// Monday.
struct MondayMorning : PreloadWorld
{
    MondayMorning()
    {
        add(M, {});
        learn(M, 9 * hour, 4 * 7);
        clock.advance(std::chrono::seconds(qint64(4 * week + 9 * hour - 300)));
        preloader.pressure(PressureLevel::Normal);
    }
    void learn(const QString &id, double start, int days)
    {
        for (int i = 0; i < days; ++i) {
            for (double at = start; at < start + 3 * hour && i % 7 < 5; at += 600)
                preloader.used(id, clock.epoch() + i * day + at);
        }
    }
    void unload(UnloadReason reason) { preloader.unloaded(M, reason); }
};

} // namespace

class PreloadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Week two of people who work from nine to five, give or take ten minutes. A model preloaded for half an
    // hour can't be there for every one of them who is late: the limit of waste is kept over many, not by
    // each.
    void aWorkdayIsKnownInItsSecondWeek()
    {
        Tally all;
        for (unsigned seed = 1; seed <= 12; ++seed) {
            Random random(seed);
            PreloadWorld world;
            world.add(M, workdays(random, 2));
            world.runUntil(week);
            world.resetTallies();
            world.runUntil(2 * week);
            const Tally &one = world.people[0].tally;
            QVERIFY2(one.coldStarts * 10 <= one.coldStartsWithout * 3, qPrintable(u"seed %1"_s.arg(seed)));
            QVERIFY2(one.wasted * 3 <= one.used + one.wasted, qPrintable(u"seed %1"_s.arg(seed)));
            all.coldStarts += one.coldStarts;
            all.coldStartsWithout += one.coldStartsWithout;
            all.used += one.used;
            all.wasted += one.wasted;
        }
        QVERIFY(all.coldStartsWithout >= 12 * 10);
        const double gone = 1 - double(all.coldStarts) / all.coldStartsWithout;
        const double wasted = double(all.wasted) / (all.used + all.wasted);
        QVERIFY2(gone >= 0.8, qPrintable(u"%1 of the cold starts are gone"_s.arg(gone)));
        QVERIFY2(wasted <= 0.2, qPrintable(u"%1 of the preloads were wasted"_s.arg(wasted)));
    }

    void atRandomItStops_data()
    {
        QTest::addColumn<double>("pause");
        QTest::newRow("twice a day") << 12 * hour;
        QTest::newRow("every six hours") << 6 * hour;
        QTest::newRow("every two hours") << 2 * hour;
        QTest::newRow("every hour") << hour;
        QTest::newRow("every half an hour") << hour / 2; // as long as the idle timeout
        QTest::newRow("every ten minutes") << hour / 6;
    }
    void atRandomItStops()
    {
        QFETCH(const double, pause);
        int preloads = 0;
        for (unsigned seed = 1; seed <= 6; ++seed) {
            Random random(seed);
            PreloadWorld world;
            world.add(M, anyTime(random, 2, pause));
            world.runUntil(week);
            world.resetTallies();
            world.runUntil(2 * week);
            QVERIFY2(world.people[0].tally.preloads <= 5, qPrintable(u"seed %1"_s.arg(seed)));
            preloads += world.people[0].tally.preloads;
        }
        QVERIFY2(preloads <= 6,
                 qPrintable(QString::number(preloads))); // of up to a hundred chances a week each
    }

    void sessionsAtRandomMomentsAreNoPattern()
    {
        for (unsigned seed = 1; seed <= 6; ++seed) {
            Random random(seed);
            Uses uses;
            std::exponential_distribution<> pause(1 / (4 * hour));
            for (double at = pause(random); at < 2 * week; at += hour + pause(random))
                useBetween(uses, random, at, at + hour, 480);
            PreloadWorld world;
            world.add(M, uses);
            world.runUntil(week);
            world.resetTallies();
            world.runUntil(2 * week);
            QVERIFY2(world.people[0].tally.preloads <= 2, qPrintable(u"seed %1"_s.arg(seed)));
        }
    }

    void aDayOfTheWeekOfItsOwnIsLearned()
    {
        Uses uses;
        for (int i = 0; i < 8; ++i) {
            for (double at = i * week + day + 9 * hour; at < i * week + day + 12 * hour; at += 600)
                uses.push_back(at); // on Tuesdays
        }
        PreloadWorld world;
        world.add(M, uses);
        world.runUntil(6 * week);
        world.resetTallies();
        world.runUntil(8 * week);
        QCOMPARE(world.people[0].tally.coldStartsWithout, 2);
        QCOMPARE(world.people[0].tally.coldStarts, 0);
        QCOMPARE(world.people[0].tally.wasted, 0);
    }

    void aPeriodThatNoClockKnowsIsLearnedFromThePauses()
    {
        Tally all;
        for (unsigned seed = 1; seed <= 4; ++seed) {
            Random random(seed);
            Uses uses;
            for (double at = hour; at < 3 * week; at += around(random, 5.3 * hour, 300))
                uses.push_back(at);
            PreloadWorld world;
            world.add(M, uses);
            world.runUntil(2 * week);
            world.resetTallies();
            world.runUntil(3 * week);
            all.coldStarts += world.people[0].tally.coldStarts;
            all.coldStartsWithout += world.people[0].tally.coldStartsWithout;
            all.used += world.people[0].tally.used;
            all.wasted += world.people[0].tally.wasted;
        }
        QVERIFY2(all.coldStarts * 2 < all.coldStartsWithout, qPrintable(QString::number(all.coldStarts)));
        QVERIFY2(all.wasted * 5 <= all.used + all.wasted, qPrintable(QString::number(all.wasted)));
    }

    void twoModelsAreKnownApart()
    {
        Tally early, late;
        for (unsigned seed = 1; seed <= 4; ++seed) {
            Random random(seed);
            PreloadWorld world;
            world.add(M, workdays(random, 3, 6 * hour));
            world.add(N, workdays(random, 3, 14 * hour));
            world.runUntil(2 * week);
            world.resetTallies();
            world.runUntil(3 * week);
            for (const auto &[tally, i] : {std::pair(&early, 0U), {&late, 1U}}) {
                const Tally &one = world.people[i].tally;
                tally->coldStarts += one.coldStarts;
                tally->coldStartsWithout += one.coldStartsWithout;
                tally->used += one.used;
                tally->wasted += one.wasted;
            }
        }
        for (const Tally &tally : {early, late}) {
            QVERIFY2(tally.coldStarts * 10 <= tally.coldStartsWithout * 4,
                     qPrintable(QString::number(tally.coldStarts)));
            QVERIFY2(tally.wasted * 5 <= tally.used + tally.wasted,
                     qPrintable(QString::number(tally.wasted)));
        }
    }

    void nothingIsLoadedOnAWeekendNobodyWorksOn()
    {
        for (unsigned seed = 1; seed <= 4; ++seed) {
            Random random(seed);
            PreloadWorld world;
            world.add(M, workdays(random, 3));
            world.runUntil(week + 5 * day); // Saturday
            world.resetTallies();
            world.runUntil(2 * week + 6 * hour);
            QCOMPARE(world.people[0].tally.preloads, 0);
        }
    }

    void withoutExperienceNothingIsLoaded()
    {
        PreloadWorld world;
        world.add(M, {});
        QVERIFY(world.decide().modelId.isEmpty());
        QVERIFY(!world.decide().why.isEmpty());
        world.add(N, {10 * hour}); // used once
        world.runUntil(3 * day);
        QCOMPARE(world.people[1].tally.preloads, 0);
    }

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

    void theTimeOfDayIsTheLocalOneSummerAndWinter()
    {
        const Calendar calendar{QTimeZone("Europe/Berlin"),
                                {Qt::Monday, Qt::Tuesday, Qt::Wednesday, Qt::Thursday, Qt::Friday}};
        const QDateTime monday(QDate(2022, 3, 28), QTime(9, 0),
                               calendar.zone); // summer time began the day before
        const Moment moment = calendar.moment(double(monday.toSecsSinceEpoch()), std::chrono::days(7));
        QCOMPARE(moment.days.size(), 7U);
        QCOMPARE(moment.slot - moment.days[0].slot, 24 * 12);
        QCOMPARE(moment.slot - moment.days[1].slot, 2 * 24 * 12 - 12);
        QVERIFY(!moment.days[0].sameKind && moment.days[2].sameKind);
        QVERIFY(moment.days[6].sameWeekday && !moment.days[5].sameWeekday);
    }

    void itLoadsWhatWillBeNeededAndSaysWhy()
    {
        MondayMorning world;
        const PreloadDecision decision = world.decide();
        QCOMPARE(decision.modelId, M);
        QVERIFY(decision.why.english().contains(u"chance"_s));
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
        row("switched off", [](World &w) { w.set(Key::SmartPreloadingEnabled, false); });
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
        row("no waste is allowed", [](World &w) { w.set(Key::SmartPreloadingMaxWaste, 0.0); });
        row("Ollama is not there", [](World &w) { w.now.models[0].type = ModelType::Text; });
        row("another is loading", [](World &w) {
            w.add(N, {});
            w.now.models[1].state = ModelState::Loading;
        });
        row("no place is free", [](World &w) {
            w.set(Key::MaxLoadedModels, qint64(1));
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
        world.preloader.gone(M);
        QCOMPARE(world.decide().modelId, QString()); // not again at once
        QVERIFY(!world.preloader.used(M, world.clock.epoch()));
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

    void whatFiveOfFiveMeansDependsOnWhatIsUsual()
    {
        const Share all{5, 5};
        QVERIFY(ChancePrior().estimate(all) > 0.8);
        ChancePrior random; // chances of 0.6 throughout: five of five come by chance, too
        std::vector<Share> seen;
        for (int i = 0; i < 3; ++i) {
            for (const int hits : {0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5})
                seen.push_back({double(hits), 5});
        }
        random.learn(seen);
        QVERIFY2(random.estimate(all) < 0.75, qPrintable(QString::number(random.estimate(all))));
        ChancePrior regular; // nights and working hours
        seen.assign(32, {0, 5});
        seen.resize(48, {5, 5});
        regular.learn(seen);
        QVERIFY2(regular.estimate(all) > 0.95, qPrintable(QString::number(regular.estimate(all))));
        QVERIFY(regular.estimate({0, 5}) < 0.05);
        const double ofMany = regular.estimate({4000, 10000}); // of so many that no prior matters
        QVERIFY2(std::abs(ofMany - 0.4) < 0.01, qPrintable(QString::number(ofMany)));
        regular.learn(std::vector<Share>{{4000, 10000}, {9000, 10000}});
        QVERIFY(std::isfinite(regular.estimate({1, 2})));
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

QTEST_GUILESS_MAIN(PreloadTest)
#include "preload_test.moc"
