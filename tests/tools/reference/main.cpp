// SPDX-License-Identifier: GPL-3.0-or-later
// modeldeck-reference settings|metrics: writes that page of resources/docs to standard output. With --check
// FILE it says whether FILE is up to date.
#include "tests/tools/reference/reference.h"

#include <QCoreApplication>
#include <QFile>
#include <QStringList>
#include <cstdio>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString page = arguments.value(1);
    const bool check = arguments.size() == 4 && arguments[2] == "--check"_L1;
    if ((arguments.size() != 2 && !check) || (page != "settings"_L1 && page != "metrics"_L1)) {
        std::fputs("usage: modeldeck-reference settings|metrics [--check FILE]\n", stderr);
        return 2;
    }
    const QByteArray made =
        page == "settings"_L1 ? modeldeck::settingsReference() : modeldeck::metricsReference();
    if (!check) {
        std::fputs(made.constData(), stdout);
        return 0;
    }
    QFile file(arguments[3]);
    if (file.open(QIODevice::ReadOnly) && file.readAll() == made)
        return 0;
    std::fprintf(stderr, "%s is out of date. Generate it again:\n  %s %s > %s\n", qPrintable(arguments[3]),
                 qPrintable(arguments[0]), qPrintable(page), qPrintable(arguments[3]));
    return 1;
}
