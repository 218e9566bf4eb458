// SPDX-License-Identifier: GPL-3.0-or-later
// What is foreseen in simulated weeks of use.
#include "tests/engine/foresight/preload_world.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;

class ForecastTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Week two of people who work from nine to five, give or take ten minutes. A model preloaded for half an
    // hour can't be there for every one of them who is late: the limit of waste is kept over many,
    // not by each.
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
};

MODELDECK_TEST(ForecastTest)
#include "forecast_test.moc"
