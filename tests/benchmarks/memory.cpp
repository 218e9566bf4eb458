// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/system_memory.h"
#include "tests/benchmarks/daemon.h"

namespace modeldeck::bench {

using namespace Qt::StringLiterals;

// What a model costs while it is there, and what is left when it is gone. MiB; a process that is not there holds 0.
void memory(const Options &options, Report &report)
{
    std::vector<std::vector<QVariant>> rows;
    for (const QString &variant : options.variants) {
        modelFolder(options, variant, u"f32"_s);
        Daemon daemon(options.modelsDirectory);
        const auto look = [&](const QString &when) {
            const auto engine = readProcessMemory(daemon.processId());
            const auto runner = readProcessMemory(daemon.runnerId());
            const auto system = readMemInfo();
            rows.push_back({variant, when, engine ? engine->anonymous.mebibytes() : 0., runner ? runner->anonymous.mebibytes() : 0.,
                            runner ? runner->file.mebibytes() : 0., system ? system->available.mebibytes() : 0.});
        };
        look(u"before"_s);
        daemon.post("/v1/embeddings", Daemon::embedBody(variant, picture(224, 1)));
        look(u"loaded"_s);
        daemon.post("/api/rag/embedding/unload/vision");
        look(u"unloaded"_s);
    }
    report.table(u"memory"_s, {u"model"_s, u"when"_s, u"engine_anon_mb"_s, u"runner_anon_mb"_s, u"runner_file_mb"_s,
                               u"system_available_mb"_s}, rows);
}

} // namespace modeldeck::bench
