// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/yardstick.h"

#include <QCoreApplication>

namespace modeldeck::bench {

using namespace Qt::StringLiterals;

Yardstick::Yardstick()
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationDirPath() + u"/modeldeck-bench-linear"_s, QStringList());
}

Yardstick::~Yardstick()
{
    m_process.closeWriteChannel(); // the end of its input ends it
    m_process.waitForFinished();
}

double Yardstick::linearGflops(const QString &dtype, int rows, int in, int out)
{
    m_process.write(u"%1 %2 %3 %4\n"_s.arg(dtype).arg(rows).arg(in).arg(out).toLatin1());
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(120'000))
            qFatal("modeldeck-bench-linear does not answer");
    }
    return m_process.readLine().trimmed().toDouble();
}

} // namespace modeldeck::bench
