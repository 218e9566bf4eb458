// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench.h"
#include "tests/support/engine_desk.h"

#include <QCoreApplication>

namespace modeldeck::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr double milliseconds = 1e3;

struct Rescan
{
    double seconds = 0;
    double longestWait = 0; // of a call that needs nothing but its turn in the engine's thread
};

Rescan rescan(test::EngineDesk &desk)
{
    Rescan out;
    const test::Answer<int> rescanned;
    const auto start = Clock::now();
    desk.engine->rescan(rescanned.reply(desk.mailbox));
    while (!rescanned.came()) {
        const test::Answer<std::vector<Receipt>> answer;
        const auto asked = Clock::now();
        desk.engine->receipts(1, answer.reply(desk.mailbox));
        while (!answer.came())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        out.longestWait = std::max(out.longestWait, since(asked));
    }
    out.seconds = since(start);
    return out;
}

} // namespace

// What it costs to find many models, and what the engine's thread notices of it.
void catalog(const Options &options, Report &report)
{
    const int models = options.tiny ? 20 : 5000;
    test::EngineDesk desk;
    for (int i = 0; i < models; ++i)
        test::writeFiles(desk.folder(u"%1"_s.arg(i)), test::modelFiles());
    const auto start = Clock::now();
    desk.start();
    while (!desk.snapshot)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const double first = since(start);
    const Rescan unchanged = rescan(desk);
    for (int i = 0; i < models; ++i)
        desk.write(QString::number(i), u"config.json"_s, test::modelFiles().at(u"config.json"_s) + " ");
    const Rescan changed = rescan(desk);
    report.table(
        u"catalog"_s,
        {u"models"_s, u"first_scan_ms"_s, u"rescan_ms"_s, u"rescan_of_changed_ms"_s, u"longest_wait_ms"_s,
         u"longest_wait_changed_ms"_s},
        {{models, milliseconds * first, milliseconds * unchanged.seconds, milliseconds * changed.seconds,
          milliseconds * unchanged.longestWait, milliseconds * changed.longestWait}});
}

} // namespace modeldeck::bench
