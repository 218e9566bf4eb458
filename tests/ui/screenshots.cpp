// SPDX-License-Identifier: GPL-3.0-or-later
// Saves pictures of the window's pages, in light and dark, for people to look at.
// Usage: modeldeck-screenshots FOLDER
#include "tests/support/fake_engine.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QDir>
#include <QStyle>
#include <QStyleFactory>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace modeldeck;

namespace {

EpochSeconds now = 1'640'995'200.0;

QPalette darkPalette()
{
    QPalette palette(QColor(0x2b, 0x2d, 0x30), QColor(0x2b, 0x2d, 0x30));
    palette.setColor(QPalette::Base, QColor(0x1f, 0x21, 0x23));
    palette.setColor(QPalette::AlternateBase, QColor(0x26, 0x28, 0x2b));
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x7e, 0xc4));
    return palette;
}

void fill(test::FakeEngine &engine)
{
    engine.change([](Snapshot &snapshot) {
        snapshot.system = {Bytes::fromMebibytes(15900), Bytes::fromMebibytes(5900), 0.63, PressureLevel::Normal};
        snapshot.requests = 1234;
        snapshot.startedAt = now - 3 * 3600;
        ModelView demo = test::visionModel(u"ViT-tiny/demo"_s, 64);
        demo.untrained = true;
        snapshot.models.insert(snapshot.models.begin() + 2, demo);
        ModelView &large = snapshot.models[1];
        large.state = ModelState::Ready;
        large.loaded = true;
        large.device = u"cpu"_s;
        large.dtype = u"bfloat16"_s;
        large.memory = {Bytes::fromMebibytes(1240), Bytes::fromMebibytes(870), Bytes::fromMebibytes(370), Bytes{0}};
        large.usageCount = 42;
        large.lastUsed = now - 139;
        large.unloadAt = now + 461;
        large.unloadRule = {MD_TEXT("idle timeout, %1 s"), {u"600"_s}};
        ModelView &small = snapshot.models[0];
        small.state = ModelState::Draining;
        small.loaded = true;
        small.inFlight = 2;
        small.memory = {Bytes::fromMebibytes(410), Bytes::fromMebibytes(220), Bytes::fromMebibytes(190), Bytes{0}};
        snapshot.models[3].state = ModelState::Failed;
        snapshot.models[3].failure = test::error(ErrorCode::OllamaUnavailable, "Ollama does not answer");
    });
}

// A minute in which a model loads and goes, with a pause in the measuring.
void playAMinute(test::FakeEngine &engine, MainWindow &window)
{
    const EpochSeconds end = now;
    for (int second = 75; second >= 0; --second) {
        now = end - second;
        engine.change([second](Snapshot &snapshot) {
            snapshot.system.available = Bytes::fromMebibytes(5900 + 40 * (second % 7) + (second > 45 ? 870 : 0));
            snapshot.models[1].memory.anonymous = Bytes::fromMebibytes(second > 45 ? 0 : 870);
            snapshot.models[0].memory.anonymous = Bytes::fromMebibytes(second < 15 ? 620 : 0);
            for (GpuView &gpu : snapshot.gpus)
                gpu.used = Bytes::fromMebibytes(2100 + 30 * (second % 5));
        });
        QCoreApplication::processEvents();
        if (second < 24 || second > 30)
            window.tick();
    }
    QTest::qWait(150);
}

void settle()
{
    QTest::qWait(200); // paints and queued letters
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"."_s);
    folder.mkpath(u"."_s);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    const QPalette light = QApplication::style()->standardPalette();
    for (const bool dark : {false, true}) {
        QApplication::setPalette(dark ? darkPalette() : light);
        test::FakeEngine engine;
        fill(engine);
        MainWindow window(engine, {nullptr, [] { return now; }});
        window.resize(1100, 720);
        window.show();
        settle();
        playAMinute(engine, window);
        window.grab().save(folder.filePath(dark ? u"overview-dark.png"_s : u"overview-light.png"_s));
    }
    return 0;
}
