// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/memory/cgroup_memory.h"
#include "engine/memory/gpu_probe.h"
#include "engine/memory/memory_sources.h"
#include "engine/memory/memory_stalls.h"
#include "engine/memory/system_memory.h"

#include <functional>
#include <memory>

namespace modeldeck {

// Everything that the monitor reads. If a probe returns nothing, the reading is absent.
struct MemoryProbes
{
    std::function<std::optional<MemInfo>()> memInfo;
    std::function<std::optional<CgroupReading>()> cgroup;
    std::function<std::optional<MemoryStalls>()> stalls; // the machine's
    std::function<std::optional<qint64>(qint64 process)> majorFaults;
    std::vector<std::unique_ptr<GpuProbe>> gpus;
    QString stallTrigger; // the kernel's file that notifies when tasks stall; empty: none
};

// The machine's own.
MemoryProbes probesOf(const MemorySources &sources);

} // namespace modeldeck
