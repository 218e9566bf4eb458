// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/nvml_probe.h"

#include "engine/memory/nvml.h"

namespace modeldeck {

using namespace std::chrono_literals;

NvmlProbe::NvmlProbe(const QString &library, const QString &root)
    : m_opening(std::async(std::launch::async, [library, root] { return Nvml::open(library, root); }))
{
}

NvmlProbe::~NvmlProbe() = default;

bool NvmlProbe::isOpening() const
{
    return m_opening.valid() && m_opening.wait_for(0s) != std::future_status::ready;
}

Nvml *NvmlProbe::opened()
{
    if (m_opening.valid() && !isOpening())
        m_nvml = m_opening.get();
    return m_nvml.get();
}

std::vector<GpuReading> NvmlProbe::read()
{
    Nvml *nvml = opened();
    return nvml ? nvml->read() : std::vector<GpuReading>();
}

std::map<QString, Bytes> NvmlProbe::memoryOf(qint64 process)
{
    Nvml *nvml = opened();
    return nvml ? nvml->memoryOf(process) : std::map<QString, Bytes>();
}

} // namespace modeldeck
