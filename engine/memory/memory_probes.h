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

// All that the monitor reads. A probe that gives nothing is a reading that is not there.
struct MemoryProbes
{
    std::function<std::optional<MemInfo>()> memInfo;
    std::function<std::optional<CgroupReading>()> cgroup;
    std::function<std::optional<MemoryStalls>()> stalls; // the machine's
    std::vector<std::unique_ptr<GpuProbe>> gpus;
    QString stallTrigger; // the kernel's file that calls when tasks stall; empty: none
};

// The machine's own.
MemoryProbes probesOf(const MemorySources &sources);

} // namespace modeldeck
