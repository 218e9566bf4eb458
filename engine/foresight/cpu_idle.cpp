// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/foresight/cpu_idle.h"

#include <QFile>
#include <QList>

namespace modeldeck {

// "cpu  user nice system idle iowait irq softirq steal guest guest_nice", proc(5). A guest's time is in
// user's.
std::optional<CpuTimes> parseProcStat(const QByteArray &text)
{
    const QList<QByteArray> fields = text.left(text.indexOf('\n')).simplified().split(' ');
    constexpr qsizetype idle = 4, ioWait = 5, steal = 8;
    if (fields.front() != "cpu" || fields.size() <= ioWait)
        return {};
    CpuTimes times;
    for (qsizetype i = 1; i < std::min(fields.size(), steal + 1); ++i) {
        bool ok = false;
        const quint64 ticks = fields[i].toULongLong(&ok);
        if (!ok)
            return {};
        times.all += ticks;
        if (i == idle || i == ioWait)
            times.idle += ticks;
    }
    return times;
}

std::optional<CpuTimes> readCpuTimes()
{
    QFile file(QStringLiteral("/proc/stat"));
    return file.open(QIODevice::ReadOnly) ? parseProcStat(file.readLine()) : std::nullopt;
}

double CpuIdle::share(const std::optional<CpuTimes> &now)
{
    const auto before = std::exchange(m_last, now);
    if (!before || !now || now->all <= before->all || now->idle < before->idle)
        return 0;
    return double(now->idle - before->idle) / double(now->all - before->all);
}

} // namespace modeldeck
