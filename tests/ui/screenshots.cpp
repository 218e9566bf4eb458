// SPDX-License-Identifier: GPL-3.0-or-later
// Saves pictures of the window's pages, in light and dark, for people to look at.
// Usage: modeldeck-screenshots FOLDER
#include "tests/support/fake_engine.h"
#include "ui/actions.h"
#include "ui/main_window.h"
#include "ui/translations.h"
#include "ui/tray/tray.h"
#include "ui/widgets/try_input.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QListWidget>
#include <QStyle>
#include <QStyleFactory>
#include <QTableView>
#include <QTemporaryDir>
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
        large.unloadRule = {MD_TEXT("idle timeout, %1"), {std::chrono::seconds(600)}};
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
        engine.publish(event(at, EventKind::State, large, ModelState::Loading, {}));
    if (secondsBack == 45)
        engine.publish(event(at, EventKind::State, large, ModelState::Ready, {}));
    if (secondsBack == 20) {
        Receipt receipt = test::receiptFor(engine.snapshot()->models[0], UnloadReason::IdleTimeout);
        receipt.id = 7;
        receipt.at = at;
        receipt.held = receipt.returned = {Bytes::fromMebibytes(810), Bytes::fromMebibytes(620),
                                           Bytes::fromMebibytes(190), Bytes{}};
        receipt.systemAvailable = Bytes::fromMebibytes(604);
        receipt.rule = {MD_TEXT("idle timeout, %1"), {std::chrono::seconds(600)}};
        receipt.candidates = {{large, {MD_TEXT("due in %1"), {std::chrono::seconds(12)}}}};
        Event unloaded = event(at, EventKind::Receipt, small, ModelState::Unloaded, {});
        unloaded.receipt = receipt;
        engine.publish(unloaded);
    }
    if (secondsBack == 8)
        engine.publish(event(at, EventKind::State, u"mxbai-embed-large"_s, ModelState::Failed,
                             {MD_TEXT("Ollama has not answered yet"), {}}));
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
            snapshot.system.used = double(used) / 15900;
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

// A log to show, and where the window may keep its looks.
struct Files
{
    Files()
    {
        QFile log(logFile());
        if (!log.open(QIODevice::WriteOnly))
            qFatal("%s", qPrintable(log.errorString()));
        log.write("2022-01-01T00:10:00.123Z info modeldeck.host: listening on http://127.0.0.1:7000\n"
                  "2022-01-01T00:10:05.001Z info modeldeck.scheduler: ViT-L-14/openai loads\n"
                  "2022-01-01T00:10:05.840Z debug modeldeck.runner: hello from process 4711\n"
                  "2022-01-01T00:11:40.100Z warning modeldeck.memory: memory pressure is now high\n"
                  "2022-01-01T00:11:52.700Z error modeldeck.ollama: http://127.0.0.1:11434 refused the connection\n");
    }
    QString logFile() const { return folder.filePath(u"modeldeck.log"_s); }
    WindowOptions options(std::function<EpochSeconds()> now) const
    {
        return {nullptr,
                std::move(now),
                logFile(),
                {folder.filePath(u"rest-token"_s), [](const QString &) { return u"a-token"_s; }},
                folder.filePath(u"modeldeck.desktop"_s)};
    }

    QTemporaryDir folder;
};

struct Studio
{
    test::FakeEngine engine;
    EpochSeconds now = end;
    Files files;
    MainWindow window{engine, files.options([this] { return now; })};
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
    void turnTo(const char *page)
    {
        const QString title = QCoreApplication::translate("modeldeck::MainWindow", page);
        for (QAction *action : window.actions()) {
            if (action->text() == title)
                action->trigger();
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
    studio.turnTo("Events");
    auto *events = studio.window.findChild<QTableView *>(u"eventsTable"_s);
    events->selectRow(1);
    studio.shoot(u"events"_s);
    studio.window.findChild<QLineEdit *>(u"search"_s)->setText(u"no such thing"_s);
    studio.turnTo("Overview");
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

void selectModel(const Studio &studio, const QString &table, const QString &id)
{
    auto *view = studio.window.findChild<QTableView *>(table);
    for (int row = 0; row < view->model()->rowCount(); ++row) {
        if (view->model()->index(row, 0).data().toString() == id)
            view->selectRow(row);
    }
}

void describe(test::FakeEngine &engine)
{
    test::FakeEngine::Answers answers;
    answers.diagnoses = {
        {u"ViT-L-14/openai"_s,
         {MD_TEXT_N("Its idle timeout is long: it goes in %n hour(s)"), {26}},
         {MD_TEXT("Set %1 to 1800 or less"), {u"model_usage_tracker_vision_embedding_ram_timeout"_s}}}};
    engine.setAnswers(answers);
    engine.setEmbedding([](const EmbedRequest &request) -> Result<Embeddings> {
        return Embeddings{request.model, 2, {1.0F, 0.0F, 0.31F, 0.95F}, 7, std::chrono::milliseconds(840),
                          std::chrono::milliseconds(412)};
    });
    engine.change([](Snapshot &snapshot) {
        snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(SettingsStore().rows());
        ModelView missing = test::visionModel(u"ViT-H-14/laion2b_s32b_b79k"_s, 1024);
        missing.installed = false;
        missing.path.clear();
        missing.bytesOnDisk = {};
        missing.repository = u"laion/CLIP-ViT-H-14-laion2B-s32B-b79K"_s;
        missing.notInstalledReason = {MD_TEXT("not found on this machine; it is published as %1"),
                                      {missing.repository}};
        snapshot.models.insert(snapshot.models.begin(), missing);
        snapshot.pulls = {{u"nomic-embed-text"_s, u"pulling 970aa74c0a90"_s, Bytes::fromMebibytes(112),
                           Bytes::fromMebibytes(274), 9.5 * 1024 * 1024, 17.0}};
    });
}

void shootSettings(Studio &studio)
{
    studio.turnTo("Settings");
    auto *categories = studio.window.findChild<QListWidget *>(u"settingCategories"_s);
    const QString names[] = {u"unloading"_s, u"pressure"_s, u"models"_s, u"ollama"_s,
                             u"rest"_s,      u"history"_s,  u"window"_s};
    if (auto *field = studio.window.findChild<QWidget *>(u"model_usage_tracker_vision_embedding_ram_timeout"_s))
        field->findChild<QLineEdit *>(u"editor"_s)->setText(u"-5"_s);
    for (int i = 0; i < categories->count(); ++i) {
        categories->setCurrentRow(i);
        studio.shoot(u"settings-"_s + names[i]);
    }
}

// One picture of each page besides those above.
void shootPages(const QDir &folder, const QString &suffix)
{
    Studio studio;
    studio.folder = folder;
    studio.suffix = suffix;
    fill(studio.engine);
    describe(studio.engine);
    studio.open({1100, 720});
    studio.window.setRestStatus({RestView::State::On, {u"http://127.0.0.1:7000"_s, u"http://[::1]:7000"_s}, {}});
    studio.turnTo("Models");
    selectModel(studio, u"allModels"_s, u"ViT-L-14/openai"_s);
    studio.shoot(u"models"_s);
    studio.turnTo("Library");
    selectModel(studio, u"libraryTable"_s, u"ViT-H-14/laion2b_s32b_b79k"_s);
    studio.shoot(u"library"_s);
    studio.turnTo("Try it");
    studio.window.findChild<TryInput *>(u"tryFirst"_s)->setText(u"a photo of a cat on a sofa"_s);
    studio.window.findChild<TryInput *>(u"trySecond"_s)->setFile(studio.files.logFile());
    QTest::qWait(100);
    studio.window.findChild<QAbstractButton *>(u"tryEmbed"_s)->click();
    studio.shoot(u"try"_s);
    studio.turnTo("Logs");
    QTest::qWait(200);
    studio.shoot(u"logs"_s);
    shootSettings(studio);
    studio.window.findChild<Actions *>()->welcome->trigger();
    studio.shoot(u"welcome"_s);
    studio.engine.change([](Snapshot &snapshot) {
        snapshot.ollama = {OllamaState::Unavailable,
                           u"http://127.0.0.1:11434"_s,
                           {},
                           {MD_TEXT("Ollama has not answered yet"), {}}};
        snapshot.system.level = PressureLevel::High;
        snapshot.system.used = 0.86;
        snapshot.paused = true;
        snapshot.pausedUntil = end + 900;
    });
    studio.turnTo("Library");
    studio.window.resize(800, 600);
    studio.shoot(u"banners-800x600"_s);
}

// The icon at each pressure, on a light and on a dark panel, in the sizes that panels have.
void shootTrayIcons(const QDir &folder)
{
    QPixmap picture(420, 160);
    QPainter painter(&picture);
    for (int row = 0; row < 2; ++row) {
        const QColor panel = row == 0 ? QColor(0xef, 0xf0, 0xf1) : QColor(0x1b, 0x1e, 0x20);
        painter.fillRect(0, 80 * row, picture.width(), 80, panel);
        int left = 10;
        for (int level = 0; level <= int(PressureLevel::Critical); ++level) {
            const int step = 8 + 4 * level;
            for (const int side : {16, 22, 32}) {
                TrayImage{step, step - 5, PressureLevel(level)}.icon().paint(&painter, left, 80 * row + 20, side, side);
                left += side + 8;
            }
        }
    }
    painter.end();
    picture.save(folder.filePath(u"tray-icons.png"_s));
}

void shootTrayMenu(const QDir &folder, const QString &suffix)
{
    Studio studio;
    fill(studio.engine);
    studio.open({1100, 720});
    QMenu *menu = studio.window.findChild<Tray *>()->menu();
    menu->popup({0, 0});
    QTest::qWait(100);
    menu->grab().save(folder.filePath(u"tray-menu"_s + suffix));
    menu->close();
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
        shootPages(folder, suffix);
        shootTrayMenu(folder, suffix);
    }
    shootTrayIcons(folder);
    return 0;
}
