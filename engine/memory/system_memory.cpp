// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/system_memory.h"

#include "engine/memory/kernel_file.h"

#include <QList>
#include <algorithm>
#include <map>
#include <unistd.h>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostPages = qint64(1) << 40;

// Lines such as "Name:   123 kB". Other lines, and numbers that overflow, are skipped.
std::map<QByteArray, Bytes> parseKibibyteLines(const QByteArray &text)
{
    std::map<QByteArray, Bytes> values;
    for (const QByteArray &line : text.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || !line.endsWith(" kB"))
            continue;
        bool ok = false;
        const qint64 kibibytes = line.mid(colon + 1, line.size() - colon - 4).trimmed().toLongLong(&ok);
        if (ok && kibibytes >= 0 && kibibytes < (qint64(1) << 50))
            values[line.left(colon)] = Bytes::fromKibibytes(kibibytes);
    }
    return values;
}

} // namespace

std::optional<MemInfo> parseMemInfo(const QByteArray &text)
{
    auto values = parseKibibyteLines(text);
    if (!values.contains("MemTotal") || !values.contains("MemAvailable") || values["MemTotal"].value == 0)
        return std::nullopt;
    return MemInfo{values["MemTotal"], values["MemAvailable"], values["SwapTotal"], values["SwapFree"]};
}

std::optional<MemInfo> readMemInfo(const QString &root)
{
    return parseMemInfo(readKernelFile(root + u"/proc/meminfo"_s));
}

std::optional<qint64> parsePerCpuPages(const QByteArray &text)
{
    std::optional<qint64> sum;
    for (const QByteArray &line : text.split('\n')) {
        const QByteArray field = line.trimmed();
        const auto count = field.startsWith("count:") ? parseCount(field.mid(6)) : std::nullopt;
        if (count && *count < mostPages - sum.value_or(0))
            sum = sum.value_or(0) + *count;
    }
    return sum;
}

std::optional<Bytes> readAvailable(const QString &root)
{
    const auto info = readMemInfo(root);
    if (!info)
        return std::nullopt;
    const qint64 listed = parsePerCpuPages(readKernelFile(root + u"/proc/zoneinfo"_s)).value_or(0);
    return info->available + Bytes{listed * ::sysconf(_SC_PAGESIZE)};
}

std::optional<ProcessMemory> parseSmapsRollup(const QByteArray &text)
{
    auto values = parseKibibyteLines(text);
    if (!values.contains("Pss") || !values.contains("Anonymous"))
        return std::nullopt;
    const Bytes pss = values["Pss"];
    const Bytes anonymous =
        std::min(pss, values.contains("Pss_Anon") ? values["Pss_Anon"] : values["Anonymous"]);
    return ProcessMemory{pss, anonymous, pss - anonymous, values["Private_Dirty"]};
}

std::optional<Bytes> parseRssAnon(const QByteArray &text)
{
    auto values = parseKibibyteLines(text);
    return values.contains("RssAnon") ? std::optional(values["RssAnon"]) : std::nullopt;
}

std::optional<Bytes> readAnonymous(qint64 pid)
{
    return parseRssAnon(readKernelFile(u"/proc/%1/status"_s.arg(pid)));
}

std::optional<ProcessMemory> readProcessMemory(qint64 pid)
{
    return parseSmapsRollup(readKernelFile(u"/proc/%1/smaps_rollup"_s.arg(pid)));
}

std::vector<qint64> readDescendants(qint64 pid)
{
    std::vector<qint64> found;
    const QByteArray children = readKernelFile(u"/proc/%1/task/%1/children"_s.arg(pid));
    for (const QByteArray &child : children.split(' ')) {
        if (const auto number = parseCount(child); number && *number > 0) {
            found.push_back(*number);
            std::ranges::copy(readDescendants(*number), std::back_inserter(found));
        }
    }
    return found;
}

std::optional<ProcessMemory> readFamilyMemory(qint64 pid)
{
    auto sum = readProcessMemory(pid);
    for (const qint64 descendant : sum ? readDescendants(pid) : std::vector<qint64>()) {
        const auto memory = readProcessMemory(descendant).value_or(ProcessMemory());
        sum->pss += memory.pss;
        sum->anonymous += memory.anonymous;
        sum->file += memory.file;
        sum->own += memory.own;
    }
    return sum;
}

std::optional<Bytes> readFamilyAnonymous(qint64 pid)
{
    auto sum = readAnonymous(pid);
    for (const qint64 descendant : sum ? readDescendants(pid) : std::vector<qint64>())
        *sum += readProcessMemory(descendant).value_or(ProcessMemory()).own;
    return sum;
}

} // namespace modeldeck
