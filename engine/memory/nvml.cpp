// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/nvml.h"

#include <QFile>
#include <algorithm>
#include <cstring>
#include <dlfcn.h>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr int success = 0; // nvmlReturn_t
constexpr int insufficientSize = 7;
constexpr unsigned mostCards = 64;
constexpr unsigned mostProcesses = 4096;
constexpr std::size_t longestEntry = 32;
constexpr unsigned char unwritten = 0xA5;
constexpr auto mostBytes = (unsigned long long)(1) << 60; // and ~0, which says "not available"

// The first of these names that the library has.
template <class Function>
bool find(void *library, Function &function, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        function = reinterpret_cast<Function>(::dlsym(library, name));
        if (function)
            return true;
    }
    return false;
}

// The size of an entry differs between drivers (16, 24 or 32 bytes), and some use the wrong one for the
// function's version; so this looks at what the driver wrote. Each entry begins with the process id, and its
// bytes are at offset 8.
std::size_t entryLength(const std::vector<unsigned char> &buffer, unsigned entries)
{
    const auto end =
        std::find_if(buffer.rbegin(), buffer.rend(), [](unsigned char byte) { return byte != unwritten; });
    const std::size_t written = std::size_t(buffer.rend() - end);
    return (written / entries + 7) / 8 * 8;
}

} // namespace

std::unique_ptr<Nvml> Nvml::open(const QString &library, const QString &root)
{
    void *handle = ::dlopen(QFile::encodeName(library).constData(), RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return nullptr;
    std::unique_ptr<Nvml> nvml(new Nvml(handle));
    if (!nvml->findFunctions() || nvml->m_init() != success)
        return nullptr;
    nvml->m_initialised = true;
    nvml->findCards(root);
    return nvml->m_cards.empty() ? nullptr : std::move(nvml);
}

Nvml::~Nvml()
{
    if (m_initialised)
        m_shutdown();
    ::dlclose(m_library);
}

bool Nvml::findFunctions()
{
    find(m_library, m_pciInfo, {"nvmlDeviceGetPciInfo_v3"});
    find(m_library, m_computing,
         {"nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2",
          "nvmlDeviceGetComputeRunningProcesses"});
    find(m_library, m_drawing,
         {"nvmlDeviceGetGraphicsRunningProcesses_v3", "nvmlDeviceGetGraphicsRunningProcesses_v2",
          "nvmlDeviceGetGraphicsRunningProcesses"});
    return find(m_library, m_init, {"nvmlInit_v2"}) && find(m_library, m_shutdown, {"nvmlShutdown"}) &&
           find(m_library, m_count, {"nvmlDeviceGetCount_v2"}) &&
           find(m_library, m_handle, {"nvmlDeviceGetHandleByIndex_v2"}) &&
           find(m_library, m_name, {"nvmlDeviceGetName"}) &&
           find(m_library, m_memory, {"nvmlDeviceGetMemoryInfo"});
}

void Nvml::findCards(const QString &root)
{
    unsigned count = 0;
    if (m_count(&count) != success)
        return;
    for (unsigned i = 0; i < std::min(count, mostCards); ++i) {
        Device handle = nullptr;
        if (m_handle(i, &handle) != success)
            continue;
        char name[97] = {};
        if (m_name(handle, name, sizeof name - 1) != success)
            std::strcpy(name, "NVIDIA GPU");
        PciInfo place;
        QString id = u"nvidia %1"_s.arg(i);
        if (m_pciInfo && m_pciInfo(handle, &place) == success) // "00000000:01:00.0"; sysfs writes four digits
            id = QString::fromLatin1(place.busId, qsizetype(strnlen(place.busId, sizeof place.busId)))
                     .right(12)
                     .toLower();
        m_cards.push_back({handle,
                           id,
                           QString::fromUtf8(name),
                           KernelFile(root + u"/sys/bus/pci/devices/%1/power/runtime_status"_s.arg(id)),
                           {}});
    }
}

std::vector<GpuReading> Nvml::read()
{
    std::vector<GpuReading> readings;
    for (Card &card : m_cards) {
        if (!card.powerState.read().startsWith("suspended")) {
            Memory memory;
            card.last.reset();
            if (m_memory(card.handle, &memory) == success && memory.total > 0 && memory.total < mostBytes)
                card.last = {card.id,
                             card.name,
                             {qint64(memory.total)},
                             {qint64(std::min(memory.used, memory.total))}};
        }
        if (card.last)
            readings.push_back(*card.last);
    }
    return readings;
}

std::map<QString, Bytes> Nvml::memoryOf(qint64 process)
{
    std::map<QString, Bytes> seen;
    for (const Card &card : m_cards) {
        // A process that computes and draws is in both lists, each time with all its memory.
        const auto computing = memoryOf(process, card.handle, m_computing);
        const auto drawing = memoryOf(process, card.handle, m_drawing);
        if (computing || drawing)
            seen[card.id] = std::max(computing.value_or(Bytes{}), drawing.value_or(Bytes{}));
    }
    return seen;
}

std::optional<Bytes> Nvml::memoryOf(qint64 process, Device device, ProcessList list) const
{
    std::optional<Bytes> sum; // a process has an entry for each part of a divided GPU
    if (!list)
        return sum;
    std::vector<unsigned char> buffer;
    unsigned room = 32, count = 0;
    int result = insufficientSize;
    while (result == insufficientSize && room <= mostProcesses) { // more may have started since the count
        buffer.assign(room * longestEntry, unwritten);
        count = room;
        result = list(device, &count, buffer.data());
        room = std::max(room, std::min(count, mostProcesses)) * 2;
    }
    if (result != success || count == 0 || count > buffer.size() / longestEntry)
        return sum;
    const std::size_t length = entryLength(buffer, count);
    for (std::size_t at = 0; at + 16 <= buffer.size() && at < count * length; at += length) {
        std::uint32_t id = 0;
        std::uint64_t bytes = 0;
        std::memcpy(&id, &buffer[at], sizeof id);
        std::memcpy(&bytes, &buffer[at + 8], sizeof bytes);
        if (id == process && bytes < mostBytes)
            sum = sum.value_or(Bytes{}) + Bytes{qint64(bytes)};
    }
    return sum;
}

} // namespace modeldeck
