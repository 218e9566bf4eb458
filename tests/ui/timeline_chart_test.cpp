// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/charts/samples.h"
#include "ui/charts/timeline_chart.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QLineSeries>
#include <QPointer>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace modeldeck;

namespace {

constexpr EpochSeconds start = 1'000'000;

MemorySample sample(double model, double other)
{
    return {{{u"m"_s, model}}, other, PressureLevel::Normal};
}

struct Bench
{
    TimelineChart chart{u"Memory"_s, std::make_shared<SeriesColors>()};

    Bench() { chart.setCapacity(Bytes{1000}, 0.8); }
    QList<QAreaSeries *> areas() const
    {
        QList<QAreaSeries *> out;
        for (QAbstractSeries *series : chart.findChild<QChartView *>()->chart()->series())
            out << qobject_cast<QAreaSeries *>(series);
        return out;
    }
    QList<QPointF> top() const { return areas().last()->upperSeries()->points(); }
};

} // namespace

class TimelineChartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stacksModelsBelowOtherPrograms();
    void replacesEachLineOnceADrawing();
    void drawsNothingWhileHidden();
    void keepsThePictureWhilePaused();
    void aGapDropsTheAreasToZero();
    void neverMoreThan120Points();
    void moreModelsThanColoursAreDrawnAsOne();
    void aRemovedAreaOutlivesItsPainter();
    void theCsvHasGapsAsEmptyCells();
    void modelsAndOtherProgramsAddUpToWhatIsUsed();
};

void TimelineChartTest::stacksModelsBelowOtherPrograms()
{
    Bench bench;
    bench.chart.append(start, sample(100, 300));
    bench.chart.show();
    bench.chart.advance(start);
    QCOMPARE(bench.areas().size(), 2);
    QCOMPARE(bench.areas().first()->upperSeries()->points().last(), QPointF(0, 100));
    QCOMPARE(bench.top().last(), QPointF(0, 400));
    QCOMPARE(bench.chart.legend().front().name, u"Other programs"_s);
    QCOMPARE(bench.chart.legend().back().name, u"m"_s);
}

void TimelineChartTest::replacesEachLineOnceADrawing()
{
    Bench bench;
    bench.chart.append(start, sample(100, 300));
    bench.chart.show();
    bench.chart.advance(start);
    QSignalSpy replaced(bench.areas().last()->upperSeries(), &QXYSeries::pointsReplaced);
    QSignalSpy added(bench.areas().last()->upperSeries(), &QXYSeries::pointAdded);
    bench.chart.append(start + 1, sample(100, 300));
    bench.chart.advance(start + 1);
    bench.chart.advance(start + 1.4); // less than half a second later
    QCOMPARE(replaced.size(), 1);
    QCOMPARE(added.size(), 0);
}

void TimelineChartTest::drawsNothingWhileHidden()
{
    Bench bench;
    bench.chart.append(start, sample(100, 300));
    bench.chart.advance(start);
    QCOMPARE(bench.areas().size(), 1); // nothing was drawn, so no model has its area yet
    bench.chart.show();
    QCOMPARE(bench.areas().size(), 2);
}

void TimelineChartTest::keepsThePictureWhilePaused()
{
    Bench bench;
    bench.chart.append(start, sample(100, 300));
    bench.chart.show();
    bench.chart.advance(start);
    bench.chart.setPaused(true);
    bench.chart.append(start + 1, sample(200, 300));
    bench.chart.advance(start + 1);
    QCOMPARE(bench.top().last().y(), 400.0);
    bench.chart.setPaused(false);
    QCOMPARE(bench.top().last().y(), 500.0);
}

void TimelineChartTest::aGapDropsTheAreasToZero()
{
    Bench bench;
    bench.chart.append(start - 4, sample(100, 300));
    bench.chart.append(start - 3, sample(100, 300));
    bench.chart.append(start, sample(100, 300));
    bench.chart.show();
    bench.chart.advance(start);
    const QList<QPointF> expected{{-4, 0}, {-4, 400}, {-3, 400}, {-3, 0}, {0, 0}, {0, 400}};
    QCOMPARE(bench.top(), expected);
}

void TimelineChartTest::neverMoreThan120Points()
{
    Bench bench;
    for (int minute = 0; minute < 24 * 60; minute += 40) // every other point of the day is a gap
        bench.chart.append(start + minute * 60, sample(100, 300));
    for (int second = 0; second < 60; second += 2)
        bench.chart.append(start + 24 * 3600 + second, sample(100, 300));
    bench.chart.show();
    for (const ChartRange range :
         {ChartRange::Minute, ChartRange::FiveMinutes, ChartRange::Hour, ChartRange::Day}) {
        bench.chart.advance(start + 24 * 3600 + 60);
        bench.chart.setRange(range);
        QVERIFY(!bench.top().isEmpty());
        QVERIFY(bench.top().size() <= 120);
    }
}

void TimelineChartTest::moreModelsThanColoursAreDrawnAsOne()
{
    Bench bench;
    MemorySample many;
    for (int i = 0; i < 20; ++i)
        many.models[u"model %1"_s.arg(i)] = 10;
    bench.chart.append(start, many);
    bench.chart.show();
    bench.chart.advance(start);
    QCOMPARE(bench.areas().size(), 7); // six colours, and the other programs
    QCOMPARE(bench.top().last().y(), 200.0);
}

// Qt Charts deletes the item that draws an area later, and until then it listens to the line that the area
// shares with its neighbour, which is drawn anew at once.
void TimelineChartTest::aRemovedAreaOutlivesItsPainter()
{
    Bench bench;
    bench.chart.append(start, sample(100, 300));
    bench.chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bench.chart));
    bench.chart.advance(start);
    const QPointer<QAreaSeries> going = bench.areas().last();
    const QPointer<QLineSeries> itsLine = going->upperSeries();
    bench.chart.append(start + 100, {{}, 300, PressureLevel::Normal});
    bench.chart.advance(start + 100);
    QCOMPARE(bench.areas().size(), 1);
    QCOMPARE(bench.top().last(), QPointF(0, 300));
    QVERIFY(going && itsLine);
    QTRY_VERIFY(!going && !itsLine);
}

void TimelineChartTest::theCsvHasGapsAsEmptyCells()
{
    Bench bench;
    bench.chart.append(start, sample(100, 300));
    bench.chart.show();
    bench.chart.advance(start);
    const QStringList lines = bench.chart.csv().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 62);
    QCOMPARE(lines.first(), u"time,\"m\",other_programs,total"_s);
    QCOMPARE(lines.last(), u"1970-01-12T13:46:40Z,100,300,400"_s);
    QVERIFY(lines[1].endsWith(u"Z,,,"));
}

void TimelineChartTest::modelsAndOtherProgramsAddUpToWhatIsUsed()
{
    Snapshot snapshot;
    snapshot.system.total = Bytes{1000};
    snapshot.system.available = Bytes{400};
    ModelView model;
    model.id = u"m"_s;
    model.memory.pss = Bytes{300};
    model.memory.anonymous = Bytes{100}; // the rest is mapped, and page cache
    snapshot.models = {model};
    const MemorySample ram = ramSample(snapshot);
    QCOMPARE(ram.models.at(u"m"_s), 100.0);
    QCOMPARE(ram.total(), 600.0);
    snapshot.system.available = Bytes{950}; // read a moment later than the model
    QCOMPARE(ramSample(snapshot).other, 0.0);
}

MODELDECK_TEST(TimelineChartTest)
#include "timeline_chart_test.moc"
