// SPDX-License-Identifier: GPL-3.0-or-later
// modeldeck-manuals FOLDER: writes the manual pages and the completions for the shells.
#include "installer/manuals/completions.h"

#include <QDir>
#include <QSaveFile>
#include <cstdio>

using namespace modeldeck::manuals;

int main(int argc, char *argv[])
{
    if (argc != 2) {
        std::fputs("usage: modeldeck-manuals FOLDER\n", stderr);
        return 2;
    }
    std::vector<Output> outputs = manPages();
    for (const QString &program : {QStringLiteral("modeldeck"), QStringLiteral("modeldeckd")}) {
        const auto more = completions(program);
        outputs.insert(outputs.end(), more.begin(), more.end());
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    folder.mkpath(QStringLiteral("."));
    for (const Output &output : outputs) {
        QSaveFile file(folder.filePath(output.name));
        if (!file.open(QIODevice::WriteOnly) || file.write(output.content) != output.content.size() ||
            !file.commit()) {
            std::fprintf(stderr, "modeldeck-manuals: %s: %s\n", qPrintable(file.fileName()),
                         qPrintable(file.errorString()));
            return 1;
        }
    }
    return 0;
}
