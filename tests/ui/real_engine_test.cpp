// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/engine_desk.h"
#include "tests/support/test_program.h"
#include "ui/main_window.h"
#include "ui/tables/models_model.h"
#include "ui/widgets/try_input.h"

#include <QAbstractItemView>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

// The window on the real engine, whose models a runner without libtorch serves.
struct LiveDesk
{
    LiveDesk(const QList<std::pair<QString, QByteArray>> &models)
    {
        for (const auto &[name, behaviour] : models)
            engines.addModel(name, behaviour);
        engines.start();
        window = std::make_unique<MainWindow>(*engines.engine);
        window->show();
        table = window->findChild<QAbstractItemView *>(u"modelsTable"_s);
        if (!QTest::qWaitFor([&] { return !text(models.first().first, 0).isEmpty(); }))
            qFatal("the window shows no models");
    }
    QModelIndex cell(const QString &name, int column) const
    {
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const QModelIndex index = table->model()->index(row, column);
            if (index.data(ModelsModel::IdRole).toString() == idOf(name))
                return index;
        }
        return {};
    }
    QString text(const QString &name, int column) const { return cell(name, column).data().toString(); }
    QString state(const QString &name) const { return text(name, ModelsModel::State); }
    void clickAction(const QString &name) const
    {
        const QModelIndex index = cell(name, ModelsModel::Action);
        table->scrollTo(index);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
    }
    void trigger(const QString &text) const
    {
        for (QAction *action : window->actions()) {
            if (action->text().remove(u'&') == text)
                action->trigger();
        }
    }
    bool sees(const QString &text) const
    {
        for (const QLabel *label : window->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    }

    EngineDesk engines;
    std::unique_ptr<MainWindow> window; // goes before its engine
    QAbstractItemView *table = nullptr;
};

} // namespace

// The window and the engine together, processes included.
class RealEngineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aModelsLifeFromLoadToReceipt();
    void tryItEmbedsWithARunner();
    void aCrashedRunnerIsReportedAndReplaced();
    void aPinnedModelHasNoCountdown();
    void anInvalidSettingChangesNothing();
};

void RealEngineTest::aModelsLifeFromLoadToReceipt()
{
    LiveDesk desk({{u"a"_s, "normal"}});
    QCOMPARE(desk.state(u"a"_s), u"not loaded"_s);
    desk.clickAction(u"a"_s);
    QTRY_COMPARE(desk.state(u"a"_s), u"ready"_s);
    QVERIFY(desk.engines.isRunning(u"a"_s));
    QTRY_VERIFY2(desk.text(u"a"_s, ModelsModel::UnloadsIn).contains(u':'), "a countdown");
    desk.clickAction(u"a"_s);
    QTRY_COMPARE(desk.state(u"a"_s), u"not loaded"_s);
    QTRY_VERIFY(!desk.engines.isRunning(u"a"_s));
    desk.trigger(u"Events"_s);
    auto *events = desk.window->findChild<QAbstractItemView *>(u"eventsTable"_s);
    const auto receiptIsThere = [events] {
        for (int row = 0; row < events->model()->rowCount(); ++row) {
            if (events->model()->index(row, 1).data().toString() == u"Unloaded: by hand"_s)
                return true;
        }
        return false;
    };
    QTRY_VERIFY(receiptIsThere());
}

void RealEngineTest::tryItEmbedsWithARunner()
{
    LiveDesk desk({{u"a"_s, "normal"}});
    desk.trigger(u"Try it"_s);
    desk.window->findChild<TryInput *>(u"tryFirst"_s)->setText(u"a cat"_s);
    desk.window->findChild<TryInput *>(u"trySecond"_s)->setText(u"a cat"_s);
    auto *embed = desk.window->findChild<QPushButton *>(u"tryEmbed"_s);
    QTRY_VERIFY(embed->isEnabled());
    embed->click();
    QTRY_VERIFY(desk.window->findChild<QLabel *>(u"tryAnswer"_s)->text().startsWith(u"Similarity:"));
    QCOMPARE(desk.engines.loads(u"a"_s), 1);
}

void RealEngineTest::aCrashedRunnerIsReportedAndReplaced()
{
    LiveDesk desk({{u"a"_s, "normal"}});
    desk.clickAction(u"a"_s);
    QTRY_COMPARE(desk.state(u"a"_s), u"ready"_s);
    const pid_t process = desk.engines.read(u"a"_s, u"pid"_s).trimmed().toInt();
    QVERIFY(process > 0);
    ::kill(process, SIGKILL);
    QTRY_VERIFY(desk.sees(u"demo/a failed"_s));
    QTRY_COMPARE(desk.text(u"a"_s, ModelsModel::Action), u"Load"_s);
    desk.clickAction(u"a"_s);
    QTRY_COMPARE(desk.state(u"a"_s), u"ready"_s);
    QTRY_VERIFY(!desk.sees(u"demo/a failed"_s));
}

void RealEngineTest::aPinnedModelHasNoCountdown()
{
    LiveDesk desk({{u"a"_s, "normal"}});
    desk.clickAction(u"a"_s);
    QTRY_COMPARE(desk.state(u"a"_s), u"ready"_s);
    desk.table->selectionModel()->select(desk.cell(u"a"_s, 0),
                                         QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    desk.trigger(u"Pin"_s);
    QTRY_COMPARE(desk.text(u"a"_s, ModelsModel::UnloadsIn), u"pinned"_s);
}

void RealEngineTest::anInvalidSettingChangesNothing()
{
    LiveDesk desk({{u"a"_s, "normal"}});
    desk.trigger(u"Settings"_s);
    QTRY_VERIFY(desk.window->findChild<QWidget *>(u"max_loaded_models"_s));
    auto *field = desk.window->findChild<QWidget *>(u"max_loaded_models"_s);
    auto *line = field->findChild<QLineEdit *>(u"editor"_s);
    line->setText(u"0"_s);
    QVERIFY(!desk.window->findChild<QPushButton *>(u"settingsApply"_s)->isEnabled());
    line->setText(u"3"_s);
    desk.window->findChild<QPushButton *>(u"settingsApply"_s)->click();
    QTRY_VERIFY(desk.engines.snapshot && desk.engines.snapshot->settings[MaxLoadedModels] == 3);
}

MODELDECK_TEST(RealEngineTest)
#include "real_engine_test.moc"
