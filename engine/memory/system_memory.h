// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <QByteArray>
#include <QString>
#include <optional>
#include <vector>

// What the kernel reports about the memory of the machine and of a process. The parsers take the text of a
// /proc file and return nothing if it lacks what they need: a missing reading is absent, not zero.
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

// /proc/zoneinfo: free pages in the kernel's lists for each processor, which MemAvailable leaves out. Since
// Linux 6.7 these hold hundreds of megabytes, and the pages of a process that exited go there first.
std::optional<qint64> parsePerCpuPages(const QByteArray &text);
// MemAvailable with those pages: what to compare over an unload. Not for every reading: the more processors,
// the longer zoneinfo takes.
std::optional<Bytes> readAvailable(const QString &root = {});

struct ProcessMemory
{
    Bytes pss;       // proportional set size: the sum of the two
    Bytes anonymous; // resident and private to the process
    Bytes file;      // its share of the resident pages of mapped files
    Bytes own;       // written by the process, and mapped by no other
};
std::optional<ProcessMemory> parseSmapsRollup(const QByteArray &text);
// Nothing if the process no longer exists. The kernel walks every page: 10 ms per gigabyte.
std::optional<ProcessMemory> readProcessMemory(qint64 pid);

// Only the anonymous part, from the counters in /proc/PID/status; costs almost nothing.
std::optional<Bytes> parseRssAnon(const QByteArray &text);
std::optional<Bytes> readAnonymous(qint64 pid);

// The processes that a process's main thread started, those that they started, and so on.
std::vector<qint64> readDescendants(qint64 pid);
// The sums of a process and its descendants: pages that they share count once. Nothing if it no longer
// exists.
std::optional<ProcessMemory> readFamilyMemory(qint64 pid);
// The anonymous part, and what descendants have written besides. Cheap, unless they are large.
std::optional<Bytes> readFamilyAnonymous(qint64 pid);

} // namespace modeldeck
