// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/model_state.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace modeldeck {

// The memory limit of the control group that the program runs in.
struct CgroupMemory
{
    Bytes limit;
    Bytes used; // without its file cache
    PressureLevel level = PressureLevel::Normal;
    bool levelFromStall = false; // as in SystemMemory
};

struct SystemMemory
{
    Bytes total;
    Bytes available;
    Bytes swapTotal;
    Bytes swapFree;
    double used = 0;                             // 1 - available / total
    PressureLevel level = PressureLevel::Normal; // of the machine's memory
    std::optional<CgroupMemory> cgroup;          // where there is a limit
    bool stalled = false;                        // the kernel reports that tasks wait for memory (PSI)
    bool levelFromStall = false;                 // `level` is higher than what is in use makes it
};

// The worse of the machine and the control group.
inline PressureLevel ramPressure(const SystemMemory &memory)
{
    return memory.cgroup ? std::max(memory.level, memory.cgroup->level) : memory.level;
}

// Whether a stall, rather than what is in use, makes memory pressure as high as `level`. Where both are
// equally bad, the machine is asked.
inline bool isFromStall(const SystemMemory &memory, PressureLevel level)
{
    const bool group = memory.cgroup && memory.cgroup->level > memory.level;
    return level == ramPressure(memory) && (group ? memory.cgroup->levelFromStall : memory.levelFromStall);
}

struct GpuView
{
    QString name;
    Bytes total;
    Bytes used;
    PressureLevel level = PressureLevel::Normal;
    bool usable = false; // a runner was seen on it (set by MemoryMonitor)
};

inline PressureLevel worstPressure(const std::vector<GpuView> &gpus)
{
    PressureLevel worst = PressureLevel::Normal;
    for (const GpuView &gpu : gpus)
        worst = std::max(worst, gpu.level);
    return worst;
}

// One reading of all memory, for display and for the policies. A missing probe leaves its values absent: if
// the kernel does not report the machine's memory, system.total is 0 and the rest of `system` is meaningless.
struct MemoryReadings
{
    SystemMemory system;
    std::vector<GpuView> gpus; // of all vendors; usable once a runner was seen on it

    // The worse of the machine and the control group.
    PressureLevel ramLevel = PressureLevel::Normal;
    Bytes ramExcess; // what must be freed until the level falls below high, including the hysteresis
    Bytes ramFree;   // what can still be allocated on the machine and within the control group's limit
    bool ramLevelFromStall = false;
    bool ramBelowThreshold = false; // neither the machine nor the control group has reached the threshold

    // The worst of the usable GPUs or, while none is known to be usable, of those with 1 GiB or more.
    PressureLevel deviceLevel = PressureLevel::Normal;
    Bytes deviceExcess;
    bool deviceBelowThreshold = false; // each of those GPUs
    std::optional<Bytes> deviceFree;   // of the GPU with the most; absent without a readable GPU

    PressureLevel worstLevel() const { return std::max(ramLevel, deviceLevel); }
};

} // namespace modeldeck
