// SPDX-License-Identifier: GPL-3.0-or-later
// modeldeck-fake-ollama [PORT]: the stand-in as a program, for clients that are not in this process. It says
// where it listens, and ends with its standard input.
#include "tests/tools/fake_ollama/fake_ollama.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTextStream>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace modeldeck::test;

namespace {

FakeModel embedder(const QString &name, int dimension)
{
    FakeModel model;
    model.name = name;
    model.dimension = dimension;
    model.contextLength = 512;
    return model;
}

void fill(FakeOllama &ollama)
{
    ollama.addModel(embedder(u"mxbai-embed-large:latest"_s, 1024));
    ollama.addModel(embedder(u"all-minilm:latest"_s, 384));
    FakeModel writer = embedder(u"llama3.2:latest"_s, 3072);
    writer.embeds = false;
    writer.family = u"llama"_s;
    ollama.addModel(writer);
    ollama.pulled = embedder(u"nomic-embed-text:latest"_s, 768);
    ollama.pullLines = {R"({"status":"pulling manifest"})",
                        R"({"status":"pulling 970aa74c0a90","total":274290656,"completed":274290656})",
                        R"({"status":"success"})"};
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    FakeOllama ollama;
    fill(ollama);
    QTextStream out(stdout);
    if (!ollama.listen(application.arguments().value(1).toUShort())) {
        out << "can't listen" << Qt::endl;
        return 1;
    }
    out << "listening on " << ollama.address() << Qt::endl;
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &application, [] {
        char ignored[256];
        if (::read(STDIN_FILENO, ignored, sizeof ignored) <= 0)
            QCoreApplication::quit();
    });
    return application.exec();
}
