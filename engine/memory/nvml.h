// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/memory/gpu_probe.h"
#include "engine/memory/kernel_file.h"

#include <memory>
#include <optional>

namespace modeldeck {

// The functions of libnvidia-ml.so.1 that we use (NVIDIA's NVML reference manual). Its header is not needed,
// because their ABI is fixed, except for the entries of process lists; see processList().
class Nvml
{
public:
    // Null without the library, the functions, the driver or a GPU.
    static std::unique_ptr<Nvml> open(const QString &library, const QString &root);
    ~Nvml();

    std::vector<GpuReading> read();
    std::map<QString, Bytes> memoryOf(qint64 process);

private:
    using Device = void *;
    struct Memory
    {
        unsigned long long total = 0, free = 0, used = 0;
    };
    struct PciInfo
    {
        char legacyBusId[16] = {};
        unsigned domain = 0, bus = 0, device = 0, deviceId = 0, subsystemId = 0;
        char busId[32] = {};
    };
    using ProcessList = int (*)(Device, unsigned *, void *);
    struct Card
    {
        Device handle;
        QString id;
        QString name;
        KernelFile powerState;
        std::optional<GpuReading> last;
    };

    explicit Nvml(void *library) : m_library(library) {}
    bool findFunctions();
    void findCards(const QString &root);
    std::optional<Bytes> memoryOf(qint64 process, Device device, ProcessList list) const;

    void *m_library;
    bool m_initialised = false;
    int (*m_init)() = nullptr;
    int (*m_shutdown)() = nullptr;
    int (*m_count)(unsigned *) = nullptr;
    int (*m_handle)(unsigned, Device *) = nullptr;
    int (*m_name)(Device, char *, unsigned) = nullptr;
    int (*m_memory)(Device, Memory *) = nullptr;
    int (*m_pciInfo)(Device, PciInfo *) = nullptr; // these may be missing
    ProcessList m_computing = nullptr;
    ProcessList m_drawing = nullptr;
    std::vector<Card> m_cards;
};

} // namespace modeldeck
