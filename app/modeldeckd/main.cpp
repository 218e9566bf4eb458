// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/host/host.h"

#include <QCoreApplication>
#include <cstdio>

// modeldeckd: the engine and REST without a screen.
int main(int argc, char *argv[])
{
    using namespace modeldeck;
    QCoreApplication app(argc, argv);
    const ProgramInfo program{QStringLiteral("modeldeckd"),
                              QStringLiteral("Manages embedding models and serves their REST API"), true};
    auto parsed = parseOptions(program, QCoreApplication::arguments(), processEnvironment());
    if (const auto *exit = std::get_if<EarlyExit>(&parsed))
        return exitEarly(*exit);
    const auto host = Host::start(program, std::get<Invocation>(std::move(parsed)));
    if (!host)
        return exitEarly(Host::startFailed(program, host.error()));
    if (const QStringList urls = (*host)->rest().urls(); !urls.isEmpty()) {
        std::printf("listening on %s\n", qPrintable(urls.front()));
        std::fflush(stdout);
    }
    return (*host)->exec();
}
