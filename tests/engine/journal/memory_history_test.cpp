// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/memory_history.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace Qt::StringLiterals;

namespace {

constexpr EpochSeconds start = 1'700'000'400; // begins a step of ten minutes
static_assert(1'700'000'400 % 600 == 0);

HistorySample sampleAt(EpochSeconds at, qint64 available, PressureLevel level = PressureLevel::Normal)
{
    HistorySample sample;
    sample.at = at;
    sample.total = Bytes{1000};
    sample.available = Bytes{available};
    sample.level = level;
    return sample;
}

} // namespace

class MemoryHistoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStepIsTheMeanOfItsSamplesAndTheWorstOfItsLevels()
    {
        MemoryHistory history;
        history.add(sampleAt(start, 100));
        HistorySample second = sampleAt(start + 0.5, 200, PressureLevel::High);
        second.models = {{u"m"_s, Bytes{10}, Bytes{4}}};
        history.add(second);
        history.add(sampleAt(start + 1, 900));
        const auto points = history.range(start, start + 10);
        QCOMPARE(points.size(), 1U);
        QCOMPARE(points[0].at, start + 0.5);
        QCOMPARE(points[0].available.value, 150);
        QCOMPARE(points[0].level, PressureLevel::High);
        QCOMPARE(points[0].models.size(), 1U);
        QCOMPARE(points[0].models[0].ram.value, 10); // where it was there
    }

    void longAgoIsCoarseAndLatelyIsFine()
    {
        MemoryHistory history;
        std::array<int, 4> completed{};
        const int seconds = 2 * 24 * 3600;
        for (int i = 0; i < seconds; ++i) {
            for (const MemoryHistory::Point &point : history.add(sampleAt(start + i, 500)))
                ++completed[point.tier];
        }
        QCOMPARE(completed[0], 0); // those of a second are not kept in the file
        QVERIFY(completed[1] >= seconds / 6 - 2 && completed[2] >= seconds / 60 - 2 &&
                completed[3] >= seconds / 600 - 2);
        const EpochSeconds end = start + seconds;
        const auto step = [&](EpochSeconds from) {
            const auto points = history.range(from, end);
            return points.size() < 2 ? 0.0 : points[1].at - points[0].at;
        };
        QCOMPARE(step(end - 200), 1.0);
        QCOMPARE(step(end - 3000), 6.0);
        QCOMPARE(step(end - 20 * 3600), 60.0);
        QCOMPARE(step(start), 600.0);
        QVERIFY(history.range(start, end).back().at > end - 3); // up to now, whatever the step
        QVERIFY(history.range(start, end).size() < 400);
        QVERIFY(history.range(end - 20 * 3600, end - 19 * 3600).size() <= 61);
    }

    void pointsAscendAlsoAfterTheClockWasSetBack()
    {
        MemoryHistory history;
        for (int i = 0; i < 100; ++i)
            history.add(sampleAt(start + i, 500));
        for (int i = 50; i < 200; ++i)
            history.add(sampleAt(start + i, 400));
        const auto points = history.range(start, start + 300);
        QVERIFY(points.size() > 150);
        QVERIFY(std::ranges::is_sorted(points, std::less_equal<>(), &HistorySample::at));
        QCOMPARE(points.back().available.value, 400);
    }

    void aYoungHistoryIsShownAsFineAsItIs()
    {
        MemoryHistory history;
        for (int i = 0; i < 20; ++i)
            history.add(sampleAt(start + i, 500));
        QCOMPARE(history.range(0, start + 20).size(), 19U);
        QVERIFY(MemoryHistory().range(0, start).empty());
    }
};

MODELDECK_TEST(MemoryHistoryTest)
#include "memory_history_test.moc"
