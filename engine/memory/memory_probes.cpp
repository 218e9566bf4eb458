// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/memory_probes.h"

#include "engine/memory/amdgpu_probe.h"
#include "engine/memory/kernel_file.h"
#include "engine/memory/nvml_probe.h"

namespace modeldeck {

using namespace Qt::StringLiterals;

MemoryProbes probesOf(const MemorySources &sources)
{
    const QString &root = sources.root;
    const auto file = [&root](const QString &path) { return std::make_shared<KernelFile>(root + path); };
    MemoryProbes probes;
    probes.memInfo = [info = file(u"/proc/meminfo"_s)] { return parseMemInfo(info->read()); };
    probes.cgroup = [cgroup = std::make_shared<CgroupProbe>(root)] { return cgroup->read(); };
    probes.stalls = [stalls = file(u"/proc/pressure/memory"_s), events = file(u"/proc/vmstat"_s)] {
        auto read = parseMemoryStalls(stalls->read());
        if (read)
            read->reclaims = parseReclaims(events->read());
        return read;
    };
    probes.majorFaults = [root](qint64 process) {
        return parseMajorFaults(readKernelFile(u"%1/proc/%2/stat"_s.arg(root).arg(process)));
    };
    probes.gpus.push_back(std::make_unique<NvmlProbe>(sources.nvmlLibrary, root));
    probes.gpus.push_back(std::make_unique<AmdgpuProbe>(root));
    if (root.isEmpty())
        probes.stallTrigger = u"/proc/pressure/memory"_s;
    return probes;
}

} // namespace modeldeck
