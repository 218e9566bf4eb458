// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <optional>

namespace modeldeck {

// The CPUs' time since boot as the kernel counts it, in its ticks.
struct CpuTimes
{
    quint64 idle = 0; // including waiting for disks
    quint64 all = 0;
};
std::optional<CpuTimes> parseProcStat(const QByteArray &text);
std::optional<CpuTimes> readCpuTimes();

// The idle share (0 to 1) of the time between two readings.
class CpuIdle
{
public:
    // 0 (not idle) until there is a reading to compare with.
    double share(const std::optional<CpuTimes> &now);

private:
    std::optional<CpuTimes> m_last;
};

} // namespace modeldeck
