// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_models.h"
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "ui/translations.h"
#include "ui/widgets/page_button.h"
#include "ui/widgets/sparkline.h"

#include <QApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScopeGuard>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

// What the window looks like when the world around it changes.
class WindowLooksTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void followsThePaletteAtRunTime();
    void fitsInto800By600();
    void worksFromRightToLeft();
    void staysUsableWithAThousandModels();
    void searchThatMatchesNothingSaysSo();
    void everyListSaysThatNothingMatches_data();
    void everyListSaysThatNothingMatches();
    void noModelInstalledSaysHowToGetOne();
    void saysThatTheCpuIsUsed();
    void gpuMemoryAppearsWithAGpu();
    void columnsAreRemembered();
    void theStatusLineCountsRequests();
    void countsInProperEnglish();
    void theSideBarCountsModelsAndNewEvents();
    void theSideBarDrawsTheLastMinutes();
    void namesStayReadableInANarrowWindow();
    void columnsHiddenForWantOfRoomReturn();
    void columnsFitTheFirstModelWheneverItComes();
    void theLegendFindsRoomInANarrowWindow();
};

void WindowLooksTest::followsThePaletteAtRunTime()
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

void WindowLooksTest::fitsInto800By600()
{
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.gpus = {
            {u"GPU"_s, Bytes::fromMebibytes(8192), Bytes::fromMebibytes(100), PressureLevel::Normal}};
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
    QVERIFY(desk.table->visualRect(desk.cell(u"ViT-L-14/openai"_s, ModelsModel::Action)).right() <=
            desk.table->viewport()->width());
    QVERIFY(desk.table->viewport()->height() >=
            3 * desk.table->visualRect(desk.cell(u"ViT-L-14/openai"_s, 0)).height());
}

void WindowLooksTest::worksFromRightToLeft()
{
    Desk desk;
    desk.window.setLayoutDirection(Qt::RightToLeft);
    const QString id = u"ViT-L-14/openai"_s;
    QTRY_VERIFY(desk.table->visualRect(desk.cell(id, ModelsModel::Name)).left() >
                desk.table->visualRect(desk.cell(id, ModelsModel::Action)).left());
    desk.clickAction(id);
    QTRY_COMPARE(desk.text(id, ModelsModel::State), u"ready"_s);
    QVERIFY(!desk.window.grab().isNull());
}

void WindowLooksTest::staysUsableWithAThousandModels()
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

void WindowLooksTest::searchThatMatchesNothingSaysSo()
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

void WindowLooksTest::everyListSaysThatNothingMatches_data()
{
    QTest::addColumn<QString>("page");
    for (const char *page : {"Models", "Events", "Library", "Logs", "Settings"})
        QTest::newRow(page) << QString::fromLatin1(page);
}

void WindowLooksTest::everyListSaysThatNothingMatches()
{
    QFETCH(const QString, page);
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(SettingsStore().rows());
    });
    desk.action(page)->trigger();
    QCoreApplication::processEvents();
    const auto shown = [&desk] { return textsOf(&desk.window).contains(u"zebra"); };
    auto *search = desk.window.findChild<QLineEdit *>(u"search"_s);
    search->setText(u"zebra"_s);
    QTRY_VERIFY(shown());
    search->clear();
    QTRY_VERIFY(!shown());
}

void WindowLooksTest::noModelInstalledSaysHowToGetOne()
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

void WindowLooksTest::saysThatTheCpuIsUsed()
{
    Desk desk;
    auto *hint = desk.window.findChild<QLabel *>(u"overviewHint"_s);
    QVERIFY(hint->text().contains(u"Using the CPU"));
    QVERIFY(hint->text().contains(u"Models load on first use"));
    desk.clickAction(u"ViT-L-14/openai"_s);
    QTRY_VERIFY(!hint->text().contains(u"Models load on first use"));
}

void WindowLooksTest::gpuMemoryAppearsWithAGpu()
{
    Desk desk;
    const auto *table = qobject_cast<QTableView *>(desk.table);
    QVERIFY(table->isColumnHidden(ModelsModel::Vram));
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.gpus = {
            {u"GPU"_s, Bytes::fromMebibytes(8192), Bytes::fromMebibytes(4096), PressureLevel::Normal}};
    });
    QTRY_VERIFY(!table->isColumnHidden(ModelsModel::Vram));
    QStringList texts;
    for (const QLabel *label : desk.window.findChildren<QLabel *>()) {
        if (label->isVisible())
            texts << label->text();
    }
    QVERIFY(texts.contains(u"GPU memory"_s));
    QVERIFY(texts.contains(u"VRAM"_s) && texts.contains(u"50 %"_s));
    QVERIFY(!desk.window.findChild<QLabel *>(u"overviewHint"_s)->text().contains(u"CPU"));
}

void WindowLooksTest::columnsAreRemembered()
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

void WindowLooksTest::theStatusLineCountsRequests()
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

void WindowLooksTest::countsInProperEnglish()
{
    installTranslations(*qApp);
    Desk desk;
    const QString id = u"ViT-L-14/openai"_s;
    for (const auto &[requests, words] :
         {std::pair(1, u"busy: 1 request"_s), std::pair(2, u"busy: 2 requests"_s)}) {
        desk.engine.changeModel(id, [requests](ModelView &model) {
            model.state = ModelState::Busy;
            model.inFlight = requests;
        });
        QTRY_COMPARE(desk.text(id, ModelsModel::State), words);
    }
}

void WindowLooksTest::theSideBarCountsModelsAndNewEvents()
{
    installTranslations(*qApp);
    Desk desk;
    const auto button = [&desk](const QString &page) -> PageButton * {
        for (PageButton *found : desk.window.findChildren<PageButton *>()) {
            if (found->text() == page)
                return found;
        }
        return nullptr;
    };
    auto *loaded = button(u"Models"_s)->findChild<QLabel *>(u"pageCount"_s);
    auto *events = button(u"Events"_s)->findChild<QLabel *>(u"pageCount"_s);
    QVERIFY(loaded->isHidden() && events->isHidden());
    desk.clickAction(u"ViT-B-32/openai"_s);
    QTRY_COMPARE(loaded->text(), u"1"_s);
    QVERIFY(loaded->isVisible());
    QCOMPARE(button(u"Models"_s)->accessibleDescription(), u"1 model loaded"_s);
    const auto publish = [&desk](ModelState state) {
        Event event;
        event.at = Desk::start;
        event.kind = EventKind::State;
        event.modelId = u"ViT-B-32/openai"_s;
        event.state = state;
        desk.engine.publish(event);
    };
    const int before = events->text().toInt();
    publish(ModelState::Loading);
    publish(ModelState::Ready);
    publish(ModelState::Loading);
    QTRY_COMPARE(events->text().toInt(), before + 2); // ready after each request is no news
    QVERIFY(button(u"Events"_s)->accessibleDescription().contains(u"new event"_s));
    button(u"Events"_s)->click();
    QVERIFY(events->isHidden());
    publish(ModelState::Loading);
    auto *table = desk.window.findChild<QAbstractItemView *>(u"eventsTable"_s);
    QTRY_COMPARE_GE(table->model()->rowCount(), before + 4);
    QVERIFY(events->isHidden()); // it was seen
}

void WindowLooksTest::theSideBarDrawsTheLastMinutes()
{
    Desk desk;
    const auto line = [&desk](const QString &name) -> Sparkline * {
        for (Sparkline *found : desk.window.findChildren<Sparkline *>()) {
            if (found->accessibleName() == name)
                return found;
        }
        return nullptr;
    };
    Sparkline *ram = line(u"RAM in use"_s);
    QVERIFY(ram->isVisible() && !ram->accessibleDescription().isEmpty());
    QVERIFY(!line(u"VRAM in use"_s)->isVisible()); // no GPU
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.system.total = Bytes::fromMebibytes(1000);
        snapshot.system.available = Bytes::fromMebibytes(250);
        snapshot.gpus = {
            {u"GPU"_s, Bytes::fromMebibytes(1000), Bytes::fromMebibytes(500), PressureLevel::Normal}};
    });
    QTRY_VERIFY(line(u"VRAM in use"_s)->isVisible());
    desk.now += 3 * Sparkline::secondsPerBar;
    desk.window.tick();
    QCOMPARE(ram->bar(Sparkline::bars - 1), 0.75);
    QCOMPARE(line(u"VRAM in use"_s)->bar(Sparkline::bars - 1), 0.5);
    QVERIFY(ram->bar(Sparkline::bars - 2) < 0);  // a gap stays a gap
    QVERIFY(ram->bar(Sparkline::bars - 4) >= 0); // from the window's first moment
}

void WindowLooksTest::namesStayReadableInANarrowWindow()
{
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.gpus = {
            {u"GPU"_s, Bytes::fromMebibytes(8192), Bytes::fromMebibytes(100), PressureLevel::Normal}};
    });
    const auto *table = qobject_cast<QTableView *>(desk.table);
    QTRY_VERIFY(!table->isColumnHidden(ModelsModel::Vram));
    desk.window.resize(800, 600);
    const int needed = table->fontMetrics().horizontalAdvance(u"ViT-L-14/openai"_s);
    QTRY_VERIFY2(table->columnWidth(ModelsModel::Name) >= needed, "the name is cut");
    desk.action(u"Models"_s)->trigger();
    const auto *all = desk.window.findChild<QTableView *>(u"allModels"_s);
    QTRY_VERIFY2(all->columnWidth(ModelsModel::Name) >= needed, "the name is cut on the Models page");
    QVERIFY(all->visualRect(all->model()->index(0, ModelsModel::Action)).right() <= all->viewport()->width());
}

// What a narrow window has no room for is neither forgotten nor taken for the person's wish.
void WindowLooksTest::columnsHiddenForWantOfRoomReturn()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    settings.setValue(u"preferences/welcomed"_s, true);
    const auto hasAll = [](const QTableView *table) {
        return !table->isColumnHidden(ModelsModel::Uses) && !table->isColumnHidden(ModelsModel::Dimension);
    };
    {
        Desk desk(&settings);
        desk.action(u"Models"_s)->trigger();
        const auto *table = desk.window.findChild<QTableView *>(u"allModels"_s);
        desk.window.resize(800, 600);
        QTRY_VERIFY(!hasAll(table));
        desk.window.resize(1200, 800);
        QTRY_VERIFY(hasAll(table));
        desk.window.resize(800, 600);
        QTRY_VERIFY(!hasAll(table));
        desk.window.close();
    }
    Desk desk(&settings);
    desk.action(u"Models"_s)->trigger();
    desk.window.resize(1200, 800);
    QTRY_VERIFY(hasAll(desk.window.findChild<QTableView *>(u"allModels"_s)));
}

// The first run has no model yet, and its columns are not kept for the second.
void WindowLooksTest::columnsFitTheFirstModelWheneverItComes()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    {
        FakeEngine engine;
        engine.change([](Snapshot &snapshot) { snapshot.models.clear(); });
        MainWindow window(engine, {&settings, [] { return Desk::start; }});
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.close();
    }
    const Desk fresh;
    const Desk desk(&settings);
    for (const int column : {ModelsModel::Ram, ModelsModel::UnloadsIn, ModelsModel::LastUsed})
        QCOMPARE(qobject_cast<QTableView *>(desk.table)->columnWidth(column),
                 qobject_cast<QTableView *>(fresh.table)->columnWidth(column));
}

void WindowLooksTest::theLegendFindsRoomInANarrowWindow()
{
    Desk desk;
    desk.window.resize(1400, 700);
    desk.engine.change([](Snapshot &snapshot) {
        for (ModelView &model : snapshot.models)
            markLoaded(model);
    });
    const QWidget *legend = nullptr;
    const auto hasLegend = [&] {
        desk.now += 1;
        desk.window.tick();
        for (const QWidget *widget : desk.window.findChildren<QWidget *>()) {
            const QString name = widget->accessibleName();
            if (widget->isVisible() && name.startsWith(u"Legend") && name.contains(u"mxbai"))
                legend = widget;
        }
        return legend != nullptr;
    };
    QTRY_VERIFY(hasLegend());
    const auto isBesideTheTitle = [legend] { return legend->y() < legend->height(); };
    QTRY_VERIFY(isBesideTheTitle());
    desk.window.resize(800, 600);
    QTRY_VERIFY(!isBesideTheTitle());
    QCOMPARE(legend->width(), legend->parentWidget()->width());
}

MODELDECK_TEST(WindowLooksTest)
#include "window_looks_test.moc"
