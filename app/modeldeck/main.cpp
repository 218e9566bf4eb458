// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/host/host.h"
#include "ui/main_window.h"
#include "ui/translations.h"

#include "modeldeck_version.h"

#include <QApplication>
#include <QSettings>

using namespace modeldeck;

namespace {

// The window knows no REST; it is told.
RestView viewOf(const RestStatus &status)
{
    static constexpr RestView::State states[] = {RestView::State::Off, RestView::State::On, RestView::State::Failed};
    return {states[int(status.state)], status.urls, status.error ? status.error->message.english() : QString()};
}

} // namespace

// modeldeck: the window, with the engine and REST behind it.
int main(int argc, char *argv[])
{
    // Asked for help or wrongly called, it needs no screen.
    const ProgramInfo program{QStringLiteral("modeldeck"), QStringLiteral("The control panel for embedding models"), false};
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    if (const auto parsed = parseOptions(program, arguments, processEnvironment()); std::holds_alternative<EarlyExit>(parsed)) {
        if (std::get<EarlyExit>(parsed).status == 0)
            return exitEarly(std::get<EarlyExit>(parsed));
    }

    QApplication app(argc, argv);
    QApplication::setApplicationName(program.name);
    QApplication::setApplicationVersion(QStringLiteral(MODELDECK_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("modeldeck"));
    installTranslations(app);
    auto parsed = parseOptions(program, QApplication::arguments(), processEnvironment());
    if (const auto *exit = std::get_if<EarlyExit>(&parsed))
        return exitEarly(*exit);

    MainWindow *shown = nullptr;
    const auto host = Host::start(program, std::get<Invocation>(std::move(parsed)), [&shown](const RestStatus &status) {
        if (shown)
            shown->setRestStatus(viewOf(status));
    });
    if (!host)
        return exitEarly(Host::startFailed(program, host.error()));
    QSettings looks(QStringLiteral("modeldeck"), QStringLiteral("window"));
    MainWindow window((*host)->engine(), {&looks, {}});
    shown = &window;
    window.setRestStatus(viewOf((*host)->rest().status()));
    window.show();
    // The window closed: the models go before the program does.
    QApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(&app, &QApplication::lastWindowClosed, host->get(), &Host::end);
    return (*host)->exec();
}
