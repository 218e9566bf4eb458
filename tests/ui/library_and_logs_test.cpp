// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "ui/pages/library_page.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

// The pages that show what lies on the disk: the models and the log.
class LibraryAndLogsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theLibrarySaysHowToGetAModel();
    void theLibraryVerifies();
    void theLibraryDownloadsTextModels();
    void logsFollowTheFileOverItsRotation();
    void logsAreFilteredByLevelAndSearch();

private:
    const QString m_clip = u"ViT-L-14/openai"_s;
    const QString m_small = u"ViT-B-32/openai"_s;
};

void LibraryAndLogsTest::theLibrarySaysHowToGetAModel()
{
    Desk desk;
    desk.engine.changeModel(m_small, [](ModelView &model) {
        model.installed = false;
        model.path.clear();
        model.repository = u"timm/vit_base_patch32_clip_224.openai"_s;
        model.notInstalledReason = MD_TEXT("it was not found");
    });
    desk.action(u"Library"_s)->trigger();
    auto *table = desk.window.findChild<QTableView *>(u"libraryTable"_s);
    const auto rowOf = [table](const QString &id) {
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            if (table->model()->index(row, 0).data().toString() == id)
                return row;
        }
        return -1;
    };
    QTRY_COMPARE(table->model()->index(rowOf(m_small), 1).data().toString(), u"○ no"_s);
    table->selectRow(rowOf(m_small));
    auto *page = desk.window.findChild<LibraryPage *>();
    QVERIFY(textsOf(page).contains(u"it was not found"));
    auto *copy = desk.visible<QAbstractButton>(u"copyCommand"_s);
    QVERIFY(copy);
    copy->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"hf download timm/vit_base_patch32_clip_224.openai"_s);
    QVERIFY(!desk.visible<QPushButton>(u"verify"_s));

    table->selectRow(rowOf(m_clip));
    QVERIFY(desk.visible<QPushButton>(u"openFolder"_s) && desk.visible<QPushButton>(u"verify"_s));
    QVERIFY(!desk.visible<QAbstractButton>(u"copyCommand"_s));
    QVERIFY(textsOf(page).contains(u"/models/ViT-L-14/openai"));
}

void LibraryAndLogsTest::theLibraryVerifies()
{
    Desk desk;
    FakeEngine::Answers answers;
    answers.verification = {m_clip, false, 2, 0, {{MD_TEXT("%1 is cut short"), u"model.safetensors"_s}}};
    desk.engine.setAnswers(answers);
    desk.action(u"Library"_s)->trigger();
    auto *table = desk.window.findChild<QTableView *>(u"libraryTable"_s);
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        if (table->model()->index(row, 0).data().toString() == m_clip)
            table->selectRow(row);
    }
    desk.visible<QPushButton>(u"verify"_s)->click();
    auto *text = desk.window.findChild<QLabel *>(u"libraryText"_s);
    QTRY_VERIFY(text->text().contains(u"model.safetensors is cut short"));
    QVERIFY(text->text().contains(u"damaged"));
    QCOMPARE(desk.engine.last(u"verify"_s).modelId, m_clip);
}

void LibraryAndLogsTest::theLibraryDownloadsTextModels()
{
    Desk desk;
    desk.action(u"Library"_s)->trigger();
    auto *name = desk.window.findChild<QLineEdit *>(u"pullName"_s);
    auto *button = desk.window.findChild<QPushButton *>(u"pull"_s);
    QVERIFY(!button->isEnabled());
    QTest::keyClicks(name, u"nomic-embed-text"_s);
    desk.window.findChild<QAbstractButton *>(u"pullCurl"_s)->click();
    QCOMPARE(QGuiApplication::clipboard()->text(),
             u"curl -s -X POST 'http://127.0.0.1:7000/api/rag/embedding/text/pull/nomic-embed-text'"_s);
    button->click();
    QCOMPARE(desk.engine.last(u"pull"_s).modelId, u"nomic-embed-text"_s);
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.pulls = {{u"nomic-embed-text"_s, u"pulling"_s, Bytes::fromMebibytes(50),
                           Bytes::fromMebibytes(200), 2.0 * 1024 * 1024, 75.0}};
    });
    auto *page = desk.window.findChild<LibraryPage *>();
    QTRY_VERIFY(textsOf(page).contains(u"50 MiB of 200 MiB"));
    QVERIFY(textsOf(page).contains(u"1 min left"));
    for (QPushButton *candidate : page->findChildren<QPushButton *>()) {
        if (candidate->accessibleName() == u"Cancel downloading nomic-embed-text"_s)
            candidate->click();
    }
    QCOMPARE(desk.engine.last(u"cancelPull"_s).modelId, u"nomic-embed-text"_s);
    desk.engine.change([](Snapshot &snapshot) { snapshot.pulls.clear(); });
    QTRY_VERIFY(!textsOf(page).contains(u"50 MiB of 200 MiB"));
}

void LibraryAndLogsTest::logsFollowTheFileOverItsRotation()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"modeldeck.log"_s);
    writeFile(path, "2026-01-02T03:04:05.678Z info modeldeck.host: first\nhalf a line");
    FakeEngine engine;
    WindowOptions options;
    options.logFile = path;
    MainWindow window(engine, options);
    window.show();
    for (QAction *action : window.actions()) {
        if (action->text() == u"Logs"_s)
            action->trigger();
    }
    auto *table = window.findChild<QTableView *>(u"logTable"_s);
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->index(0, 2).data().toString(), u"modeldeck.host"_s);
    QCOMPARE(table->model()->index(0, 3).data().toString(), u"first"_s);

    writeFile(path, " is whole now\n", QIODevice::Append);
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 2, 10'000);
    QCOMPARE(table->model()->index(1, 3).data().toString(), u"half a line is whole now"_s);

    QVERIFY(QFile::rename(path, path + u".1"_s));
    writeFile(path, "2026-01-02T03:04:06.000Z warning modeldeck.rest: after\n");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 3, 10'000);
    QCOMPARE(table->model()->index(2, 3).data().toString(), u"after"_s);
}

void LibraryAndLogsTest::logsAreFilteredByLevelAndSearch()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"modeldeck.log"_s);
    writeFile(path, "2026-01-02T03:04:05.000Z info modeldeck.host: a [bracket]\n"
                    "2026-01-02T03:04:06.000Z warning modeldeck.rest: b\n"
                    "2026-01-02T03:04:07.000Z error modeldeck.rest: c\n");
    FakeEngine engine;
    WindowOptions options;
    options.logFile = path;
    MainWindow window(engine, options);
    window.show();
    for (QAction *action : window.actions()) {
        if (action->text() == u"Logs"_s)
            action->trigger();
    }
    auto *table = window.findChild<QTableView *>(u"logTable"_s);
    auto *level = window.findChild<QComboBox *>(u"logLevel"_s);
    QTRY_COMPARE(table->model()->rowCount(), 3);
    level->setCurrentIndex(2);
    QCOMPARE(table->model()->rowCount(), 2);
    level->setCurrentIndex(3);
    QCOMPARE(table->model()->rowCount(), 1);
    level->setCurrentIndex(0);
    auto *search = window.findChild<QLineEdit *>(u"search"_s);
    search->setText(u"[bracket]"_s);
    QCOMPARE(table->model()->rowCount(), 1);
    search->setText(u"nothing like it"_s);
    QTRY_VERIFY(!table->isVisible());
}

MODELDECK_TEST(LibraryAndLogsTest)
#include "library_and_logs_test.moc"
