// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <QString>
#include <map>
#include <vector>

namespace modeldeck {

struct GpuReading
{
    QString id; // its bus address, "0000:01:00.0"
    QString name;
    Bytes total;
    Bytes used; // by all programs
};

// The GPUs of one vendor, without those that can't be read.
class GpuProbe
{
public:
    virtual ~GpuProbe() = default;

    virtual std::vector<GpuReading> read() = 0;
    // What a process holds on each GPU, by the GPU's id; only GPUs on which the process was seen.
    virtual std::map<QString, Bytes> memoryOf(qint64 process) = 0;
    // The driver is still opening, which can take long: read again soon.
    virtual bool isOpening() const { return false; }
};

} // namespace modeldeck
