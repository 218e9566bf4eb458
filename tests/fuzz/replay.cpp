// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds the files of the named folders to a fuzz target: what a fuzzer once found stays mended,
// with any compiler.
#include "tests/fuzz/fuzz.h"

#include <QDirIterator>

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; ++i) {
        QDirIterator files(QString::fromLocal8Bit(argv[i]), QDir::Files);
        while (files.hasNext()) {
            QFile file(files.next());
            modeldeck::fuzz::require(file.open(QIODevice::ReadOnly), "the corpus can be read");
            std::printf("%s\n", qPrintable(file.fileName()));
            std::fflush(stdout); // so that the last one named is the one that crashed
            const QByteArray input = file.readAll();
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(input.constData()),
                                   std::size_t(input.size()));
            ++count;
        }
    }
    modeldeck::fuzz::require(count > 0, "the corpus has a file");
    std::printf("%d inputs\n", count);
}
