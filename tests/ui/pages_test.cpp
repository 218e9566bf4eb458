// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "ui/charts/timeline_chart.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

// What a person does on the pages besides the overview.
class PagesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theModelsPageShowsDetailsAndDiagnosis();
    void aboutCopiesDiagnostics();
    void theFirstStepsAreShownOnce();
    void theFirstStepsNameTheModelThatIsUsedByDefault();
    void openingAnotherPageDismissesTheFirstSteps();
    void theSelectedModelStaysSelectedOnOtherPages();
    void hiddenCountdownsDoNotUpdate();
    void chartsBeginWithTheHistory();
    void aLateTickLeavesNoGapInTheChart();
    void eventsOfEarlierRunsAreShown();

private:
    const QString m_clip = u"ViT-L-14/openai"_s;
    const QString m_small = u"ViT-B-32/openai"_s;
};

void PagesTest::theModelsPageShowsDetailsAndDiagnosis()
{
    Desk desk;
    FakeEngine::Answers answers;
    answers.diagnoses = {{m_clip, MD_TEXT("a client keeps it busy"), MD_TEXT("stop the client")},
                         {m_small, MD_TEXT("another model's reason"), {}}};
    desk.engine.setAnswers(answers);
    desk.engine.changeModel(m_clip, [](ModelView &model) {
        model.state = ModelState::Ready;
        model.loaded = true;
        model.unloadAt = Desk::start + 90;
        model.unloadRule = {MD_TEXT("idle timeout, %1"), std::chrono::seconds(600)};
        model.lastAskedBy = u"search service"_s;
    });
    desk.action(u"Models"_s)->trigger();
    auto *table = desk.window.findChild<QAbstractItemView *>(u"allModels"_s);
    QTRY_COMPARE(table->model()->rowCount(), 3);
    table->selectionModel()->select(table->model()->index(1, 0),
                                    QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    auto *details = desk.window.findChild<QWidget *>(u"modelDetails"_s);
    QTRY_VERIFY(textsOf(details).contains(u"a client keeps it busy"));
    const QString texts = textsOf(details);
    QVERIFY(texts.contains(u"stop the client"));
    QVERIFY(!texts.contains(u"another model's reason"));
    QVERIFY2(texts.contains(u"in 01:30") && texts.contains(u"idle timeout, 10 min"), qPrintable(texts));
    QVERIFY(texts.contains(u"search service"));
    desk.now += 30; // the countdown goes on
    desk.window.tick();
    QVERIFY(textsOf(details).contains(u"in 01:00"));
    desk.action(u"Unload"_s)->trigger(); // the actions are on this page's model
    QCOMPARE(desk.engine.last(u"unload"_s).modelId, m_clip);
}

void PagesTest::aboutCopiesDiagnostics()
{
    Desk desk;
    FakeEngine::Answers answers;
    answers.diagnoses = {{m_clip, MD_TEXT("it is pinned"), MD_TEXT("unpin it")}};
    desk.engine.setAnswers(answers);
    desk.action(u"About Modeldeck"_s)->trigger();
    auto *copy = desk.window.findChild<QPushButton *>(u"copyDiagnostics"_s);
    QVERIFY(copy);
    copy->click();
    QTRY_COMPARE(copy->text(), u"Copied"_s);
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY2(text.contains(u"ViT-L-14/openai: it is pinned unpin it") && text.contains(u"pressure normal"),
             qPrintable(text));
    QVERIFY(!text.contains(u"/models/")); // no paths
}

void PagesTest::theFirstStepsAreShownOnce()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    {
        Desk desk(&settings);
        auto *done = desk.visible<QPushButton>(u"welcomeDone"_s);
        QVERIFY(done);
        QVERIFY(!desk.table->isVisible());
        done->click();
        QVERIFY(desk.table->isVisible());
        desk.window.close();
    }
    Desk desk(&settings);
    QVERIFY(desk.table->isVisible());
    desk.action(u"First steps"_s)->trigger();
    QVERIFY(desk.visible<QPushButton>(u"welcomeDone"_s));
}

void PagesTest::theFirstStepsNameTheModelThatIsUsedByDefault()
{
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        for (ModelView &model : snapshot.models) {
            model.installed = false;
            model.repository = u"of/"_s + model.name;
        }
    });
    desk.action(u"First steps"_s)->trigger();
    const auto *page = desk.window.findChild<QWidget *>(u"welcomePage"_s);
    QTRY_COMPARE(page->findChild<QLineEdit *>()->text(), u"hf download of/ViT-L-14"_s);
}

void PagesTest::openingAnotherPageDismissesTheFirstSteps()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    {
        Desk desk(&settings);
        QVERIFY(desk.visible<QPushButton>(u"welcomeDone"_s));
        desk.action(u"Models"_s)->trigger();
        desk.window.resize(780, 700); // as wide as fits into the screen: what is wider, Qt 6.8 narrows
    }                                 // ended by a signal: nobody closed the window
    Desk desk(&settings);
    QVERIFY(desk.table->isVisible());
    QCOMPARE(desk.window.size(), QSize(780, 700));
}

void PagesTest::theSelectedModelStaysSelectedOnOtherPages()
{
    Desk desk;
    desk.select(m_small);
    desk.action(u"Models"_s)->trigger();
    auto *all = desk.window.findChild<QAbstractItemView *>(u"allModels"_s);
    QCOMPARE(all->selectionModel()->selectedRows().value(0).data(ModelsModel::IdRole).toString(), m_small);
}

void PagesTest::hiddenCountdownsDoNotUpdate()
{
    Desk desk;
    desk.engine.changeModel(m_clip, [](ModelView &model) {
        model.state = ModelState::Ready;
        model.loaded = true;
        model.unloadAt = Desk::start + 100;
    });
    QTRY_COMPARE(desk.text(m_clip, ModelsModel::UnloadsIn), u"01:40"_s);
    const auto *all = desk.window.findChild<QAbstractItemView *>(u"allModels"_s);
    const QSignalSpy changes(all->model(), &QAbstractItemModel::dataChanged);
    desk.now += 10;
    desk.window.tick();
    QCOMPARE(desk.text(m_clip, ModelsModel::UnloadsIn), u"01:30"_s);
    QVERIFY(changes.isEmpty());

    desk.action(u"Models"_s)->trigger();
    const auto shown = [&] {
        const QModelIndex first = all->model()->index(0, ModelsModel::UnloadsIn);
        return all->model()->match(first, Qt::DisplayRole, u"01:30"_s, 1, Qt::MatchExactly).size();
    };
    QTRY_COMPARE(shown(), 1);
}

void PagesTest::chartsBeginWithTheHistory()
{
    FakeEngine engine;
    FakeEngine::Answers answers;
    for (int minute = 1; minute <= 50; ++minute) {
        HistorySample sample;
        sample.at = Desk::start - 60.0 * minute;
        sample.total = Bytes::fromMebibytes(16384);
        sample.available = Bytes::fromMebibytes(8192);
        sample.models = {{m_clip, Bytes::fromMebibytes(1024), {}}};
        answers.samples.push_back(sample);
    }
    engine.setAnswers(answers);
    MainWindow window(engine, {nullptr, [] { return Desk::start; }});
    window.show();
    QTRY_VERIFY(engine.snapshot()->sequence > 0 &&
                !window.findChild<QLabel *>(u"overviewHint"_s)->text().isEmpty());
    window.tick();
    QTRY_COMPARE(engine.count(u"memoryHistory"_s), 1);
    QCoreApplication::processEvents();
    for (QAction *action : window.findChildren<QAction *>()) {
        if (action->text() == u"1 h"_s)
            action->trigger();
    }
    window.tick();
    QCOMPARE(engine.count(u"memoryHistory"_s), 1); // asked once
    QString legend;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->accessibleName().startsWith(u"Legend"))
            legend += widget->accessibleName();
    }
    QVERIFY2(legend.contains(m_clip), qPrintable(legend));
}

void PagesTest::aLateTickLeavesNoGapInTheChart()
{
    Desk desk;
    const auto *chart = desk.window.findChild<TimelineChart *>();
    for (const double at : {0.0, 1.05, 3.1, 20.0}) {
        desk.now = Desk::start + at;
        desk.window.tick();
    }
    const QStringList lines = chart->csv().split(u'\n', Qt::SkipEmptyParts);
    const auto isGap = [&](int secondsAgo) {
        return lines.at(lines.size() - 1 - secondsAgo).endsWith(u",,");
    };
    for (const int ago : {20, 19, 18, 17, 0})
        QVERIFY2(!isGap(ago), qPrintable(lines.join(u'\n')));
    for (const int ago : {21, 16, 1}) // before the start, and while the machine slept
        QVERIFY2(isGap(ago), qPrintable(lines.join(u'\n')));
}

void PagesTest::eventsOfEarlierRunsAreShown()
{
    FakeEngine engine;
    FakeEngine::Answers answers;
    Event earlier;
    earlier.at = Desk::start - 5000;
    earlier.kind = EventKind::State;
    earlier.modelId = m_clip;
    earlier.state = ModelState::Failed;
    earlier.text = {MD_TEXT("The runner exited unexpectedly: %1"), u"signal 9"_s};
    answers.events = {earlier, earlier};
    engine.setAnswers(answers);
    MainWindow window(engine, {nullptr, [] { return Desk::start; }});
    auto *table = window.findChild<QTableView *>(u"eventsTable"_s);
    QTRY_COMPARE(table->model()->rowCount(), 1); // the same one only once
    QCOMPARE(table->model()->index(0, 1).data().toString(),
             u"failed: The runner exited unexpectedly: signal 9"_s);
}

MODELDECK_TEST(PagesTest)
#include "pages_test.moc"
