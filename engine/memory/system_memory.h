// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bytes.h"

#include <QByteArray>
#include <optional>

// What the kernel says of the machine's and of a process's memory. The parsers take the text of the /proc file,
// and give nothing where it does not hold what they need: a reading that is not there is absent, not zero.
namespace modeldeck {

struct MemInfo
{
    Bytes total;
    Bytes available;
};
std::optional<MemInfo> parseMemInfo(const QByteArray &text);
std::optional<MemInfo> readMemInfo();

struct ProcessMemory
{
    Bytes pss;       // proportional set size: the sum of the two
    Bytes anonymous; // resident and private to the process
    Bytes file;      // its share of the resident pages of mapped files
};
std::optional<ProcessMemory> parseSmapsRollup(const QByteArray &text);
// Nothing once the process is gone.
std::optional<ProcessMemory> readProcessMemory(qint64 pid);

} // namespace modeldeck
