// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/charts/series_buffer.h"

#include <limits>

using namespace Qt::StringLiterals;
using namespace modeldeck;

namespace {

MemorySample sample(double model, double other = 0)
{
    return {{{u"m"_s, model}}, other, PressureLevel::Normal};
}

} // namespace

class SeriesBufferTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startsAsAGap();
    void nowIsTheLastPoint();
    void aSecondWithoutASampleStaysAGap();
    void longRangesShowMeans();
    void aModelCountsAsZeroBeforeItsFirstSample();
    void theHighestPressureOfAStepCounts();
    void samplesOlderThanTheRangeAreDropped();
    void everyRangeFitsInto120PointsWithItsGaps_data();
    void everyRangeFitsInto120PointsWithItsGaps();
    void aClockThatGoesBackDoesNotMixTimes();
    void invalidTimesAreIgnored();
};

void SeriesBufferTest::startsAsAGap()
{
    const auto view = SeriesBuffer().view(ChartRange::Minute, 1000);
    QCOMPARE(view.points.size(), std::size_t(61));
    QVERIFY(std::ranges::none_of(view.points, [](const auto &point) { return point.has_value(); }));
}

void SeriesBufferTest::nowIsTheLastPoint()
{
    SeriesBuffer buffer;
    buffer.append(1000.4, sample(5, 7));
    const auto view = buffer.view(ChartRange::Minute, 1000.9);
    QCOMPARE(view.end, 1000.0);
    QVERIFY(view.points.back().has_value());
    QCOMPARE(view.points.back()->total(), 12.0);
}

void SeriesBufferTest::aSecondWithoutASampleStaysAGap()
{
    SeriesBuffer buffer;
    buffer.append(1000, sample(5));
    buffer.append(1002, sample(5));
    const auto view = buffer.view(ChartRange::Minute, 1002);
    QVERIFY(view.points[60] && !view.points[59] && view.points[58]);
}

void SeriesBufferTest::longRangesShowMeans()
{
    SeriesBuffer buffer;
    for (int second = 0; second < 60; ++second)
        buffer.append(60'000 + second, sample(second < 30 ? 0 : 10));
    const auto view = buffer.view(ChartRange::Hour, 60'059);
    QCOMPARE(view.step, std::chrono::seconds(60));
    QCOMPARE(view.points.back()->models.at(u"m"_s), 5.0);
}

void SeriesBufferTest::aModelCountsAsZeroBeforeItsFirstSample()
{
    SeriesBuffer buffer;
    buffer.append(6000, MemorySample{});
    buffer.append(6001, sample(8));
    QCOMPARE(buffer.view(ChartRange::FiveMinutes, 6001).points.back()->models.at(u"m"_s), 4.0);
}

void SeriesBufferTest::theHighestPressureOfAStepCounts()
{
    SeriesBuffer buffer;
    MemorySample pressed;
    pressed.level = PressureLevel::Critical;
    buffer.append(6000, pressed);
    buffer.append(6001, MemorySample{});
    QCOMPARE(buffer.view(ChartRange::FiveMinutes, 6001).points.back()->level, PressureLevel::Critical);
}

void SeriesBufferTest::samplesOlderThanTheRangeAreDropped()
{
    SeriesBuffer buffer;
    buffer.append(1000, sample(5));
    const auto view = buffer.view(ChartRange::Minute, 1000 + 62); // the ring has come round to the same cell
    QVERIFY(std::ranges::none_of(view.points, [](const auto &point) { return point.has_value(); }));
    const auto day = buffer.view(ChartRange::Day, 1000 + 62);
    QVERIFY(day.points.back().has_value());
}

void SeriesBufferTest::everyRangeFitsInto120PointsWithItsGaps_data()
{
    QTest::addColumn<int>("range");
    QTest::newRow("1 min") << int(ChartRange::Minute);
    QTest::newRow("5 min") << int(ChartRange::FiveMinutes);
    QTest::newRow("1 h") << int(ChartRange::Hour);
    QTest::newRow("24 h") << int(ChartRange::Day);
}

void SeriesBufferTest::everyRangeFitsInto120PointsWithItsGaps()
{
    QFETCH(int, range);
    const auto view = SeriesBuffer().view(ChartRange(range), 1e9);
    // At worst every other point is a gap: each of the runs between has two ends of its own.
    const std::size_t runs = (view.points.size() + 1) / 2;
    QVERIFY(runs * 3 <= 120);
    QCOMPARE(view.step * qint64(view.points.size() - 1), SeriesBuffer::length(ChartRange(range)));
}

void SeriesBufferTest::aClockThatGoesBackDoesNotMixTimes()
{
    SeriesBuffer buffer;
    buffer.append(2000, sample(5));
    buffer.append(1000, sample(7));
    const auto view = buffer.view(ChartRange::Minute, 1000);
    QCOMPARE(view.points.back()->total(), 7.0);
    QVERIFY(!view.points[59]);
}

void SeriesBufferTest::invalidTimesAreIgnored()
{
    SeriesBuffer buffer;
    buffer.append(-5, sample(5));
    buffer.append(std::numeric_limits<double>::quiet_NaN(), sample(5));
    QVERIFY(!buffer.view(ChartRange::Minute, 0).points.back());
}

MODELDECK_TEST(SeriesBufferTest)
#include "series_buffer_test.moc"
