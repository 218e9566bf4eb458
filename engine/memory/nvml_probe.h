// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/memory/gpu_probe.h"

#include <future>
#include <memory>

namespace modeldeck {

class Nvml;

// NVIDIA's GPUs, through the driver's own library (NVML), which is loaded at run time where there is one.
// Whatever fails is a reading that is not there. A GPU that sleeps is not woken: its last reading stands.
class NvmlProbe : public GpuProbe
{
public:
    // Opens the library in a thread of its own: the driver may take seconds to start. `root`
    // stands before /sys.
    explicit NvmlProbe(const QString &library, const QString &root = {});
    ~NvmlProbe() override;

    std::vector<GpuReading> read() override;
    std::map<QString, Bytes> memoryOf(qint64 process) override;
    bool isOpening() const override;

private:
    Nvml *opened(); // null while it is not there

    std::future<std::unique_ptr<Nvml>> m_opening;
    std::unique_ptr<Nvml> m_nvml;
};

} // namespace modeldeck
