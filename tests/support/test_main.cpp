// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"

#ifdef QT_WIDGETS_LIB
#include <QApplication>
using Application = QApplication;
#else
#include <QCoreApplication>
using Application = QCoreApplication;
#endif

int main(int argc, char *argv[])
{
    Application application(argc, argv);
    QCoreApplication::setAttribute(Qt::AA_Use96Dpi); // as QTEST_MAIN does: sizes are the same everywhere
    return modeldeck::test::runTests(argc, argv);
}
