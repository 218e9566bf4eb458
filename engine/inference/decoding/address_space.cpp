// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/decoding/address_space.h"

#include <QByteArray>
#include <QFile>
#include <algorithm>
#include <limits>
#include <sys/resource.h>
#include <unistd.h>

namespace modeldeck::inference {

qint64 mappedBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').first().toLongLong() * ::sysconf(_SC_PAGESIZE);
}

qint64 mappableBytes()
{
    rlimit limit = {};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return std::numeric_limits<qint64>::max();
    return std::max<qint64>(qint64(limit.rlim_cur) - mappedBytes(), 0);
}

} // namespace modeldeck::inference
