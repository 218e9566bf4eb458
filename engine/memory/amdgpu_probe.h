// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/memory/gpu_probe.h"
#include "engine/memory/kernel_file.h"

#include <optional>

namespace modeldeck {

// What an open file of a process holds on its GPU (the kernel's gpu/drm-usage-stats).
struct DrmClient
{
    QString gpu;   // "0000:03:00.0"
    qint64 id = 0; // the same for copies of one open file
    Bytes vram;
};
// /proc/PID/fdinfo/N. Nothing if the file does not belong to amdgpu.
std::optional<DrmClient> parseAmdgpuClient(const QByteArray &text);

// AMD's GPUs, as the kernel's driver shows them: mem_info_vram_total and _used in
// /sys/class/drm/card*/device. Reading does not wake a sleeping GPU.
class AmdgpuProbe : public GpuProbe
{
public:
    // `root` is prepended to /proc and /sys.
    explicit AmdgpuProbe(QString root = {});

    std::vector<GpuReading> read() override;
    std::map<QString, Bytes> memoryOf(qint64 process) override;

private:
    struct Card
    {
        QString id;
        QString name;
        KernelFile total;
        KernelFile used;
    };
    QString m_root;
    std::vector<Card> m_cards;
};

} // namespace modeldeck
