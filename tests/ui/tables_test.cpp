// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"
#include "tests/support/test_program.h"
#include "ui/tables/events_model.h"
#include "ui/tables/library_model.h"
#include "ui/tables/log_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

// The models of the library, the events and the log, under Qt's own tester.
class TablesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theLibraryChangesOnlyWhatDiffers();
    void eventsStandNewestFirstAndAreBounded();
    void logLinesAreReadAndBounded();
};

void TablesTest::theLibraryChangesOnlyWhatDiffers()
{
    LibraryModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Snapshot snapshot;
    snapshot.models = {visionModel(u"a/x"_s, 8), visionModel(u"b/x"_s, 16)};
    model.setSnapshot(snapshot);
    QCOMPARE(model.rowCount(), 2);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    snapshot.models[1].usageCount = 7; // is shown elsewhere
    model.setSnapshot(snapshot);
    QCOMPARE(changed.size(), 0);
    snapshot.models[1].installed = false;
    model.setSnapshot(snapshot);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QCOMPARE(reset.size(), 0);
    snapshot.models.pop_back();
    model.setSnapshot(snapshot);
    QCOMPARE(model.rowCount(), 1);
}

void TablesTest::eventsStandNewestFirstAndAreBounded()
{
    EventsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int i = 0; i < EventsModel::capacity + 5; ++i) {
        Event event;
        event.at = i;
        event.modelId = QString::number(i);
        model.add(event);
    }
    QCOMPARE(model.rowCount(), int(EventsModel::capacity));
    QCOMPARE(model.event(0).modelId, QString::number(EventsModel::capacity + 4));
    QCOMPARE(model.rowNear(EventsModel::capacity), 4);
}

void TablesTest::logLinesAreReadAndBounded()
{
    LogModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    LogsProxy proxy;
    proxy.setSourceModel(&model);
    const QAbstractItemModelTester proxyTester(&proxy,
                                               QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.append({u"2026-01-02T03:04:05.678Z error modeldeck.rest: it failed: why"_s, u"no line of ours"_s});
    QCOMPARE(model.index(0, LogModel::Part).data().toString(), u"modeldeck.rest"_s);
    QCOMPARE(model.index(0, LogModel::Message).data().toString(), u"it failed: why"_s);
    QCOMPARE(model.index(1, LogModel::Message).data().toString(), u"no line of ours"_s);
    proxy.setLevel(LogModel::Severity::Error);
    QCOMPARE(proxy.rowCount(), 1);
    for (int i = 0; i < 3; ++i)
        model.append(QStringList(LogModel::capacity - 1, u"x"_s));
    QCOMPARE(model.rowCount(), int(LogModel::capacity));
}

MODELDECK_TEST(TablesTest)
#include "tables_test.moc"
