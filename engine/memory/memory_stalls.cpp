// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/memory_stalls.h"

#include "engine/memory/kernel_file.h"

#include <QList>
#include <algorithm>

namespace modeldeck {

namespace {

constexpr double fullLine = 0.05;
constexpr double someLine = 0.25;
constexpr double thrashingLine = 100; // major faults a second

// "some avg10=0.00 avg60=0.00 avg300=0.00 total=0"
std::optional<MemoryStalls::Line> parseLine(const QByteArray &line)
{
    std::optional<qint64> total;
    std::optional<double> lately;
    for (const QByteArray &field : line.split(' ')) {
        if (field.startsWith("total="))
            total = parseCount(field.mid(6));
        bool ok = false;
        if (!field.startsWith("avg10="))
            continue;
        if (const double percent = field.mid(6).toDouble(&ok); ok && percent >= 0 && percent <= 100)
            lately = percent / 100;
    }
    if (!total || !lately)
        return std::nullopt;
    return MemoryStalls::Line{std::chrono::microseconds(*total), *lately};
}

double share(const MemoryStalls::Line &now, const MemoryStalls::Line &before, BootClock::duration elapsed)
{
    return std::chrono::duration<double>(now.total - before.total) / std::chrono::duration<double>(elapsed);
}

} // namespace

std::optional<MemoryStalls> parseMemoryStalls(const QByteArray &text)
{
    std::optional<MemoryStalls::Line> some, full;
    for (const QByteArray &line : text.split('\n')) {
        if (line.startsWith("some "))
            some = parseLine(line);
        else if (line.startsWith("full "))
            full = parseLine(line);
    }
    return some && full ? std::optional(MemoryStalls{*some, *full}) : std::nullopt;
}

std::optional<qint64> parseReclaims(const QByteArray &text)
{
    std::optional<qint64> reclaims;
    for (const QByteArray &line : text.split('\n')) { // "allocstall_normal 3"
        if (!line.startsWith("allocstall"))
            continue;
        const auto count = parseCount(line.mid(line.indexOf(' ') + 1));
        if (!count)
            return std::nullopt;
        reclaims = reclaims.value_or(0) + *count;
    }
    return reclaims;
}

bool StallGauge::update(BootTime now, const MemoryStalls &stalls)
{
    double full = stalls.full.lately, some = stalls.some.lately;
    bool isShort = !stalls.reclaims; // otherwise it is not known yet whether they grow
    if (const auto *before = m_readings.before(now)) {
        full = share(stalls.full, before->counts.full, before->since(now));
        some = share(stalls.some, before->counts.some, before->since(now));
        isShort = !stalls.reclaims || stalls.reclaims != before->counts.reclaims;
    }
    m_readings.add(now, stalls);
    const double lower = m_stalled ? 0.5 : 1;
    m_stalled = isShort && (full >= fullLine * lower || some >= someLine * lower);
    return m_stalled;
}

std::optional<qint64> parseMajorFaults(const QByteArray &text)
{
    // "7 (a name) S 1 …": the name may hold anything; major faults are the twelfth field.
    const qsizetype afterName = text.lastIndexOf(')');
    const QList<QByteArray> fields =
        text.sliced(std::max<qsizetype>(afterName + 1, 0)).simplified().split(' ');
    constexpr qsizetype place = 12 - 3;
    if (afterName < 0 || fields.size() <= place)
        return std::nullopt;
    return parseCount(fields[place]);
}

bool FaultGauge::update(BootTime now, Faults faults)
{
    double perSecond = 0;
    if (const auto *before = m_readings.before(now)) {
        qint64 grown = 0;
        for (const auto &[process, count] : faults) {
            const auto old = before->counts.find(process);
            if (old != before->counts.end())
                grown += count - old->second;
        }
        perSecond = double(grown) / std::chrono::duration<double>(before->since(now)).count();
    }
    m_readings.add(now, std::move(faults));
    return perSecond > thrashingLine;
}

} // namespace modeldeck
