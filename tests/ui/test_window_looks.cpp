// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "ui/translations.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QScopeGuard>
#include <QScrollBar>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

QString nameOf(QWidget *widget)
{
    if (const auto *interface = QAccessible::queryAccessibleInterface(widget))
        return interface->text(QAccessible::Name);
    return {};
}

bool needsAName(const QWidget *widget)
{
    if (widget->objectName().startsWith(u"qt_")) // Qt's own parts: scroll bars, the toolbar's extension
        return false;
    if (QByteArray(widget->metaObject()->className()) == "QComboBoxListView")
        return false;
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
        || qobject_cast<const QComboBox *>(widget) || qobject_cast<const QPlainTextEdit *>(widget)
        || qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QProgressBar *>(widget);
}

} // namespace

// What the window looks like when the world around it changes.
class TestWindowLooks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyControlHasAName();
    void followsThePaletteAtRunTime();
    void fitsInto800By600();
    void worksFromRightToLeft();
    void staysUsableWithAThousandModels();
    void searchThatMatchesNothingSaysSo();
    void noModelInstalledSaysHowToGetOne();
    void saysThatTheCpuIsUsed();
    void gpuMemoryAppearsWithAGpu();
    void columnsAreRemembered();
    void theStatusLineCountsRequests();
    void countsInProperEnglish();
    void theKeyboardAloneSuffices();
    void namesStayReadableInANarrowWindow();
};

void TestWindowLooks::everyControlHasAName()
{
    Desk desk;
    desk.engine.fail(u"rescan"_s, test::error(ErrorCode::Internal));
    QTest::keyClick(&desk.window, Qt::Key_F5);
    QTRY_VERIFY(desk.visible<QLabel>(u"bannerText"_s));
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(SettingsStore().rows());
    });
    desk.action(u"Settings"_s)->trigger(); // its fields are made when it is shown
    QTRY_VERIFY(desk.window.findChild<QWidget *>(u"rest_api_port"_s));
    int seen = 0;
    for (QWidget *widget : desk.window.findChildren<QWidget *>()) {
        if (!needsAName(widget) || qobject_cast<QScrollBar *>(widget)
            || QByteArray(widget->parentWidget()->metaObject()->className()) == "QTableView"
            || qobject_cast<QAbstractItemView *>(widget->parentWidget())
            || qobject_cast<QLineEdit *>(widget->parentWidget()))
            continue;
        ++seen;
        QVERIFY2(!nameOf(widget).isEmpty(),
                 qPrintable(QLatin1StringView(widget->metaObject()->className()) + u' ' + widget->objectName()));
    }
    QVERIFY(seen > 100);
}

void TestWindowLooks::followsThePaletteAtRunTime()
{
    Desk desk;
    const QPalette before = QApplication::palette();
    QToolButton *button = nullptr;
    for (QToolButton *candidate : desk.window.findChildren<QToolButton *>()) {
        if (candidate->text() == u"Overview"_s)
            button = candidate;
    }
    QVERIFY(button);
    const QSize size(32, 32);
    const QImage light = button->icon().pixmap(size).toImage();
    QPalette dark(QColor(0x2b, 0x2d, 0x30), QColor(0x2b, 0x2d, 0x30));
    dark.setColor(QPalette::ButtonText, Qt::white);
    QApplication::setPalette(dark);
    const auto restore = qScopeGuard([before] { QApplication::setPalette(before); });
    QTRY_VERIFY(desk.window.grab().toImage().pixelColor(2, desk.window.height() / 2).lightness() < 80);
    QVERIFY(button->icon().pixmap(size).toImage() != light);
}

void TestWindowLooks::fitsInto800By600()
{
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.gpus = {{u"GPU"_s, Bytes::fromMebibytes(8192), Bytes::fromMebibytes(100), PressureLevel::Normal}};
    });
    QTRY_VERIFY(!qobject_cast<QTableView *>(desk.table)->isColumnHidden(ModelsModel::Vram));
    desk.window.resize(800, 600);
    QTRY_COMPARE(desk.window.size(), QSize(800, 600)); // no part insists on more
    for (const QString &page :
         {u"Models"_s, u"Events"_s, u"Library"_s, u"Try it"_s, u"Logs"_s, u"Settings"_s, u"Overview"_s}) {
        desk.action(page)->trigger();
        QCoreApplication::processEvents();
        desk.window.resize(800, 600);
        QCOMPARE(desk.window.size(), QSize(800, 600));
    }
    QVERIFY(desk.table->visualRect(desk.cell(u"ViT-L-14/openai"_s, ModelsModel::Action)).right()
            <= desk.table->viewport()->width());
    QVERIFY(desk.table->viewport()->height() >=
            3 * desk.table->visualRect(desk.cell(u"ViT-L-14/openai"_s, 0)).height());
}

void TestWindowLooks::worksFromRightToLeft()
{
    Desk desk;
    desk.window.setLayoutDirection(Qt::RightToLeft);
    const QString id = u"ViT-L-14/openai"_s;
    QTRY_VERIFY(desk.table->visualRect(desk.cell(id, ModelsModel::Name)).left()
                > desk.table->visualRect(desk.cell(id, ModelsModel::Action)).left());
    desk.clickAction(id);
    QTRY_COMPARE(desk.text(id, ModelsModel::State), u"ready"_s);
    QVERIFY(!desk.window.grab().isNull());
}

void TestWindowLooks::staysUsableWithAThousandModels()
{
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        for (int i = 0; i < 1000; ++i)
            snapshot.models.push_back(visionModel(u"many-%1/x"_s.arg(i), 8));
    });
    QTRY_COMPARE(desk.table->model()->rowCount(), 1003);
    desk.window.findChild<QLineEdit *>(u"search"_s)->setText(u"many-777/"_s);
    QCOMPARE(desk.table->model()->rowCount(), 1);
    desk.clickAction(u"many-777/x"_s);
    QTRY_COMPARE(desk.text(u"many-777/x"_s, ModelsModel::State), u"ready"_s);
}

void TestWindowLooks::searchThatMatchesNothingSaysSo()
{
    Desk desk;
    auto *search = desk.window.findChild<QLineEdit *>(u"search"_s);
    QTest::keyClick(&desk.window, Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, u"zebra"_s);
    QTRY_VERIFY(!desk.table->isVisible());
    bool said = false;
    for (const QLabel *label : desk.window.findChildren<QLabel *>())
        said |= label->isVisible() && label->text().contains(u"zebra");
    QVERIFY(said);
    search->clear();
    QTRY_VERIFY(desk.table->isVisible());
}

void TestWindowLooks::noModelInstalledSaysHowToGetOne()
{
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        for (ModelView &model : snapshot.models)
            model.installed = false;
    });
    QTRY_VERIFY(!desk.table->isVisible());
    QStringList texts;
    for (const QLabel *label : desk.window.findChildren<QLabel *>()) {
        if (label->isVisible())
            texts << label->text();
    }
    const QString all = texts.join(u'\n');
    QVERIFY2(all.contains(u"hf download") && all.contains(u"modeldeck-synthetic-model"), qPrintable(all));
    // Asked for, the known models are listed all the same.
    desk.action(u"Show models that are not installed"_s)->trigger();
    QTRY_VERIFY(desk.table->isVisible());
    QCOMPARE(desk.table->model()->rowCount(), 3);
}

void TestWindowLooks::saysThatTheCpuIsUsed()
{
    Desk desk;
    auto *hint = desk.window.findChild<QLabel *>(u"overviewHint"_s);
    QVERIFY(hint->text().contains(u"Using the CPU"));
    QVERIFY(hint->text().contains(u"Models load on first use"));
    desk.clickAction(u"ViT-L-14/openai"_s);
    QTRY_VERIFY(!hint->text().contains(u"Models load on first use"));
}

void TestWindowLooks::gpuMemoryAppearsWithAGpu()
{
    Desk desk;
    const auto *table = qobject_cast<QTableView *>(desk.table);
    QVERIFY(table->isColumnHidden(ModelsModel::Vram));
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.gpus = {{u"GPU"_s, Bytes::fromMebibytes(8192), Bytes::fromMebibytes(4096), PressureLevel::Normal}};
    });
    QTRY_VERIFY(!table->isColumnHidden(ModelsModel::Vram));
    QStringList texts;
    for (const QLabel *label : desk.window.findChildren<QLabel *>()) {
        if (label->isVisible())
            texts << label->text();
    }
    QVERIFY(texts.contains(u"GPU memory"_s));
    QVERIFY(texts.contains(u"VRAM: 50 % in use"_s));
    QVERIFY(!desk.window.findChild<QLabel *>(u"overviewHint"_s)->text().contains(u"CPU"));
}

void TestWindowLooks::columnsAreRemembered()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    {
        Desk desk(&settings);
        auto *table = qobject_cast<QTableView *>(desk.table);
        table->setColumnHidden(ModelsModel::Uses, false);
        table->sortByColumn(ModelsModel::Ram, Qt::DescendingOrder);
        desk.window.close();
    }
    Desk desk(&settings);
    const auto *table = qobject_cast<QTableView *>(desk.table);
    QVERIFY(!table->isColumnHidden(ModelsModel::Uses));
    QVERIFY(table->isColumnHidden(ModelsModel::Dimension));
    QCOMPARE(table->horizontalHeader()->sortIndicatorSection(), int(ModelsModel::Ram));
}

void TestWindowLooks::theStatusLineCountsRequests()
{
    Desk desk;
    const auto *line = desk.window.findChild<QLabel *>(u"statusLine"_s);
    desk.window.tick();
    desk.engine.change([](Snapshot &snapshot) { snapshot.counters.requests += 30; });
    QCoreApplication::processEvents();
    desk.now += 10;
    desk.window.tick();
    QVERIFY2(line->text().contains(u"3.0 requests/s"), qPrintable(line->text()));
    QVERIFY(line->text().contains(u"pressure: normal"));
}

void TestWindowLooks::countsInProperEnglish()
{
    installTranslations(*qApp);
    Desk desk;
    const QString id = u"ViT-L-14/openai"_s;
    for (const auto &[requests, words] : {std::pair(1, u"busy: 1 request"_s), std::pair(2, u"busy: 2 requests"_s)}) {
        desk.engine.changeModel(id, [requests](ModelView &model) {
            model.state = ModelState::Busy;
            model.inFlight = requests;
        });
        QTRY_COMPARE(desk.text(id, ModelsModel::State), words);
    }
}

void TestWindowLooks::theKeyboardAloneSuffices()
{
    Desk desk;
    const auto press = [&desk](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &desk.window, key, modifiers);
    };
    desk.window.activateWindow();
    QTRY_VERIFY(desk.window.isActiveWindow());
    for (int i = 0; i < 60 && !desk.table->hasFocus(); ++i)
        press(Qt::Key_Tab);
    QVERIFY(desk.table->hasFocus());
    press(Qt::Key_Down);
    press(Qt::Key_Home, Qt::ControlModifier);
    const QString id = desk.table->currentIndex().data(ModelsModel::IdRole).toString();
    QVERIFY(!id.isEmpty());
    press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(desk.engine.last(u"load"_s).modelId, id);
    QTRY_COMPARE(desk.text(id, ModelsModel::State), u"ready"_s);
    press(Qt::Key_Delete);
    QCOMPARE(desk.engine.last(u"unload"_s).modelId, id);

    press(Qt::Key_5, Qt::ControlModifier); // Try it
    auto *first = desk.window.findChild<QWidget *>(u"tryFirst"_s)->findChild<QPlainTextEdit *>();
    QTRY_VERIFY(first->isVisible());
    for (int i = 0; i < 60 && !first->hasFocus(); ++i)
        press(Qt::Key_Tab);
    QVERIFY(first->hasFocus());
    QTest::keyClicks(first, u"a cat"_s);
    auto *embed = desk.window.findChild<QAbstractButton *>(u"tryEmbed"_s);
    for (int i = 0; i < 60 && !embed->hasFocus(); ++i)
        press(Qt::Key_Tab);
    press(Qt::Key_Space);
    QCOMPARE(desk.engine.count(u"embed"_s), 1);
}

void TestWindowLooks::namesStayReadableInANarrowWindow()
{
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.gpus = {{u"GPU"_s, Bytes::fromMebibytes(8192), Bytes::fromMebibytes(100), PressureLevel::Normal}};
    });
    const auto *table = qobject_cast<QTableView *>(desk.table);
    QTRY_VERIFY(!table->isColumnHidden(ModelsModel::Vram));
    desk.window.resize(800, 600);
    const int needed = table->fontMetrics().horizontalAdvance(u"ViT-L-14/openai"_s);
    QTRY_VERIFY2(table->columnWidth(ModelsModel::Name) >= needed, "the name is cut");
}

QTEST_MAIN(TestWindowLooks)
#include "test_window_looks.moc"
