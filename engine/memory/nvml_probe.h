// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/memory/gpu_probe.h"

#include <future>
#include <memory>

namespace modeldeck {

class Nvml;

// NVIDIA's GPUs through the driver's library (NVML), which is loaded at run time if it exists. Whatever fails
// leaves its reading absent. A sleeping GPU is not woken; its last reading remains.
class NvmlProbe : public GpuProbe
{
public:
    // Opens the library in a thread of its own, because the driver may take seconds to start. `root` is
    // prepended to /sys.
    explicit NvmlProbe(const QString &library, const QString &root = {});
    ~NvmlProbe() override;

    std::vector<GpuReading> read() override;
    std::map<QString, Bytes> memoryOf(qint64 process) override;
    bool isOpening() const override;

private:
    Nvml *opened(); // null until it is open

    std::future<std::unique_ptr<Nvml>> m_opening;
    std::unique_ptr<Nvml> m_nvml;
};

} // namespace modeldeck
