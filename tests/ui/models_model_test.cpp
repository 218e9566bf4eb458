// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"
#include "tests/support/test_program.h"
#include "ui/tables/events_model.h"
#include "ui/tables/models_model.h"
#include "ui/tables/models_proxy.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

using Tester = QAbstractItemModelTester;

Snapshot snapshotOf(std::vector<ModelView> models)
{
    Snapshot snapshot;
    snapshot.system.total = Bytes::fromMebibytes(1000);
    snapshot.models = std::move(models);
    return snapshot;
}

ModelView loaded(const QString &id)
{
    ModelView model = visionModel(id, 512);
    model.state = ModelState::Ready;
    model.loaded = true;
    model.memory = {Bytes::fromMebibytes(250), Bytes::fromMebibytes(100), Bytes::fromMebibytes(150),
                    Bytes{0}};
    return model;
}

QString text(const QAbstractItemModel &model, int row, int column, int role = Qt::DisplayRole)
{
    return model.index(row, column).data(role).toString();
}

} // namespace

class ModelsModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addsAndRemovesOnlyWhatCameAndWent();
    void changesOnlyTheCellsThatDiffer();
    void survivesUnsortedAndRepeatedModels();
    void theCountdownCountsAgainstNow();
    void theCountdownOfAFreshLoadIsWhole();
    void timePassingTouchesOnlyTimes();
    void aPinnedModelSaysSo();
    void anUntrainedModelIsLabelled();
    void memoryIsAShareOfTheMachine();
    void theButtonFollowsTheState_data();
    void theButtonFollowsTheState();
    void sortsByMeaning();
    void searchesNamesAndStates();
    void screenReadersHearWhatTheButtonDoes();
    void aThousandModelsComeAndGo();
    void anUnloadIsListedOnce();
    void aStateChangeWithoutTextShowsTheState();
    void eventsKeepNewestFirstWithoutRepeatingReceipts();
    void aMoveToRamIsNotCalledAnUnload();
};

void ModelsModelTest::addsAndRemovesOnlyWhatCameAndWent()
{
    ModelsModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    const ModelView a = visionModel(u"a/x"_s, 1);
    const ModelView b = visionModel(u"b/x"_s, 1);
    const ModelView c = visionModel(u"c/x"_s, 1);
    const ModelView t = textModel(u"a-text"_s, 1);
    model.setSnapshot(snapshotOf({a, c, t}));
    QCOMPARE(inserted.size(), 3);
    model.setSnapshot(snapshotOf({a, b, c, t}));
    QCOMPARE(inserted.size(), 4);
    QCOMPARE(removed.size(), 0);
    QCOMPARE(text(model, 1, ModelsModel::Name), u"b/x"_s);
    QCOMPARE(text(model, 3, ModelsModel::Name), u"a-text"_s); // vision first
    model.setSnapshot(snapshotOf({b, t}));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(removed.size(), 2);
    model.setSnapshot(snapshotOf({}));
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(reset.size(), 0);
}

void ModelsModelTest::changesOnlyTheCellsThatDiffer()
{
    ModelsModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    std::vector<ModelView> models{loaded(u"a/x"_s), loaded(u"b/x"_s)};
    model.setSnapshot(snapshotOf(models));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setSnapshot(snapshotOf(models));
    QCOMPARE(changed.size(), 0);
    models[1].memory.pss += Bytes::fromMebibytes(1);
    model.setSnapshot(snapshotOf(models));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex(), model.index(1, ModelsModel::Ram));
    QCOMPARE(changed.first().at(1).toModelIndex(), model.index(1, ModelsModel::Ram));
}

void ModelsModelTest::survivesUnsortedAndRepeatedModels()
{
    ModelsModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setSnapshot(
        snapshotOf({visionModel(u"b/x"_s, 1), visionModel(u"a/x"_s, 1), visionModel(u"b/x"_s, 1)}));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(text(model, 0, ModelsModel::Name), u"a/x"_s);
}

void ModelsModelTest::theCountdownCountsAgainstNow()
{
    ModelsModel model;
    ModelView view = loaded(u"a/x"_s);
    view.lastUsed = 1000;
    view.unloadAt = 1600;
    view.unloadRule = {MD_TEXT("idle timeout, %1"), std::chrono::seconds(600)};
    model.setSnapshot(snapshotOf({view}));
    model.setNow(1139);
    QCOMPARE(text(model, 0, ModelsModel::UnloadsIn), u"07:41"_s);
    QCOMPARE(model.index(0, ModelsModel::UnloadsIn).data(ModelsModel::FractionRole).toDouble(), 461.0 / 600);
    QVERIFY(text(model, 0, ModelsModel::UnloadsIn, Qt::ToolTipRole).startsWith(u"idle timeout, 10 min"));
    QCOMPARE(text(model, 0, ModelsModel::LastUsed), u"2 min ago"_s);
    model.setNow(1700); // overdue is not negative
    QCOMPARE(text(model, 0, ModelsModel::UnloadsIn), u"00:00"_s);
    QCOMPARE(model.index(0, ModelsModel::UnloadsIn).data(ModelsModel::FractionRole).toDouble(), 0.0);
    view.unloadAt = 1000 + 3723;
    model.setSnapshot(snapshotOf({view}));
    model.setNow(1000);
    QCOMPARE(text(model, 0, ModelsModel::UnloadsIn), u"1:02:03"_s);
}

void ModelsModelTest::timePassingTouchesOnlyTimes()
{
    ModelsModel model;
    ModelView view = loaded(u"a/x"_s);
    view.unloadAt = 1600;
    model.setSnapshot(snapshotOf({view, visionModel(u"b/x"_s, 1)}));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setNow(1100);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex(), model.index(0, ModelsModel::UnloadsIn));
    QVERIFY(!changed.first().at(2).value<QList<int>>().contains(int(ModelsModel::SortRole)));
}

void ModelsModelTest::aPinnedModelSaysSo()
{
    ModelsModel model;
    ModelView view = loaded(u"a/x"_s);
    view.pinned = true;
    model.setSnapshot(snapshotOf({view}));
    QCOMPARE(text(model, 0, ModelsModel::UnloadsIn), u"pinned"_s);
}

void ModelsModelTest::theCountdownOfAFreshLoadIsWhole()
{
    ModelsModel model;
    ModelView view = loaded(u"a/x"_s);
    view.lastUsed = 200; // before it was unloaded
    view.unloadAt = 1600;
    view.unloadRule = {MD_TEXT("memory pressure is %1: idle for %2"), pressureText(PressureLevel::High),
                       std::chrono::seconds(600)};
    model.setSnapshot(snapshotOf({view}));
    model.setNow(1000);
    QCOMPARE(model.index(0, ModelsModel::UnloadsIn).data(ModelsModel::FractionRole).toDouble(), 1.0);
}

void ModelsModelTest::anUntrainedModelIsLabelled()
{
    ModelsModel model;
    ModelView view = loaded(u"a/x"_s);
    view.untrained = true;
    model.setSnapshot(snapshotOf({view}));
    QCOMPARE(text(model, 0, ModelsModel::Name), u"a/x (untrained demo)"_s);
    QVERIFY(text(model, 0, ModelsModel::Name, Qt::ToolTipRole).contains(u"mean nothing"));
}

void ModelsModelTest::memoryIsAShareOfTheMachine()
{
    ModelsModel model;
    model.setSnapshot(snapshotOf({loaded(u"a/x"_s), visionModel(u"b/x"_s, 1)}));
    QCOMPARE(model.index(0, ModelsModel::Ram).data(ModelsModel::FractionRole).toDouble(), 0.25);
    QVERIFY(!model.index(1, ModelsModel::Ram).data(ModelsModel::FractionRole).isValid());
    QCOMPARE(text(model, 1, ModelsModel::Ram), u"–"_s);
}

void ModelsModelTest::theButtonFollowsTheState_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("button");
    const auto row = [](ModelState state, const QString &button) {
        QTest::newRow(stateName(state)) << int(state) << button;
    };
    row(ModelState::Unloaded, u"Load"_s);
    row(ModelState::Loading, u"Cancel"_s);
    row(ModelState::Ready, u"Unload"_s);
    row(ModelState::Busy, u"Unload"_s);
    row(ModelState::ResidentInRam, u"Unload"_s);
    row(ModelState::Draining, u"Cancel"_s);
    row(ModelState::Unloading, u""_s);
    row(ModelState::Failed, u"Load"_s);
}

void ModelsModelTest::theButtonFollowsTheState()
{
    QFETCH(int, state);
    QFETCH(QString, button);
    ModelsModel model;
    ModelView view = visionModel(u"a/x"_s, 1);
    view.state = ModelState(state);
    model.setSnapshot(snapshotOf({view}));
    QCOMPARE(text(model, 0, ModelsModel::Action), button);
    view.installed = false;
    view.state = ModelState::Unloaded;
    model.setSnapshot(snapshotOf({view}));
    QCOMPARE(text(model, 0, ModelsModel::Action), u""_s);
    QCOMPARE(text(model, 0, ModelsModel::State), u"not installed"_s);
}

void ModelsModelTest::sortsByMeaning()
{
    ModelsModel model;
    ModelsProxy proxy;
    Tester tester(&proxy, Tester::FailureReportingMode::QtTest);
    proxy.setSourceModel(&model);
    ModelView a = loaded(u"a/x"_s);
    ModelView b = loaded(u"b/x"_s);
    a.memory.pss = Bytes::fromMebibytes(900); // "900 MiB" after "1.2 GiB" only if it were text
    b.memory.pss = Bytes::fromMebibytes(1200);
    a.unloadAt = 500;
    model.setSnapshot(snapshotOf({a, b}));
    proxy.sort(ModelsModel::Ram, Qt::DescendingOrder);
    QCOMPARE(text(proxy, 0, ModelsModel::Name), u"b/x"_s);
    proxy.sort(ModelsModel::UnloadsIn, Qt::AscendingOrder);
    QCOMPARE(text(proxy, 0, ModelsModel::Name), u"a/x"_s); // never comes last
}

void ModelsModelTest::searchesNamesAndStates()
{
    ModelsModel model;
    ModelsProxy proxy;
    Tester tester(&proxy, Tester::FailureReportingMode::QtTest);
    proxy.setSourceModel(&model);
    ModelView missing = visionModel(u"ViT-H-14/laion2b"_s, 1);
    missing.installed = false;
    model.setSnapshot(
        snapshotOf({loaded(u"ViT-B-32/openai"_s), visionModel(u"ViT-L-14/openai"_s, 1), missing}));
    QCOMPARE(proxy.rowCount(), 2); // what is not installed stays away until asked for
    proxy.setSearch(u"openai ready"_s);
    QCOMPARE(proxy.rowCount(), 1);
    proxy.setSearch(u"vit-l"_s);
    QCOMPARE(text(proxy, 0, ModelsModel::Name), u"ViT-L-14/openai"_s);
    proxy.setSearch(u""_s);
    proxy.setShowsNotInstalled(true);
    QCOMPARE(proxy.rowCount(), 3);
}

void ModelsModelTest::screenReadersHearWhatTheButtonDoes()
{
    ModelsModel model;
    model.setSnapshot(snapshotOf({loaded(u"a/x"_s)}));
    QCOMPARE(text(model, 0, ModelsModel::Action, Qt::AccessibleTextRole), u"Unload a/x"_s);
    for (int column = 0; column < ModelsModel::ColumnCount; ++column)
        QVERIFY(!text(model, 0, column, Qt::AccessibleTextRole).isEmpty());
}

void ModelsModelTest::aThousandModelsComeAndGo()
{
    ModelsModel model;
    std::vector<ModelView> models;
    for (int i = 0; i < 1000; ++i)
        models.push_back(visionModel(u"model-%1/x"_s.arg(i, 4, 10, QLatin1Char('0')), 1));
    model.setSnapshot(snapshotOf(models));
    QCOMPARE(model.rowCount(), 1000);
    models[700].state = ModelState::Ready;
    models[700].loaded = true;
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setSnapshot(snapshotOf(models));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 700);
}

void ModelsModelTest::aMoveToRamIsNotCalledAnUnload()
{
    Event event;
    event.kind = EventKind::Receipt;
    event.receipt = receiptFor(loaded(u"a/x"_s), UnloadReason::IdleTimeout);
    QCOMPARE(EventsModel::describe(event), u"Unloaded: nobody used it"_s);
    event.receipt->movedToRam = true;
    QCOMPARE(EventsModel::describe(event), u"Moved to RAM: nobody used it"_s);
}

void ModelsModelTest::eventsKeepNewestFirstWithoutRepeatingReceipts()
{
    EventsModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    Receipt receipt = receiptFor(loaded(u"a/x"_s), UnloadReason::IdleTimeout);
    receipt.id = 3;
    receipt.at = 50;
    Event unload;
    unload.at = 50;
    unload.kind = EventKind::Receipt;
    unload.receipt = receipt;
    model.add(unload);
    model.addReceipts({receipt});
    QCOMPARE(model.rowCount(), 1);
    Event later;
    later.at = 60;
    model.add(later);
    QCOMPARE(model.event(0).at, 60.0);
    Event reading;
    reading.kind = EventKind::Memory;
    model.add(reading);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowNear(52), 1);
    for (int i = 0; i < EventsModel::capacity + 10; ++i) {
        later.at = 100 + i;
        model.add(later);
    }
    QCOMPARE(model.rowCount(), EventsModel::capacity);
    QCOMPARE(model.event(0).at, 100.0 + EventsModel::capacity + 9);
}

void ModelsModelTest::anUnloadIsListedOnce()
{
    const auto event = [](double at, ModelState state, const Text &words = {}) {
        Event told;
        told.at = at;
        told.modelId = u"m"_s;
        told.state = state;
        told.text = words;
        return told;
    };
    const Text why{MD_TEXT("requested")};
    EventsModel live;
    EventsModel earlier; // the history gives the newest first
    const std::vector<Event> story{event(10, ModelState::Draining, why),
                                   event(10.01, ModelState::Unloading, why),
                                   event(10.3, ModelState::Unloaded)};
    for (const Event &told : story)
        live.add(told);
    earlier.addEarlier({story.rbegin(), story.rend()});
    for (const EventsModel *model : {&live, &earlier}) {
        QCOMPARE(model->rowCount(), 1); // and the receipt says what came of it
        QCOMPARE(text(*model, 0, EventsModel::What), u"unloading…: requested"_s);
    }
    live.add(event(20, ModelState::Draining, why)); // with requests it takes time
    live.add(event(25, ModelState::Unloading, why));
    live.add(event(26, ModelState::Unloaded, MD_TEXT("its server unloaded it")));
    QCOMPARE(live.rowCount(), 4);
}

void ModelsModelTest::aStateChangeWithoutTextShowsTheState()
{
    EventsModel model;
    Event event;
    event.state = ModelState::Ready;
    model.add(event);
    QCOMPARE(text(model, 0, EventsModel::What), u"ready"_s);
    event.at = 1;
    event.state = ModelState::Unloading;
    event.text = MD_TEXT("requested");
    model.add(event);
    QCOMPARE(text(model, 0, EventsModel::What), u"unloading…: requested"_s);
}

MODELDECK_TEST(ModelsModelTest)
#include "models_model_test.moc"
