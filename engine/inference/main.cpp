// SPDX-License-Identifier: GPL-3.0-or-later
// modeldeck-runner: holds one CLIP model and answers the engine that started it.
#include "engine/inference/image_preprocess.h"
#include "engine/inference/pictures/picture.h"
#include "engine/inference/sandbox.h"
#include "engine/inference/server.h"
#include "engine/model_files/trusted_path.h"

#include "modeldeck_version.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <cerrno>
#include <cstdio>
#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace modeldeck;
using namespace Qt::StringLiterals;

namespace {

constexpr int exitUsage = 2;    // started by hand
constexpr int exitProtocol = 3; // the engine and we do not understand each other
constexpr int exitOrphan = 4;   // the engine died while we started
constexpr int exitAlone = 5;    // there is no process for decoding

void complain(const QString &text)
{
    if (!text.isEmpty())
        std::fprintf(stderr, "modeldeck-runner: %s\n", qUtf8Printable(text));
}

bool isSocket(int descriptor)
{
    struct stat info = {};
    return ::fstat(descriptor, &info) == 0 && S_ISSOCK(info.st_mode);
}

bool hasOneThread()
{
    return QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size() == 1;
}

// OpenBLAS starts threads when it is loaded, before main(). We want none of them (products.h), and a process
// with threads must not fork. The engine asks for one thread as it starts us; where nobody did, we do, and
// begin again.
void beginWithOneThread(char *argv[])
{
    if (hasOneThread() || qEnvironmentVariableIsSet(protocol::blasThreads))
        return;
    qputenv(protocol::blasThreads, "1");
    ::execv(QFile::encodeName(QFile::symLinkTarget(u"/proc/self/exe"_s)).constData(), argv);
}

// The activations of one layer follow those of the other in the same memory: kept between layers, they cost
// no page faults; given back when there is no work (Server), they cost no memory.
void keepActivationsInHeap()
{
    constexpr int large = 32 * 1024 * 1024; // the most that glibc takes for M_MMAP_THRESHOLD
    ::mallopt(M_MMAP_THRESHOLD, large);
    ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
    ::mallopt(M_ARENA_MAX, 2);
}

// Before a byte of the model is read.
void closeSandbox(const inference::LoadOptions &options)
{
    learnOwnGroup();
    const bool gpu = options.device != inference::DeviceChoice::Cpu && inference::cudaAvailable();
    complain(inference::sandbox::confineFiles(options.modelDir, gpu));
}

} // namespace

int main(int argc, char *argv[])
{
    beginWithOneThread(argv);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"modeldeck-runner"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(MODELDECK_VERSION));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Holds one CLIP model in memory and computes embeddings with it, for Modeldeck, which "
        "starts it with a\nsocket to talk to. There is no reason to start it by hand."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption(
        {u"parent"_s, u"The process that started us; without it there is no reason to live."_s, u"pid"_s});
    parser.addOption({u"socket"_s, u"The descriptor of the socket to the engine."_s, u"number"_s, u"3"_s});
    parser.process(application);

    bool valid = true;
    const int socket =
        parser.isSet(u"socket"_s) ? parser.value(u"socket"_s).toInt(&valid) : protocol::runnerSocket;
    if (!valid || !isSocket(socket)) {
        complain(
            u"this program holds a model for Modeldeck, which starts it when it is needed; it does nothing by itself"_s);
        return exitUsage;
    }
    if (parser.isSet(u"parent"_s)) {
        const int parent = parser.value(u"parent"_s).toInt(&valid);
        if (!valid) {
            complain(u"--parent takes a process id"_s);
            return exitUsage;
        }
        if (!inference::sandbox::dieWithParent(parent))
            return exitOrphan;
    }
    complain(inference::sandbox::volunteerForOomKiller());
    inference::warmUpDecoders();
    const auto nursery = inference::Nursery::start(inference::scaleImage);
    if (!nursery) {
        complain(u"no process can be started for decoding: %1"_s.arg(qt_error_string(errno)));
        return exitAlone;
    }
    keepActivationsInHeap();
    complain(inference::sandbox::forbidInternet());

    inference::Server server(socket, *nursery, closeSandbox);
    if (const auto served = server.run(); !served) {
        complain(served.error());
        return exitProtocol;
    }
    return 0;
}
