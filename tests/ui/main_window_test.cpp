// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "ui/widgets/shortcuts_dialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

// What a person does with the window, and what the engine is told.
class MainWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void loadsAndUnloadsByTheRowsButton();
    void cancelsALoadByTheSameButton();
    void anUnloadLeavesAReceipt();
    void aBusyModelShowsHowManyRequestsItWaitsFor();
    void switchesByTheMenu();
    void pinsAndUnpinsTheSelectedModel();
    void unloadsEverything();
    void rescansByF5();
    void aFailureShowsABannerWhoseRetryTriesAgain();
    void aCancelledLoadIsNoFailure();
    void aCrashedModelShowsABannerUntilItIsReady();
    void bannersNeverPileUp();
    void oneBannerReportsThatOllamaIsUnavailable();
    void theRestSwitchShowsTheSettingNotTheClick();
    void aLockedRestSettingCannotBeSwitched();
    void aFailedRestServerShowsABanner();
    void f1ListsTheShortcuts();
    void pagesHaveShortcuts();
    void theWindowMayCloseWhileAnswersArePending();

private:
    const QString m_clip = u"ViT-L-14/openai"_s;
    const QString m_small = u"ViT-B-32/openai"_s;
};

void MainWindowTest::loadsAndUnloadsByTheRowsButton()
{
    Desk desk;
    QCOMPARE(desk.text(m_clip, ModelsModel::State), u"not loaded"_s);

    desk.clickAction(m_clip);
    QCOMPARE(desk.engine.last(u"load"_s).modelId, m_clip);
    QTRY_COMPARE(desk.text(m_clip, ModelsModel::State), u"ready"_s);
    QVERIFY(desk.text(m_clip, ModelsModel::Ram).contains(u"512"_s));

    desk.clickAction(m_clip);
    QTRY_COMPARE(desk.text(m_clip, ModelsModel::State), u"not loaded"_s);
    QCOMPARE(desk.engine.last(u"unload"_s).modelId, m_clip);
}

void MainWindowTest::cancelsALoadByTheSameButton()
{
    Desk desk;
    desk.engine.hold();
    desk.clickAction(m_clip);
    desk.engine.changeModel(m_clip, [](ModelView &model) { model.state = ModelState::Loading; });
    QTRY_COMPARE(desk.text(m_clip, ModelsModel::State), u"loading…"_s);
    QCOMPARE(desk.text(m_clip, ModelsModel::Action), u"Cancel"_s);
    desk.clickAction(m_clip);
    QCOMPARE(desk.engine.last(u"cancelLoad"_s).modelId, m_clip);
    QCOMPARE(desk.engine.count(u"load"_s), 1);
}

void MainWindowTest::anUnloadLeavesAReceipt()
{
    Desk desk;
    auto *events = desk.window.findChild<QAbstractItemView *>(u"eventsTable"_s);
    desk.clickAction(m_clip);
    QTRY_COMPARE(desk.text(m_clip, ModelsModel::State), u"ready"_s);
    desk.clickAction(m_clip);
    QTRY_COMPARE(desk.engine.snapshot()->receipts->size(), std::size_t(1));

    const auto receiptRow = [events] {
        for (int row = 0; row < events->model()->rowCount(); ++row) {
            if (events->model()->index(row, 1).data().toString().startsWith(u"Unloaded: by hand"))
                return row;
        }
        return -1;
    };
    QTRY_VERIFY(receiptRow() >= 0);
    desk.action(u"Events"_s)->trigger();
    events->selectionModel()->select(events->model()->index(receiptRow(), 0),
                                     QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    QStringList texts;
    for (const QLabel *label : desk.window.findChild<QWidget *>(u"receiptView"_s)->findChildren<QLabel *>())
        texts << label->text();
    QVERIFY2(texts.contains(u"512 MiB"_s), qPrintable(texts.join(u'|')));
    QVERIFY(texts.contains(u"0.25 s"_s));
    // There is no GPU to speak of.
    QVERIFY(!textsOf(desk.window.findChild<QWidget *>(u"receiptView"_s)).contains(u"GPU memory"));
    QVERIFY(texts.first().contains(m_clip));
}

void MainWindowTest::aBusyModelShowsHowManyRequestsItWaitsFor()
{
    Desk desk;
    desk.engine.changeModel(m_clip, [](ModelView &model) {
        model.state = ModelState::Busy;
        model.loaded = true;
        model.inFlight = 2;
    });
    QTRY_VERIFY(desk.text(m_clip, ModelsModel::State).startsWith(u"busy: 2"));
    desk.select(m_clip);
    QAction *unload = nullptr;
    for (QAction *action : desk.window.actions()) {
        if (action->shortcut() == QKeySequence(Qt::Key_Delete))
            unload = action;
    }
    QVERIFY(unload && unload->isEnabled());
    QVERIFY(unload->text().contains(u"after 2") && unload->toolTip().contains(u"after 2"));
    QCOMPARE(unload->iconText(), u"Unload"_s);
    unload->trigger();
    QCOMPARE(desk.engine.count(u"unload"_s), 1);
    QVERIFY(desk.engine.last(u"unload"_s).drain > std::chrono::seconds(1));

    desk.engine.changeModel(m_clip, [](ModelView &model) { model.state = ModelState::Draining; });
    QTRY_VERIFY(desk.text(m_clip, ModelsModel::State).startsWith(u"unloads after 2"));
    QCOMPARE(desk.text(m_clip, ModelsModel::Action), u"Cancel"_s);
    QVERIFY(desk.action(u"Cancel unloading"_s)->isEnabled());
    desk.clickAction(m_clip);
    QCOMPARE(desk.engine.last(u"cancelLoad"_s).modelId, m_clip);
}

void MainWindowTest::switchesByTheMenu()
{
    Desk desk;
    QMenu *menu = nullptr;
    for (QMenu *candidate : desk.window.findChildren<QMenu *>()) {
        if (candidate->title() == u"Switch CLIP"_s)
            menu = candidate;
    }
    QVERIFY(menu);
    QCOMPARE(menu->actions().size(), 2); // the CLIP models; the text model is none
    QAction *small = menu->actions().constFirst();
    QCOMPARE(small->text(), m_small);
    QVERIFY(!small->isChecked());
    small->trigger();
    QCOMPARE(desk.engine.last(u"switchTo"_s).modelId, m_small);
    QTRY_VERIFY(desk.cell(m_small, 0).data(Qt::FontRole).value<QFont>().bold());
    QTRY_VERIFY(menu->actions().constFirst()->isChecked());
}

void MainWindowTest::pinsAndUnpinsTheSelectedModel()
{
    Desk desk;
    desk.select(m_clip);
    desk.action(u"Pin"_s)->trigger();
    QCOMPARE(desk.engine.last(u"setPinned"_s).pinned, std::optional(true));
    QTRY_VERIFY(desk.engine.snapshot()->find(m_clip)->pinned);
    QTRY_VERIFY(desk.action(u"Unpin"_s));
    desk.action(u"Unpin"_s)->trigger();
    QCOMPARE(desk.engine.last(u"setPinned"_s).pinned, std::optional(false));
    QTRY_VERIFY(desk.action(u"Pin"_s));
}

void MainWindowTest::unloadsEverything()
{
    Desk desk;
    QVERIFY(!desk.action(u"Unload all"_s)->isEnabled());
    desk.clickAction(m_clip);
    QTRY_VERIFY(desk.action(u"Unload all"_s)->isEnabled());
    QTest::keyClick(&desk.window, Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(desk.engine.count(u"unloadAll"_s),
                 1); // no text model is loaded, so only the vision type is told
    QCOMPARE(desk.engine.last(u"unloadAll"_s).type, std::optional(ModelType::Vision));
    QTRY_COMPARE(desk.text(m_clip, ModelsModel::State), u"not loaded"_s);
}

void MainWindowTest::rescansByF5()
{
    Desk desk;
    QTest::keyClick(&desk.window, Qt::Key_F5);
    QTRY_COMPARE(desk.engine.count(u"rescan"_s), 1);
}

void MainWindowTest::aFailureShowsABannerWhoseRetryTriesAgain()
{
    Desk desk;
    Error error = test::error(ErrorCode::InsufficientMemory, "it needs 3 GiB, 1 GiB is free");
    error.hint = Text(MD_TEXT("unload another model"));
    desk.engine.fail(u"load"_s, error);
    QVERIFY(!desk.visible<QPushButton>(u"retry"_s));
    desk.clickAction(m_clip);
    QTRY_VERIFY(desk.visible<QPushButton>(u"retry"_s));
    const QString text = desk.visible<QLabel>(u"bannerText"_s)->text();
    QVERIFY(text.contains(m_clip) && text.contains(u"it needs 3 GiB") &&
            text.contains(u"unload another model"));

    desk.visible<QPushButton>(u"copyDetails"_s)->click();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"code: insufficient_memory"));

    desk.engine.fail(u"load"_s, std::nullopt);
    desk.visible<QPushButton>(u"retry"_s)->click();
    QTRY_COMPARE(desk.text(m_clip, ModelsModel::State), u"ready"_s);
    QCOMPARE(desk.engine.count(u"load"_s), 2);
    QTRY_VERIFY(!desk.visible<QPushButton>(u"retry"_s));
}

void MainWindowTest::aCancelledLoadIsNoFailure()
{
    Desk desk;
    desk.engine.fail(u"load"_s, test::error(ErrorCode::Cancelled));
    desk.clickAction(m_clip);
    desk.engine.fail(u"rescan"_s, test::error(ErrorCode::Internal, "the next failure"));
    QTest::keyClick(&desk.window, Qt::Key_F5);
    QTRY_VERIFY(desk.visible<QLabel>(u"bannerText"_s));
    QCOMPARE(desk.window.findChildren<QLabel *>(u"bannerText"_s).size(), 1);
    QVERIFY(desk.visible<QLabel>(u"bannerText"_s)->text().contains(u"the next failure"));
}

void MainWindowTest::aCrashedModelShowsABannerUntilItIsReady()
{
    Desk desk;
    desk.engine.changeModel(m_clip, [](ModelView &model) {
        model.state = ModelState::Failed;
        model.failure = test::error(ErrorCode::RunnerCrashed, "the runner ended by signal 9");
    });
    Event crash;
    crash.modelId = m_clip;
    crash.state = ModelState::Failed;
    desk.engine.publish(crash);
    QTRY_VERIFY(desk.visible<QLabel>(u"bannerText"_s));
    const QString text = desk.visible<QLabel>(u"bannerText"_s)->text();
    QVERIFY(text.contains(u"signal 9") &&
            text.contains(u"The next request loads it again")); // and what to do
    QCOMPARE(desk.text(m_clip, ModelsModel::Action), u"Load"_s);

    Event ready;
    ready.modelId = m_clip;
    ready.state = ModelState::Ready;
    desk.engine.publish(ready);
    QTRY_VERIFY(!desk.visible<QLabel>(u"bannerText"_s));
}

void MainWindowTest::bannersNeverPileUp()
{
    Desk desk;
    for (const char *method : {"load", "unload", "rescan", "switchTo", "setPinned"})
        desk.engine.fail(QLatin1StringView(method), test::error(ErrorCode::Internal));
    desk.select(m_clip);
    for (const QString &name : {u"Load"_s, u"Pin"_s, u"Rescan for models"_s, u"Load"_s})
        desk.action(name)->trigger();
    desk.select(m_small);
    desk.action(u"Load"_s)->trigger();
    const auto shown = [&desk] {
        int count = 0;
        for (const QLabel *label : desk.window.findChildren<QLabel *>(u"bannerText"_s))
            count += label->isVisible();
        return count;
    };
    QTRY_COMPARE(shown(), 3);
    QVERIFY(desk.visible<QLabel>(u"bannerText"_s) != nullptr);
}

void MainWindowTest::oneBannerReportsThatOllamaIsUnavailable()
{
    Desk desk;
    const QString id = u"mxbai-embed-large"_s;
    desk.engine.change([&id](Snapshot &snapshot) {
        snapshot.ollama = {OllamaState::Unavailable,
                           u"http://x"_s,
                           u"0.9.6"_s,
                           {MD_TEXT("Ollama does not answer at %1: %2"), u"http://x"_s, u"refused"_s}};
        for (ModelView &model : snapshot.models) {
            if (model.id == id) {
                model.state = ModelState::Failed;
                model.failure = test::error(ErrorCode::OllamaUnavailable, "the same once more");
            }
        }
    });
    Event failed;
    failed.kind = EventKind::State;
    failed.modelId = id;
    failed.state = ModelState::Failed;
    desk.engine.publish(failed);
    QTRY_COMPARE(desk.text(id, ModelsModel::State), u"failed"_s);
    QCoreApplication::processEvents();
    QStringList shown;
    for (const QLabel *label : desk.window.findChildren<QLabel *>(u"bannerText"_s)) {
        if (label->isVisible())
            shown << label->text();
    }
    QCOMPARE(shown.size(), 1);
    QCOMPARE(shown.first().count(u"does not answer"), 1);
    QVERIFY(shown.first().contains(u"refused"));
}

void MainWindowTest::theRestSwitchShowsTheSettingNotTheClick()
{
    Desk desk;
    auto *rest = desk.window.findChild<QCheckBox *>(u"restSwitch"_s);
    QVERIFY(!rest->isChecked());
    desk.engine.fail(u"changeSettings"_s, test::error(ErrorCode::InvalidSetting, "the file is read-only"));
    rest->click();
    QTRY_VERIFY(desk.visible<QPushButton>(u"retry"_s));
    QVERIFY(!rest->isChecked());

    desk.engine.fail(u"changeSettings"_s, std::nullopt);
    rest->click();
    const QVariantMap wanted{{u"rest_api_enabled"_s, true}};
    QCOMPARE(desk.engine.last(u"changeSettings"_s).changes.value(), wanted);
    desk.engine.changeSetting(RestApiEnabled, true);
    QTRY_VERIFY(rest->isChecked());
}

void MainWindowTest::aLockedRestSettingCannotBeSwitched()
{
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        SettingRow row;
        row.key = RestApiEnabled;
        row.environment = u"MODELDECK_REST_API_ENABLED"_s;
        row.source = SettingSource::Environment;
        row.locked = true;
        snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(std::vector{row});
    });
    auto *rest = desk.window.findChild<QCheckBox *>(u"restSwitch"_s);
    QTRY_VERIFY(!rest->isEnabled());
    QVERIFY(rest->toolTip().contains(u"MODELDECK_REST_API_ENABLED"));
}

void MainWindowTest::aFailedRestServerShowsABanner()
{
    Desk desk;
    auto *state = desk.window.findChild<QLabel *>(u"restState"_s);
    const RestView failed{RestView::State::Failed, {}, u"port 7000 is taken"_s, u"choose another"_s};
    desk.window.setRestStatus(failed);
    const QString text = desk.visible<QLabel>(u"bannerText"_s)->text();
    QVERIFY2(text.contains(u"port 7000 is taken") && text.contains(u"choose another"), qPrintable(text));
    QVERIFY(state->text().contains(u"failed"));
    // The setting is on already: what is tried again is the server.
    const QSignalSpy retried(&desk.window, &MainWindow::restRetryRequested);
    desk.visible<QPushButton>(u"retry"_s)->click();
    QCOMPARE(retried.size(), 1);
    desk.window.setRestStatus(failed);
    desk.visible<QPushButton>(u"Settings"_s)->click();
    QTRY_VERIFY(desk.visible<QWidget>(u"settingCategories"_s));
    desk.window.setRestStatus({RestView::State::On, {u"http://127.0.0.1:7001"_s}, {}});
    QTRY_VERIFY(!desk.visible<QLabel>(u"bannerText"_s));
    QVERIFY(state->text().contains(u"7001"));
}

void MainWindowTest::f1ListsTheShortcuts()
{
    Desk desk;
    QTest::keyClick(&desk.window, Qt::Key_F1);
    QTRY_VERIFY(desk.window.findChild<ShortcutsDialog *>());
    auto *dialog = desk.window.findChild<ShortcutsDialog *>();
    QStringList texts;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        texts << label->text();
    for (const QString &shortcut : {u"Ctrl+1"_s, u"F5"_s, u"Del"_s, u"Ctrl+Shift+U"_s, u"F1"_s})
        QVERIFY2(texts.contains(shortcut), qPrintable(shortcut));
    dialog->close();
}

void MainWindowTest::pagesHaveShortcuts()
{
    Desk desk;
    auto *events = desk.window.findChild<QWidget *>(u"eventsTable"_s);
    QVERIFY(desk.table->isVisible());
    QTest::keyClick(&desk.window, Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(!desk.table->isVisible());
    QTest::keyClick(&desk.window, Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(desk.table->isVisible());
    QVERIFY(!events->isVisible());
}

void MainWindowTest::theWindowMayCloseWhileAnswersArePending()
{
    FakeEngine engine;
    {
        MainWindow window(engine);
        window.show();
        engine.hold();
        window.actions().constFirst()->trigger();
        engine.changeModel(m_clip, [](ModelView &model) { model.state = ModelState::Loading; });
    }
    engine.release();
    QCoreApplication::processEvents();
    QVERIFY(engine.snapshot()->find(m_clip));
}

MODELDECK_TEST(MainWindowTest)
#include "main_window_test.moc"
