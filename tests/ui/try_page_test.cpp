// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "ui/widgets/try_input.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

void drop(QWidget *target, const QMimeData &data)
{
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent dropped({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(target, &dropped);
}

} // namespace

// What a person does on the page where inputs are tried.
class TryPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void comparesADroppedImageWithAText();
    void saysWhyItFailedAndCanBeCancelled();
    void refusesAFileThatCannotBeRead();
    void saysThatThereIsNoModel();
};

void TryPageTest::comparesADroppedImageWithAText()
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
    QCOMPARE(request.model, u"ViT-L-14/openai"_s); // the current one is proposed
    QCOMPARE(request.inputs.size(), std::size_t(2));
    QVERIFY(request.inputs[0].kind == EmbedInput::Kind::Image && request.inputs[0].bytes == "an image");
    QVERIFY(request.inputs[1].kind == EmbedInput::Kind::Text &&
            request.inputs[1].bytes == "a photo of a cat");
    QTRY_COMPARE(desk.window.findChild<QLabel *>(u"tryAnswer"_s)->text(), u"Similarity: 0.6000"_s);
    QVERIFY(textsOf(&desk.window).contains(u"0.02 s"));
}

void TryPageTest::saysWhyItFailedAndCanBeCancelled()
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

void TryPageTest::refusesAFileThatCannotBeRead()
{
    Desk desk;
    desk.action(u"Try it"_s)->trigger();
    desk.window.findChild<TryInput *>(u"tryFirst"_s)->setFile(u"/no/such/file.png"_s);
    QTRY_VERIFY(desk.visible<QLabel>(u"bannerText"_s));
    QVERIFY(desk.visible<QLabel>(u"bannerText"_s)->text().contains(u"/no/such/file.png"));
    QVERIFY(!desk.window.findChild<QPushButton *>(u"tryEmbed"_s)->isEnabled());
}

void TryPageTest::saysThatThereIsNoModel()
{
    Desk desk;
    desk.action(u"Try it"_s)->trigger();
    const auto *answer = desk.window.findChild<QLabel *>(u"tryAnswer"_s);
    QVERIFY(answer->text().contains(u"Each side"));
    desk.engine.change([](Snapshot &snapshot) {
        for (ModelView &model : snapshot.models)
            model.installed = false;
    });
    QTRY_VERIFY(answer->text().contains(u"No model is installed"));
    desk.engine.change([](Snapshot &snapshot) { snapshot.models[0].installed = true; });
    QTRY_VERIFY(answer->text().contains(u"Each side"));
}

MODELDECK_TEST(TryPageTest)
#include "try_page_test.moc"
