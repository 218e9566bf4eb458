// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <optional>

namespace modeldeck {

// What the kernel has counted of the CPUs' time since it started, in its own ticks.
struct CpuTimes
{
    quint64 idle = 0; // waiting for disks included
    quint64 all = 0;
};
std::optional<CpuTimes> parseProcStat(const QByteArray &text);
std::optional<CpuTimes> readCpuTimes();

// The idle share (0 to 1) of the time between two looks.
class CpuIdle
{
public:
    // 0 (not idle) as long as there is nothing to compare with.
    double share(const std::optional<CpuTimes> &now);

private:
    std::optional<CpuTimes> m_last;
};

} // namespace modeldeck
