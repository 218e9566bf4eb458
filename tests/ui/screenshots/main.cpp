// SPDX-License-Identifier: GPL-3.0-or-later
// Saves pictures of the window's pages, in light and dark, for people to look at. The locale of the session
// decides about the language. Usage: modeldeck-screenshots FOLDER
#include "tests/ui/screenshots/studio.h"
#include "ui/actions.h"
#include "ui/translations.h"
#include "ui/tray/tray.h"
#include "ui/widgets/try_input.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QStyle>
#include <QStyleFactory>
#include <QTest>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

const QString large = u"ViT-L-14/openai"_s;

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

void shootOverview(const Album &album)
{
    Studio studio(album, {.gpu = true});
    studio.switchRestOn();
    studio.choose(u"modelsTable"_s, large);
    studio.shoot(u"overview"_s);
    studio.window.resize(800, 600);
    studio.shoot(u"overview-800x600"_s);
    auto *overlay = studio.part<QWidget>(u"chartOverlay"_s);
    QTest::mouseMove(overlay, {overlay->width() * 2 / 3, overlay->height() / 2});
    studio.shoot(u"crosshair-800x600"_s);
    studio.window.setLayoutDirection(Qt::RightToLeft);
    studio.window.resize(1100, 720);
    studio.shoot(u"overview-rtl"_s);
}

void shootTrouble(const Album &album)
{
    Studio studio(album, {.trouble = true});
    studio.choose(u"modelsTable"_s, large);
    studio.shoot(u"trouble"_s);
    studio.window.resize(800, 600);
    studio.shoot(u"trouble-800x600"_s);
    studio.engine.change([](Snapshot &snapshot) {
        snapshot.paused = true;
        snapshot.pausedUntil = World::end + 900;
    });
    studio.turnTo("Library");
    studio.shoot(u"banners-800x600"_s);
    studio.part<QLineEdit>(u"search"_s)->setText(u"no such thing"_s);
    studio.window.resize(1100, 720);
    for (const auto &[page, name] : {std::pair("Overview", u"overview"_s),
                                     {"Library", u"library"_s},
                                     {"Events", u"events"_s},
                                     {"Logs", u"logs"_s},
                                     {"Settings", u"settings"_s}}) {
        studio.turnTo(page);
        studio.shoot(u"filtered-"_s + name);
    }
}

void shootEvents(const Album &album)
{
    Studio studio(album, {});
    studio.switchRestOn();
    studio.turnTo("Events");
    studio.choose(u"eventsTable"_s, u"ViT-B-32/openai"_s);
    studio.shoot(u"events"_s);
    studio.window.resize(800, 600);
    studio.shoot(u"events-800x600"_s);
    studio.window.setLayoutDirection(Qt::RightToLeft);
    studio.shoot(u"events-rtl"_s);
}

void shootModels(const Album &album)
{
    Studio studio(album, {.pinned = true});
    studio.switchRestOn();
    studio.turnTo("Models");
    studio.choose(u"allModels"_s, large);
    waitFor("why it is still loaded", [&studio] { return studio.part<QLabel>(u"diagnosis"_s)->isVisible(); });
    studio.shoot(u"models"_s);
    studio.window.resize(800, 600);
    studio.shoot(u"models-800x600"_s);
    studio.window.findChild<Actions *>()->timeouts->trigger();
    auto *dialog = studio.part<QDialog>(u"timeoutsDialog"_s);
    waitFor("the dialog", [dialog] { return dialog->isVisible(); });
    studio.shoot(u"timeouts"_s, dialog);
}

void shootLibrary(const Album &album)
{
    Studio studio(album, {});
    studio.engine.change([](Snapshot &snapshot) {
        snapshot.pulls = {{u"nomic-embed-text"_s, u"pulling 970aa74c0a90"_s, Bytes::fromMebibytes(112),
                           Bytes::fromMebibytes(274), 9.5 * 1024 * 1024, 17.0}};
    });
    studio.turnTo("Library");
    studio.choose(u"libraryTable"_s, u"ViT-H-14/laion2b_s32b_b79k"_s);
    studio.shoot(u"library"_s);
}

void shootTry(const Album &album)
{
    Studio studio(album, {});
    studio.turnTo("Try it");
    studio.shoot(u"try-empty"_s);
    studio.engine.setEmbedding([](const EmbedRequest &request) -> Result<Embeddings> {
        Embeddings out{request.model, 768, std::vector<float>(2 * 768), 7, {}, {}};
        for (std::size_t i = 0; i < out.values.size(); ++i)
            out.values[i] = float(std::sin(double(i)) * std::sqrt(2.0 / 768));
        return out;
    });
    studio.part<TryInput>(u"tryFirst"_s)->setText(u"a photo of a cat on a sofa"_s);
    auto *second = studio.part<TryInput>(u"trySecond"_s);
    second->setFile(studio.imageFile());
    waitFor("the file", [second] { return second->input().has_value(); });
    studio.part<QAbstractButton>(u"tryEmbed"_s)->click();
    const auto *cancel = studio.part<QAbstractButton>(u"tryCancel"_s);
    waitFor("the vectors", [cancel] { return !cancel->isEnabled(); });
    studio.shoot(u"try"_s);
    studio.window.resize(800, 600);
    studio.shoot(u"try-800x600"_s);
}

void shootLogs(const Album &album)
{
    Studio studio(album, {});
    studio.turnTo("Logs");
    const auto *lines = studio.part<QAbstractItemView>(u"logTable"_s)->model();
    waitFor("the log", [lines] { return lines->rowCount() == 5; });
    studio.shoot(u"logs"_s);
}

void shootSettings(const Album &album)
{
    Studio studio(album, {});
    studio.switchRestOn();
    studio.turnTo("Settings");
    auto *categories = studio.part<QListWidget>(u"settingCategories"_s);
    waitFor("the settings", [categories] { return categories->count() == 7; });
    studio.part<QWidget>(u"model_usage_tracker_vision_embedding_ram_timeout"_s)
        ->findChild<QLineEdit *>(u"editor"_s)
        ->setText(u"-5"_s);
    const QString names[] = {u"unloading"_s, u"pressure"_s, u"models"_s, u"ollama"_s,
                             u"rest"_s,      u"history"_s,  u"window"_s};
    for (int i = 0; i < categories->count(); ++i) {
        categories->setCurrentRow(i);
        studio.shoot(u"settings-"_s + names[i]);
    }
    studio.window.resize(800, 600);
    categories->setCurrentRow(0);
    studio.shoot(u"settings-800x600"_s);
    studio.window.setLayoutDirection(Qt::RightToLeft);
    studio.shoot(u"settings-rtl"_s);
}

// Before anything is installed: what each page says then.
void shootEmptyDesk(const Album &album)
{
    Studio studio(album, {.models = false});
    studio.window.findChild<Actions *>()->welcome->trigger();
    studio.shoot(u"welcome"_s);
    studio.window.setRestStatus({RestView::State::Failed, {}, u"port 7000 is taken by another program"_s});
    for (const auto &[page, name] : {std::pair("Overview", u"overview"_s),
                                     {"Models", u"models"_s},
                                     {"Events", u"events"_s},
                                     {"Library", u"library"_s},
                                     {"Try it", u"try"_s}}) {
        studio.turnTo(page);
        studio.shoot(u"empty-"_s + name);
    }
    studio.window.resize(800, 600);
    studio.turnTo("Overview");
    studio.shoot(u"empty-800x600"_s);
}

void shootTrayMenu(const Album &album)
{
    Studio studio(album, {});
    QMenu *menu = studio.window.findChild<Tray *>()->menu();
    menu->popup({0, 0});
    waitFor("the menu", [menu] { return menu->isVisible(); });
    studio.shoot(u"tray-menu"_s, menu);
    menu->close();
}

void shootDialogs(const Album &album)
{
    Studio studio(album, {});
    for (const auto &[action, name] :
         {std::pair(&Actions::about, u"about"_s), {&Actions::shortcuts, u"shortcuts"_s}}) {
        (studio.window.findChild<Actions *>()->*action)->trigger();
        QDialog *dialog = nullptr;
        waitFor("the dialog", [&] {
            dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget());
            return dialog && dialog->isVisible();
        });
        studio.shoot(name, dialog);
        dialog->reject();
        waitFor("its end", [] { return !QApplication::activeModalWidget(); });
    }
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
                TrayImage{step, step - 5, PressureLevel(level)}.icon().paint(&painter, left, 80 * row + 20,
                                                                             side, side);
                left += side + 8;
            }
        }
    }
    painter.end();
    picture.save(folder.filePath(u"tray-icons.png"_s));
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("TZ", "UTC"); // the world's times are the same wherever the pictures are taken
    QApplication app(argc, argv);
    installTranslations(app);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"."_s);
    folder.mkpath(u"."_s);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    const QPalette light = QApplication::style()->standardPalette();
    for (const bool dark : {false, true}) {
        QApplication::setPalette(dark ? darkPalette() : light);
        const Album album{folder, dark ? u"-dark.png"_s : u"-light.png"_s};
        for (const auto shoot :
             {shootOverview, shootTrouble, shootEvents, shootModels, shootLibrary, shootTry, shootLogs,
              shootSettings, shootEmptyDesk, shootTrayMenu, shootDialogs})
            shoot(album);
    }
    shootTrayIcons(folder);
    return 0;
}
