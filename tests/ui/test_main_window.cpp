// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"
#include "ui/main_window.h"
#include "ui/tables/models_model.h"

#include <QAbstractItemView>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

constexpr auto clip = "ViT-L-14/openai";

// The real window on an engine that does what the test says, at a time that stands still.
struct Desk
{
    FakeEngine engine;
    EpochSeconds now = 1'640'995'200.0;
    MainWindow window{engine, {nullptr, [this] { return now; }}};
    QAbstractItemView *table = window.findChild<QAbstractItemView *>(u"modelsTable"_s);

    Desk()
    {
        window.show();
        if (!QTest::qWaitForWindowExposed(&window))
            qFatal("the window does not appear");
    }

    QModelIndex cell(const QString &id, int column) const
    {
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const QModelIndex index = table->model()->index(row, column);
            if (index.data(ModelsModel::IdRole).toString() == id)
                return index;
        }
        return {};
    }
    QString text(const QString &id, int column) const { return cell(id, column).data().toString(); }
    void click(const QModelIndex &index) const
    {
        table->scrollTo(index);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
    }
    void clickAction(const QString &id) const { click(cell(id, ModelsModel::Action)); }
};

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsTheModelsOfTheFirstSnapshot();
    void loadsAndUnloadsByTheRowsButton();
};

void TestMainWindow::showsTheModelsOfTheFirstSnapshot()
{
    Desk desk;
    QTRY_COMPARE(desk.table->model()->rowCount(), 3);
    QCOMPARE(desk.text(QLatin1StringView(clip), ModelsModel::State), u"not loaded"_s);
}

void TestMainWindow::loadsAndUnloadsByTheRowsButton()
{
    Desk desk;
    const QString id = QLatin1StringView(clip);
    QTRY_VERIFY(desk.cell(id, 0).isValid());

    desk.engine.hold();
    desk.clickAction(id);
    QCOMPARE(desk.engine.last(u"load"_s).modelId, id);
    desk.engine.changeModel(id, [](ModelView &model) { model.state = ModelState::Loading; });
    QTRY_COMPARE(desk.text(id, ModelsModel::State), u"loading…"_s);
    QCOMPARE(desk.text(id, ModelsModel::Action), u"Cancel"_s);

    desk.engine.release();
    QTRY_COMPARE(desk.text(id, ModelsModel::State), u"ready"_s);
    QVERIFY(desk.text(id, ModelsModel::Ram).contains(u"512"_s));

    desk.clickAction(id);
    QTRY_COMPARE(desk.text(id, ModelsModel::State), u"not loaded"_s);
    QCOMPARE(desk.engine.count(u"unload"_s), 1);
}

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
