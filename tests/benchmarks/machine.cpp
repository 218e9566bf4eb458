// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/machine.h"

#include "engine/memory/system_memory.h"

#include <QFile>
#include <QThread>
#include <QVariant>
#include <unistd.h>

namespace modeldeck::bench {

using namespace Qt::StringLiterals;

void machine(Report &report)
{
    QString name, bfloat16 = u"no"_s;
    if (QFile file(u"/proc/cpuinfo"_s); file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith("model name"))
                name = QString::fromUtf8(line.mid(line.indexOf(':') + 1).trimmed());
            if (line.startsWith("flags") && (line.contains(" avx512_bf16") || line.contains(" amx_bf16")))
                bfloat16 = u"yes"_s;
        }
    }
    const auto memory = readMemInfo();
    report.table(
        u"machine"_s,
        {u"processor"_s, u"threads"_s, u"bfloat16_products"_s, u"memory_mb"_s, u"openblas_coretype"_s},
        {{name, QThread::idealThreadCount(), bfloat16, memory ? memory->total.mebibytes() : 0.,
          qEnvironmentVariable("OPENBLAS_CORETYPE", u"(not set)"_s)}});
}

double processCpuSeconds(qint64 pid)
{
    QFile file(u"/proc/%1/stat"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray stat = file.readAll();
    const QList<QByteArray> fields =
        stat.mid(stat.lastIndexOf(')') + 2).split(' '); // from the third of proc(5) on
    return (fields.value(11).toDouble() + fields.value(12).toDouble()) / double(::sysconf(_SC_CLK_TCK));
}

} // namespace modeldeck::bench
