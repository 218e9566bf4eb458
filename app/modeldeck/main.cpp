// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/token.h"
#include "app/host/host.h"
#include "app/modeldeck/single_instance.h"
#include "app/modeldeck/take_over.h"
#include "ui/icons.h"
#include "ui/main_window.h"
#include "ui/translations.h"
#include "ui/wording.h"

#include "modeldeck_version.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QSettings>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace modeldeck;

namespace {

Q_LOGGING_CATEGORY(windowLog, "modeldeck.window")

// The window does not know REST, so its view of the status is filled in here.
RestView viewOf(const RestStatus &status)
{
    static constexpr RestView::State states[] = {RestView::State::Off, RestView::State::On,
                                                 RestView::State::Failed};
    return {states[int(status.state)], status.urls,
            status.error ? wording::translated(status.error->message) : QString(),
            status.error ? wording::translated(status.error->hint) : QString()};
}

WindowOptions windowOptions(const Directories &directories, QSettings &looks)
{
    WindowOptions options;
    options.settings = &looks;
    options.logFile = directories.state + u"/logs/modeldeck.log"_s;
    options.tokens = {QFileInfo(directories.configFile).path() + u"/rest-token"_s, [](const QString &file) {
                          QDir().mkpath(QFileInfo(file).path());
                          return makeToken(file, ExistingToken::Replace);
                      }};
    // The autostart entry must name a file that exists at the next login: for an AppImage, the image itself.
    // A sandbox has no autostart folder.
    if (!qEnvironmentVariableIsSet("FLATPAK_ID"))
        options.autostartFile = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
                                u"/autostart/modeldeck.desktop"_s;
    options.program = QApplication::applicationFilePath();
    // The program that started us may be an AppImage, too: ours is one only if we lie in its mount.
    if (const QString mounted = qEnvironmentVariable("APPDIR");
        !mounted.isEmpty() && options.program.startsWith(mounted + u'/'))
        options.program = qEnvironmentVariable("APPIMAGE", options.program);
    return options;
}

// Whether this start continues. If a window holds the state directory, it comes to the front; if modeldeckd
// does, a dialog offers to take over.
bool hasPlace(const Directories &directories, const SingleInstance &instance, bool background)
{
    const auto holder = StateLock::holder(directories.state);
    if (!holder)
        return true;
    if (holder->program == u"modeldeck"_s && instance.raiseOther())
        return false;
    if (holder->program == u"modeldeckd"_s && !background)
        return TakeOverDialog(directories.state, *holder).exec() == QDialog::Accepted;
    return true; // the host reports the error
}

} // namespace

// modeldeck: the window, with the engine and REST behind it.
// NOLINTNEXTLINE(bugprone-exception-escape): only running out of memory throws here, and ends the program
int main(int argc, char *argv[])
{
    // Help and errors in the options need no screen.
    const ProgramInfo program{
        u"modeldeck"_s,
        u"Control panel for embedding models; --background starts it as an icon in the tray"_s, false};
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    const bool background = arguments.removeAll(u"--background"_s) > 0;
    if (const auto parsed = parseOptions(program, arguments, processEnvironment());
        std::holds_alternative<EarlyExit>(parsed)) {
        if (std::get<EarlyExit>(parsed).status == 0)
            return exitEarly(std::get<EarlyExit>(parsed));
    }

    QApplication app(argc, argv);
    QApplication::setApplicationName(program.name);
    QApplication::setApplicationVersion(QStringLiteral(MODELDECK_VERSION));
    QApplication::setDesktopFileName(u"modeldeck"_s);
    QApplication::setWindowIcon(icon(u"modeldeck"_s));
    arguments = QApplication::arguments();
    arguments.removeAll(u"--background"_s);
    auto parsed = parseOptions(program, arguments, processEnvironment());
    if (const auto *exit = std::get_if<EarlyExit>(&parsed))
        return exitEarly(*exit);
    chooseLanguage(std::get<Invocation>(parsed).settings.settings()[Language]);
    const QString language = installTranslations(app);
    const Directories directories = std::get<Invocation>(parsed).directories;
    SingleInstance instance(directories.runtime, directories.state);
    if (!hasPlace(directories, instance, background))
        return 0;

    MainWindow *shown = nullptr;
    const auto host =
        Host::start(program, std::get<Invocation>(std::move(parsed)), [&shown](const RestStatus &status) {
            if (shown)
                shown->setRestStatus(viewOf(status));
        });
    if (!host)
        return exitEarly(Host::startFailed(program, host.error()));
    qCInfo(windowLog).noquote() << "the window speaks" << language;
    QSettings looks(u"modeldeck"_s, u"window"_s);
    MainWindow window((*host)->engine(), windowOptions(directories, looks));
    shown = &window;
    window.setRestStatus(viewOf((*host)->rest().status()));
    QObject::connect(&window, &MainWindow::restRetryRequested, host->get(),
                     [&host] { (*host)->rest().retry(); });
    instance.listen();
    QObject::connect(&instance, &SingleInstance::raised, &window, &MainWindow::bringToFront);
    // When the window closes for good, the models are unloaded before the program exits.
    QApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(&window, &MainWindow::quitRequested, host->get(), &Host::end);
    QObject::connect(&app, &QGuiApplication::commitDataRequest, &window, &MainWindow::prepareForSessionEnd);
    if (background)
        window.startInBackground();
    else
        window.show();
    return (*host)->exec();
}
