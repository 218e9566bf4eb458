// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <QString>
#include <map>
#include <vector>

namespace modeldeck {

struct GpuReading
{
    QString id; // "0000:01:00.0": its place on the bus
    QString name;
    Bytes total;
    Bytes used; // by all programs
};

// The GPUs of one maker. A GPU that can't be read is not among them.
class GpuProbe
{
public:
    virtual ~GpuProbe() = default;

    virtual std::vector<GpuReading> read() = 0;
    // What a process holds, by the GPU's id. Without those where it was not seen.
    virtual std::map<QString, Bytes> memoryOf(qint64 process) = 0;
    // The driver is being asked for the first time, which may take long: read again soon.
    virtual bool isOpening() const { return false; }
};

} // namespace modeldeck
