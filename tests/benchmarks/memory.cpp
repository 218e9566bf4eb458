// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/system_memory.h"
#include "tests/benchmarks/daemon.h"

#include <QFile>
#include <QThread>
#include <algorithm>
#include <thread>
#include <unistd.h>

namespace modeldeck::bench {

using namespace Qt::StringLiterals;

namespace {

struct Look
{
    QString when;
    double atMilliseconds = 0;
    double engineAnonymous = 0, runnerAnonymous = 0, runnerFile = 0, systemAvailable = 0, systemCpuLists = 0;
};

// Pages that are free, but lie in the processors' own lists: since Linux 6.7 that can be all that a process
// had, and MemAvailable does not count them until the kernel takes them back, which it does slowly. The sum
// of both is exact.
double cpuListsMebibytes()
{
    QFile file(u"/proc/zoneinfo"_s);
    const qint64 pages = file.open(QIODevice::ReadOnly) ? parsePerCpuPages(file.readAll()).value_or(0) : 0;
    return Bytes{pages * ::sysconf(_SC_PAGESIZE)}.mebibytes();
}

// A process that is not there holds 0.
Look look(const QString &when, qint64 engineId, qint64 runnerId, double milliseconds = 0)
{
    const auto engine = readProcessMemory(engineId);
    const auto runner = runnerId > 0 ? readFamilyMemory(runnerId) : std::nullopt;
    const auto system = readMemInfo();
    return {when,
            milliseconds,
            engine ? engine->anonymous.mebibytes() : 0.,
            runner ? runner->anonymous.mebibytes() : 0.,
            runner ? runner->file.mebibytes() : 0.,
            system ? system->available.mebibytes() : 0.,
            cpuListsMebibytes()};
}

// Unloads, and gives what was there while it went (the look nearest to half-way) and when it had gone.
std::vector<Look> unload(Daemon &daemon)
{
    const qint64 engine = daemon.processId(), runner = daemon.runnerId();
    std::vector<Look> seen;
    const auto start = Clock::now();
    std::jthread watcher([&](const std::stop_token &stop) {
        while (!stop.stop_requested()) {
            seen.push_back(look(u"unloading"_s, engine, runner, 1e3 * since(start)));
            QThread::usleep(500);
        }
    });
    daemon.post("/api/rag/embedding/unload/vision");
    const double took = 1e3 * since(start);
    watcher.request_stop();
    watcher.join();
    std::vector<Look> result;
    const auto distance = [took](const Look &l) { return std::abs(l.atMilliseconds - took / 2); };
    if (!seen.empty())
        result.push_back(*std::ranges::min_element(seen, {}, distance));
    result.push_back(look(u"unloaded"_s, engine, daemon.runnerId(), took));
    return result;
}

} // namespace

// What a model costs while it is there, while it goes, and what is left when it has gone. MiB; other programs
// move system_available too.
void memory(const Options &options, Report &report)
{
    std::vector<std::vector<QVariant>> rows;
    for (const QString &variant : options.variants) {
        modelFolder(options, variant, u"f32"_s);
        Daemon daemon(options.modelsDirectory);
        std::vector<Look> looks{look(u"before"_s, daemon.processId(), 0)};
        daemon.post("/v1/embeddings", Daemon::embedBody(variant, picture(224, 1)));
        looks.push_back(look(u"loaded"_s, daemon.processId(), daemon.runnerId()));
        for (const Look &l : unload(daemon))
            looks.push_back(l);
        for (const Look &l : looks)
            rows.push_back({variant, l.when, l.atMilliseconds, l.engineAnonymous, l.runnerAnonymous,
                            l.runnerFile, l.systemAvailable, l.systemCpuLists});
    }
    report.table(u"memory"_s,
                 {u"model"_s, u"when"_s, u"unload_ms"_s, u"engine_anon_mb"_s, u"runner_anon_mb"_s,
                  u"runner_file_mb"_s, u"system_available_mb"_s, u"free_in_cpu_lists_mb"_s},
                 rows);
}

} // namespace modeldeck::bench
