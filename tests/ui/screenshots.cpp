// SPDX-License-Identifier: GPL-3.0-or-later
// Saves pictures of the window's pages, in light and dark, for people to look at.
// Usage: modeldeck-screenshots FOLDER
#include "tests/support/fake_engine.h"
#include "ui/main_window.h"
#include "ui/translations.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QStyle>
#include <QStyleFactory>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace modeldeck;

namespace {

constexpr EpochSeconds end = 1'640'995'200.0;

QPalette darkPalette()
{
    QPalette palette(QColor(0x2b, 0x2d, 0x30), QColor(0x2b, 0x2d, 0x30));
    palette.setColor(QPalette::Base, QColor(0x1f, 0x21, 0x23));
    palette.setColor(QPalette::AlternateBase, QColor(0x26, 0x28, 0x2b));
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x7e, 0xc4));
    palette.setColor(QPalette::ToolTipBase, QColor(0x2b, 0x2d, 0x30));
    palette.setColor(QPalette::ToolTipText, Qt::white);
    return palette;
}

void fill(test::FakeEngine &engine)
{
    engine.change([](Snapshot &snapshot) {
        snapshot.system.total = Bytes::fromMebibytes(15900);
        snapshot.system.available = Bytes::fromMebibytes(5900);
        snapshot.system.used = 0.63;
        snapshot.system.level = PressureLevel::Normal;
        snapshot.counters.requests = 1234;
        snapshot.startedAt = end - 3 * 3600;
        ModelView demo = test::visionModel(u"ViT-tiny/demo"_s, 64);
        demo.untrained = true;
        snapshot.models.insert(snapshot.models.begin() + 2, demo);
        ModelView &large = snapshot.models[1];
        large.state = ModelState::Ready;
        large.loaded = true;
        large.device = u"cpu"_s;
        large.dtype = u"bfloat16"_s;
        large.memory = {Bytes::fromMebibytes(2240), Bytes::fromMebibytes(1870), Bytes::fromMebibytes(370), Bytes{0}};
        large.usageCount = 42;
        large.lastUsed = end - 139;
        large.unloadAt = end + 461;
        large.unloadRule = {MD_TEXT("idle timeout, %1 s"), {u"600"_s}};
        ModelView &small = snapshot.models[0];
        small.state = ModelState::Draining;
        small.loaded = true;
        small.inFlight = 2;
        small.memory = {Bytes::fromMebibytes(810), Bytes::fromMebibytes(620), Bytes::fromMebibytes(190), Bytes{0}};
        snapshot.models[3].state = ModelState::Failed;
        snapshot.models[3].failure = test::error(ErrorCode::OllamaUnavailable, "Ollama does not answer");
    });
}

void addGpu(test::FakeEngine &engine)
{
    engine.change([](Snapshot &snapshot) {
        snapshot.gpus = {{u"GPU"_s, Bytes::fromMebibytes(8192), Bytes::fromMebibytes(2100), PressureLevel::Normal}};
        snapshot.models[1].memory.device = Bytes::fromMebibytes(1240);
        snapshot.models[1].device = u"cuda"_s;
    });
}

Event event(EpochSeconds at, EventKind kind, const QString &id, std::optional<ModelState> state, Text text)
{
    Event event;
    event.at = at;
    event.kind = kind;
    event.modelId = id;
    event.state = state;
    event.text = std::move(text);
    return event;
}

void publishEvents(test::FakeEngine &engine, int secondsBack)
{
    const EpochSeconds at = end - secondsBack;
    const QString large = u"ViT-L-14/openai"_s;
    const QString small = u"ViT-B-32/openai"_s;
    if (secondsBack == 50)
        engine.publish(event(at, EventKind::State, large, ModelState::Loading, {MD_TEXT("loading"), {}}));
    if (secondsBack == 45)
        engine.publish(event(at, EventKind::State, large, ModelState::Ready, {MD_TEXT("ready"), {}}));
    if (secondsBack == 20) {
        Receipt receipt = test::receiptFor(engine.snapshot()->models[0], UnloadReason::IdleTimeout);
        receipt.id = 7;
        receipt.at = at;
        receipt.rule = {MD_TEXT("idle timeout, %1 s"), {u"600"_s}};
        receipt.candidates = {{large, {MD_TEXT("used %1 s ago"), {u"12"_s}}}};
        Event unloaded = event(at, EventKind::Receipt, small, ModelState::Unloaded, {MD_TEXT("unloaded"), {}});
        unloaded.receipt = receipt;
        engine.publish(unloaded);
    }
    if (secondsBack == 8)
        engine.publish(event(at, EventKind::State, u"mxbai-embed-large"_s, ModelState::Failed,
                             {MD_TEXT("Ollama does not answer"), {}}));
}

// A minute in which models load and go, with a pause in the measuring and some pressure.
void playAMinute(test::FakeEngine &engine, MainWindow &window, EpochSeconds &now)
{
    for (int second = 75; second >= 0; --second) {
        now = end - second;
        engine.change([second](Snapshot &snapshot) {
            const qint64 used = 6000 + 40 * (second % 7) + (second > 45 ? 0 : 1870) + (second < 15 ? 620 : 0)
                + (second < 20 ? 4500 : 0);
            snapshot.system.available = Bytes::fromMebibytes(15900 - used);
            snapshot.system.level = second < 20 ? PressureLevel::High : PressureLevel::Normal;
            snapshot.models[1].memory.anonymous = Bytes::fromMebibytes(second > 45 ? 0 : 1870);
            snapshot.models[0].memory.anonymous = Bytes::fromMebibytes(second < 15 ? 620 : 0);
            for (GpuView &gpu : snapshot.gpus)
                gpu.used = Bytes::fromMebibytes(2100 + 30 * (second % 5));
        });
        publishEvents(engine, second);
        QCoreApplication::processEvents();
        if (second < 24 || second > 30)
            window.tick();
    }
    QTest::qWait(300); // the second chart draws a little later
}

struct Studio
{
    test::FakeEngine engine;
    EpochSeconds now = end;
    MainWindow window{engine, {nullptr, [this] { return now; }}};
    QDir folder;
    QString suffix;

    void open(QSize size)
    {
        window.resize(size);
        window.show();
        QTest::qWait(100);
    }
    void shoot(const QString &name)
    {
        QTest::qWait(100);
        window.grab().save(folder.filePath(name + suffix));
    }
    void turnTo(const QString &page)
    {
        for (QAction *action : window.actions()) {
            if (action->text() == page)
                action->setChecked(true);
        }
    }
};

void shootBusyDesk(const QDir &folder, const QString &suffix)
{
    Studio studio;
    studio.folder = folder;
    studio.suffix = suffix;
    fill(studio.engine);
    studio.open({1100, 720});
    playAMinute(studio.engine, studio.window, studio.now);
    studio.window.setRestStatus({RestView::State::On, {u"http://127.0.0.1:7000"_s}, {}});
    studio.engine.changeSetting(Key::RestApiEnabled, true);
    studio.shoot(u"overview"_s);
    studio.window.resize(800, 600);
    studio.shoot(u"overview-800x600"_s);
    studio.window.resize(1100, 720);
    studio.turnTo(u"Events"_s);
    auto *events = studio.window.findChild<QTableView *>(u"eventsTable"_s);
    events->selectRow(1);
    studio.shoot(u"events"_s);
    studio.window.findChild<QLineEdit *>(u"search"_s)->setText(u"no such thing"_s);
    studio.turnTo(u"Overview"_s);
    studio.shoot(u"filtered"_s);
}

void shootGpuDesk(const QDir &folder, const QString &suffix)
{
    Studio studio;
    studio.folder = folder;
    studio.suffix = suffix;
    fill(studio.engine);
    addGpu(studio.engine);
    studio.open({1100, 720});
    playAMinute(studio.engine, studio.window, studio.now);
    auto *overlay = studio.window.findChild<QWidget *>(u"chartOverlay"_s);
    QTest::mouseMove(overlay, {overlay->width() * 2 / 3, overlay->height() / 2});
    studio.window.findChild<QTableView *>(u"modelsTable"_s)->selectRow(1);
    studio.shoot(u"gpu"_s);
    studio.window.resize(800, 600);
    studio.shoot(u"gpu-800x600"_s);
    studio.window.setLayoutDirection(Qt::RightToLeft);
    studio.window.resize(1100, 720);
    studio.shoot(u"rtl"_s);
}

void shootEmptyDesk(const QDir &folder, const QString &suffix)
{
    Studio studio;
    studio.folder = folder;
    studio.suffix = suffix;
    studio.engine.change([](Snapshot &snapshot) { snapshot.models.clear(); });
    studio.open({1100, 720});
    studio.window.setRestStatus({RestView::State::Failed, {}, u"port 7000 is taken by another program"_s});
    studio.shoot(u"empty"_s);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    installTranslations(app);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"."_s);
    folder.mkpath(u"."_s);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    const QPalette light = QApplication::style()->standardPalette();
    for (const bool dark : {false, true}) {
        QApplication::setPalette(dark ? darkPalette() : light);
        const QString suffix = dark ? u"-dark.png"_s : u"-light.png"_s;
        shootBusyDesk(folder, suffix);
        shootGpuDesk(folder, suffix);
        shootEmptyDesk(folder, suffix);
    }
    return 0;
}
