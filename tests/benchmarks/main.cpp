// SPDX-License-Identifier: GPL-3.0-or-later
// modeldeck-bench: figures of this machine, as tables. It measures and asserts nothing.
#include "modeldeck_version.h"
#include "tests/benchmarks/bench.h"
#include "tests/benchmarks/machine.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <cstdio>
#include <map>

using namespace modeldeck::bench;
using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    if (!qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("OMP_WAIT_POLICY", "passive"); // as the engine starts its runners
    QApplication app(argc, argv);
    QApplication::setApplicationVersion(QStringLiteral(MODELDECK_VERSION));
    const std::map<QString, void (*)(const Options &, Report &)> benches{
        {u"load"_s, load},           {u"throughput"_s, throughput}, {u"memory"_s, memory}, {u"api"_s, api},
        {u"lifecycle"_s, lifecycle}, {u"catalog"_s, catalog},       {u"gui"_s, gui}};

    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures Modeldeck on this machine."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        u"what"_s,
        u"load, throughput, memory, api, lifecycle, catalog, gui, or several of them; all without"_s,
        u"[what...]"_s);
    parser.addOptions(
        {{u"json"_s, u"JSON instead of tables."_s},
         {u"tiny"_s, u"Tiny models and short runs: shows that it works, measures little."_s},
         {u"models-dir"_s, u"Where full-size models are, or are made; else a temporary folder."_s, u"DIR"_s},
         {u"variant"_s, u"Only this model; may be repeated."_s, u"ID"_s},
         {u"runs"_s, u"Runs behind each median."_s, u"N"_s, u"5"_s}});
    parser.process(app);
    QLoggingCategory::setFilterRules(
        u"modeldeck*.debug=false\nmodeldeck*.info=false"_s); // the engine is within gui

    QStringList chosen = parser.positionalArguments();
    if (chosen.isEmpty())
        chosen = {u"load"_s, u"throughput"_s, u"memory"_s, u"api"_s, u"lifecycle"_s, u"catalog"_s, u"gui"_s};
    const QTemporaryDir temporary;
    Options options;
    options.tiny = parser.isSet(u"tiny"_s);
    options.modelsDirectory =
        parser.isSet(u"models-dir"_s) ? parser.value(u"models-dir"_s) : temporary.path();
    options.variants = parser.isSet(u"variant"_s) ? parser.values(u"variant"_s)
                                                  : QStringList{u"ViT-B-32/openai"_s, u"ViT-L-14/openai"_s};
    options.runs = options.tiny ? 1 : parser.value(u"runs"_s).toInt();
    if (options.runs < 1) {
        std::fprintf(stderr, "modeldeck-bench: --runs takes a number from 1\n");
        return 2;
    }
    if (chosen == QStringList{u"first-paint"_s}) // what gui starts
        return firstPaint(options);
    for (const QString &name : chosen) {
        if (!benches.contains(name)) {
            std::fprintf(stderr, "modeldeck-bench: unknown: %s (see --help)\n", qPrintable(name));
            return 2;
        }
    }
    Report report(parser.isSet(u"json"_s));
    machine(report);
    for (const QString &name : chosen)
        benches.at(name)(options, report);
    return 0;
}
