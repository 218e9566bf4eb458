// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "ui/charts/timeline_chart.h"
#include "ui/widgets/try_input.h"

#include <QClipboard>
#include <QDialog>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

QAction *curlAction(QWidget &window, const QString &text)
{
    for (QMenu *menu : window.findChildren<QMenu *>()) {
        if (menu->title() != u"Copy cu&rl command"_s)
            continue;
        for (QAction *action : menu->actions()) {
            if (action->text() == text)
                return action;
        }
    }
    return nullptr;
}

void drop(QWidget *target, const QMimeData &data)
{
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent dropped({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(target, &dropped);
}

} // namespace

// What a person does on the pages besides the overview.
class TestPages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tryComparesADroppedImageWithAText();
    void trySaysWhyItFailedAndCanBeCancelled();
    void tryRefusesAFileThatCannotBeRead();
    void theModelsPageTellsAllAndWhy();
    void timeoutsOfOneModelAreCheckedAndSent();
    void everyActionHasACurlCommand();
    void curlCommandsCarryTheToken();
    void aboutCopiesDiagnostics();
    void theFirstStepsAreShownOnce();
    void whoFindsAnotherPageNeedsTheFirstStepsNoMore();
    void theModelStaysChosenOnAnotherPage();
    void countdownsThatNobodySeesStandStill();
    void chartsBeginWithTheHistory();
    void aLateTickLeavesNoGapInTheChart();
    void eventsOfEarlierRunsAreShown();

private:
    const QString m_clip = u"ViT-L-14/openai"_s;
    const QString m_small = u"ViT-B-32/openai"_s;
};

void TestPages::tryComparesADroppedImageWithAText()
{
    const QTemporaryDir folder;
    writeFile(folder.filePath(u"cat.png"_s), "an image");
    Desk desk;
    desk.action(u"Try it"_s)->trigger();
    desk.engine.setEmbedding([](const EmbedRequest &request) -> Result<Embeddings> {
        Embeddings out;
        out.modelId = request.model;
        out.dimension = 2;
        out.values = {1.0F, 0.0F, 0.6F, 0.8F};
        out.runnerTime = std::chrono::milliseconds(20);
        return out;
    });
    auto *embed = desk.window.findChild<QPushButton *>(u"tryEmbed"_s);
    QVERIFY(!embed->isEnabled());

    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(folder.filePath(u"cat.png"_s))});
    drop(desk.window.findChild<QWidget *>(u"tryFirst"_s), data);
    QTRY_VERIFY(embed->isEnabled());
    desk.window.findChild<TryInput *>(u"trySecond"_s)->setText(u"a photo of a cat"_s);
    embed->click();

    const auto request = desk.engine.last(u"embed"_s).embed.value();
    QCOMPARE(request.model, m_clip); // the current one is proposed
    QCOMPARE(request.inputs.size(), std::size_t(2));
    QVERIFY(request.inputs[0].kind == EmbedInput::Kind::Image && request.inputs[0].bytes == "an image");
    QVERIFY(request.inputs[1].kind == EmbedInput::Kind::Text && request.inputs[1].bytes == "a photo of a cat");
    QTRY_COMPARE(desk.window.findChild<QLabel *>(u"tryAnswer"_s)->text(), u"Similarity: 0.6000"_s);
    QVERIFY(textsOf(&desk.window).contains(u"0.02 s"));
}

void TestPages::trySaysWhyItFailedAndCanBeCancelled()
{
    Desk desk;
    desk.action(u"Try it"_s)->trigger();
    desk.window.findChild<TryInput *>(u"tryFirst"_s)->setText(u"a cat"_s);
    auto *embed = desk.window.findChild<QPushButton *>(u"tryEmbed"_s);
    auto *answer = desk.window.findChild<QLabel *>(u"tryAnswer"_s);
    desk.engine.fail(u"embed"_s, test::error(ErrorCode::ModelLoadFailed, "the file is damaged"));
    embed->click();
    QTRY_VERIFY(answer->text().contains(u"the file is damaged"));

    desk.engine.fail(u"embed"_s, std::nullopt);
    desk.engine.hold();
    embed->click();
    auto *cancel = desk.window.findChild<QPushButton *>(u"tryCancel"_s);
    QVERIFY(cancel->isEnabled() && !embed->isEnabled());
    cancel->click();
    QCOMPARE(desk.engine.last(u"cancel"_s).request, desk.engine.last(u"embed"_s).request);
    QVERIFY(embed->isEnabled());
}

void TestPages::tryRefusesAFileThatCannotBeRead()
{
    Desk desk;
    desk.action(u"Try it"_s)->trigger();
    desk.window.findChild<TryInput *>(u"tryFirst"_s)->setFile(u"/no/such/file.png"_s);
    QTRY_VERIFY(desk.visible<QLabel>(u"bannerText"_s));
    QVERIFY(desk.visible<QLabel>(u"bannerText"_s)->text().contains(u"/no/such/file.png"));
    QVERIFY(!desk.window.findChild<QPushButton *>(u"tryEmbed"_s)->isEnabled());
}

void TestPages::theModelsPageTellsAllAndWhy()
{
    Desk desk;
    FakeEngine::Answers answers;
    answers.diagnoses = {{m_clip, {MD_TEXT("a client keeps it busy"), {}}, {MD_TEXT("stop the client"), {}}},
                         {m_small, {MD_TEXT("another model's reason"), {}}, {}}};
    desk.engine.setAnswers(answers);
    desk.engine.changeModel(m_clip, [](ModelView &model) {
        model.state = ModelState::Ready;
        model.loaded = true;
        model.unloadAt = Desk::start + 90;
        model.unloadRule = {MD_TEXT("idle timeout, %1"), {std::chrono::seconds(600)}};
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

void TestPages::timeoutsOfOneModelAreCheckedAndSent()
{
    Desk desk;
    desk.select(m_clip);
    desk.action(u"Timeouts…"_s)->trigger();
    auto *dialog = desk.window.findChild<QDialog *>(u"timeoutsDialog"_s);
    QVERIFY(dialog);
    auto *own = dialog->findChild<QAbstractButton *>();
    auto *ram = dialog->findChild<QLineEdit *>(u"ramTimeout"_s);
    auto *error = dialog->findChild<QLabel *>(u"timeoutsError"_s);
    QCOMPARE(ram->text(), u"1800"_s);
    QVERIFY(!ram->isEnabled());
    own->click();
    ram->setText(u"-5"_s);
    QVERIFY(!error->text().isEmpty());
    ram->setText(u"120"_s);
    QVERIFY2(error->text().isEmpty(), qPrintable(error->text()));
    dialog->accept(); // closes; Ok is what sends
    QCOMPARE(desk.engine.count(u"changeSettings"_s), 0);

    desk.action(u"Timeouts…"_s)->trigger();
    for (QDialog *candidate : desk.window.findChildren<QDialog *>(u"timeoutsDialog"_s)) {
        if (!candidate->isVisible())
            continue;
        candidate->findChild<QAbstractButton *>()->click();
        candidate->findChild<QLineEdit *>(u"ramTimeout"_s)->setText(u"120"_s);
        candidate->findChild<QPushButton *>(u"timeoutsCurl"_s)->click();
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 u"curl -s -X PATCH 'http://127.0.0.1:7000/api/rag/embedding/config' -d "
                 u"'{\"model_timeout_overrides\":"
                 "{\"ViT-L-14/openai\":{\"ram_timeout\":120,\"vram_timeout\":600}}}'"_s);
        QTest::keyClick(candidate, Qt::Key_Return);
    }
    const QVariantMap sent = desk.engine.last(u"changeSettings"_s).changes.value();
    const QVariantMap mine = sent.value(u"model_timeout_overrides"_s).toMap().value(m_clip).toMap();
    QCOMPARE(mine.value(u"ram_timeout"_s).toLongLong(), 120);
    QCOMPARE(mine.value(u"vram_timeout"_s).toLongLong(), 600);
}

void TestPages::everyActionHasACurlCommand()
{
    Desk desk;
    desk.select(m_clip);
    const QString base = u"'http://127.0.0.1:7000/api/rag/embedding/"_s;
    const std::pair<QString, QString> expected[] = {
        {u"Load"_s, u"curl -s -X POST "_s + base + u"vision/load/ViT-L-14/openai'"_s},
        {u"Unload"_s, u"curl -s -X POST "_s + base + u"vision/unload/ViT-L-14/openai'"_s},
        {u"Switch to this model"_s, u"curl -s -X POST "_s + base + u"vision/switch/ViT-L-14/openai'"_s},
        {u"Pin"_s, u"curl -s -X POST "_s + base + u"pin/ViT-L-14/openai'"_s},
        {u"Rescan for models"_s, u"curl -s -X POST "_s + base + u"rescan'"_s},
        {u"Embed a text"_s, u"curl -s 'http://127.0.0.1:7000/v1/embeddings' -d "
                            "'{\"input\":\"a photo of a cat\",\"model\":\"ViT-L-14/openai\"}'"_s},
    };
    for (const auto &[name, command] : expected) {
        QAction *action = curlAction(desk.window, name);
        QVERIFY2(action, qPrintable(name));
        action->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), command);
    }
    desk.select(u"mxbai-embed-large"_s);
    curlAction(desk.window, u"Load"_s)->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"/text/load/mxbai-embed-large'"));
}

void TestPages::curlCommandsCarryTheToken()
{
    Desk desk;
    desk.select(m_clip);
    desk.engine.changeSetting(Key::RestApiTokenFile, u"/home/me/it's here"_s);
    desk.window.setRestStatus({RestView::State::On, {u"https://[::1]:7443"_s}, {}});
    QCoreApplication::processEvents();
    curlAction(desk.window, u"Load"_s)->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(),
             u"curl -s -X POST -H \"Authorization: Bearer $(cat '/home/me/it'\\''s here')\" "
             "'https://[::1]:7443/api/rag/embedding/vision/load/ViT-L-14/openai'"_s);
}

void TestPages::aboutCopiesDiagnostics()
{
    Desk desk;
    FakeEngine::Answers answers;
    answers.diagnoses = {{m_clip, {MD_TEXT("it is pinned"), {}}, {MD_TEXT("unpin it"), {}}}};
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

void TestPages::theFirstStepsAreShownOnce()
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

void TestPages::whoFindsAnotherPageNeedsTheFirstStepsNoMore()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    {
        Desk desk(&settings);
        QVERIFY(desk.visible<QPushButton>(u"welcomeDone"_s));
        desk.action(u"Models"_s)->trigger();
        desk.window.resize(780, 700); // as wide as fits into the screen: what is wider, Qt 6.8 narrows
    } // ended by a signal: nobody closed the window
    Desk desk(&settings);
    QVERIFY(desk.table->isVisible());
    QCOMPARE(desk.window.size(), QSize(780, 700));
}

void TestPages::theModelStaysChosenOnAnotherPage()
{
    Desk desk;
    desk.select(m_small);
    desk.action(u"Models"_s)->trigger();
    auto *all = desk.window.findChild<QAbstractItemView *>(u"allModels"_s);
    QCOMPARE(all->selectionModel()->selectedRows().value(0).data(ModelsModel::IdRole).toString(), m_small);
}

void TestPages::countdownsThatNobodySeesStandStill()
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

void TestPages::chartsBeginWithTheHistory()
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
    QTRY_VERIFY(engine.snapshot()->sequence > 0 && !window.findChild<QLabel *>(u"overviewHint"_s)->text().isEmpty());
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

void TestPages::aLateTickLeavesNoGapInTheChart()
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

void TestPages::eventsOfEarlierRunsAreShown()
{
    FakeEngine engine;
    FakeEngine::Answers answers;
    Event earlier;
    earlier.at = Desk::start - 5000;
    earlier.kind = EventKind::State;
    earlier.modelId = m_clip;
    earlier.state = ModelState::Failed;
    earlier.text = {MD_TEXT("The runner ended unexpectedly: %1"), {u"signal 9"_s}};
    answers.events = {earlier, earlier};
    engine.setAnswers(answers);
    MainWindow window(engine, {nullptr, [] { return Desk::start; }});
    auto *table = window.findChild<QTableView *>(u"eventsTable"_s);
    QTRY_COMPARE(table->model()->rowCount(), 1); // the same one only once
    QCOMPARE(table->model()->index(0, 1).data().toString(), u"failed: The runner ended unexpectedly: signal 9"_s);
}

QTEST_MAIN(TestPages)
#include "test_pages.moc"
