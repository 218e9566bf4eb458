// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <QByteArray>
#include <QString>
#include <optional>

// What the kernel says of the machine's and of a process's memory. The parsers take the text of the /proc
// file, and give nothing where it does not hold what they need: a reading that is not there is
// absent, not zero.
namespace modeldeck {

struct MemInfo
{
    Bytes total;
    Bytes available;
    Bytes swapTotal; // 0 without swap
    Bytes swapFree;
};
std::optional<MemInfo> parseMemInfo(const QByteArray &text);
std::optional<MemInfo> readMemInfo(const QString &root = {}); // which stands before /proc

// /proc/zoneinfo: free pages that the kernel keeps in lists for each processor, which MemAvailable leaves
// out. Since Linux 6.7 these hold hundreds of megabytes, and are where the pages of a process that has ended
// go first.
std::optional<qint64> parsePerCpuPages(const QByteArray &text);
// MemAvailable with those pages: what to compare over an unload. Not for every reading: the more processors,
// the longer zoneinfo takes.
std::optional<Bytes> readAvailable(const QString &root = {});

struct ProcessMemory
{
    Bytes pss;       // proportional set size: the sum of the two
    Bytes anonymous; // resident and private to the process
    Bytes file;      // its share of the resident pages of mapped files
};
std::optional<ProcessMemory> parseSmapsRollup(const QByteArray &text);
// Nothing once the process is gone. The kernel walks every page: 10 ms a gigabyte.
std::optional<ProcessMemory> readProcessMemory(qint64 pid);

// The anonymous part alone, from the counters in /proc/PID/status: costs nothing.
std::optional<Bytes> parseRssAnon(const QByteArray &text);
std::optional<Bytes> readAnonymous(qint64 pid);

} // namespace modeldeck
