// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/benchmarks/report.h"

#include <QByteArray>
#include <QString>
#include <chrono>

namespace modeldeck::bench {

struct Options
{
    QString modelsDirectory; // full-size models; missing ones are made there
    QStringList variants;
    bool tiny = false; // a quick look, and the test that every subcommand works
    int runs = 5;
};

void load(const Options &options, Report &report);
void throughput(const Options &options, Report &report);
void memory(const Options &options, Report &report);
void api(const Options &options, Report &report);
void lifecycle(const Options &options, Report &report);
void catalog(const Options &options, Report &report);
void gui(const Options &options, Report &report);
// What a process of its own does for gui: shows the window on the real engine, and says when it is painted.
int firstPaint(const Options &options);

// Makes the model unless it is there; gives its folder. `dtype` is the file's: "f32", "bf16".
QString modelFolder(const Options &options, const QString &variant, const QString &dtype);
// A noisy picture of about that many bytes as PNG.
QByteArray picture(int size, int seed);

using Clock = std::chrono::steady_clock;
inline double since(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

} // namespace modeldeck::bench
