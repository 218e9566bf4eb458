// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/system_memory.h"

#include <QFile>
#include <algorithm>
#include <map>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

// "Name:   123 kB" lines; others, and numbers that overflow, are passed over.
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

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

std::optional<MemInfo> parseMemInfo(const QByteArray &text)
{
    auto values = parseKibibyteLines(text);
    if (!values.contains("MemTotal") || !values.contains("MemAvailable") || values["MemTotal"].value == 0)
        return std::nullopt;
    return MemInfo{values["MemTotal"], values["MemAvailable"]};
}

std::optional<MemInfo> readMemInfo()
{
    return parseMemInfo(readAll(u"/proc/meminfo"_s));
}

std::optional<ProcessMemory> parseSmapsRollup(const QByteArray &text)
{
    auto values = parseKibibyteLines(text);
    if (!values.contains("Pss") || !values.contains("Anonymous"))
        return std::nullopt;
    const Bytes pss = values["Pss"];
    const Bytes anonymous = std::min(pss, values.contains("Pss_Anon") ? values["Pss_Anon"] : values["Anonymous"]);
    return ProcessMemory{pss, anonymous, pss - anonymous};
}

std::optional<ProcessMemory> readProcessMemory(qint64 pid)
{
    return parseSmapsRollup(readAll(u"/proc/%1/smaps_rollup"_s.arg(pid)));
}

} // namespace modeldeck
