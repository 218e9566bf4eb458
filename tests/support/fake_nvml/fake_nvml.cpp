// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for the NVIDIA driver's libnvidia-ml.so.1: the same functions, which answer as the file says that
// MODELDECK_FAKE_NVML names. It is read on every call. Its lines, fields apart by '|':
//   device|BUS ID|NAME|TOTAL|USED         a GPU; in bytes
//   process|GPU|compute|PID|BYTES         an entry of its list; or "graphics"
//   fail|FUNCTION|CODE                    what that function answers instead
// FAKE_NVML_SUFFIX and FAKE_NVML_ENTRY: the version of the lists' functions ("_v3"), and how long their
// entries are.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Line = std::vector<std::string>;

std::vector<Line> script(const std::string &kind)
{
    std::vector<Line> lines;
    const char *path = std::getenv("MODELDECK_FAKE_NVML");
    std::ifstream file(path ? path : "");
    for (std::string text; std::getline(file, text);) {
        Line line;
        std::istringstream fields(text);
        for (std::string field; std::getline(fields, field, '|');)
            line.push_back(field);
        if (!line.empty() && line[0] == kind)
            lines.push_back(line);
    }
    return lines;
}

int failure(const std::string &function)
{
    for (const Line &line : script("fail")) {
        if (line.at(1) == function)
            return std::stoi(line.at(2));
    }
    return 0;
}

// Handles are never null.
void *handleOf(std::size_t index)
{
    return reinterpret_cast<void *>(index + 1);
}
std::size_t indexOf(void *handle)
{
    return std::size_t(reinterpret_cast<std::uintptr_t>(handle)) - 1;
}

int list(const std::string &function, const std::string &kind, void *device, unsigned *count, void *entries)
{
    if (const int code = failure(function))
        return code;
    std::vector<Line> found;
    for (const Line &line : script("process")) {
        if (std::stoul(line.at(1)) == indexOf(device) && line.at(2) == kind)
            found.push_back(line);
    }
    const unsigned room = *count;
    *count = unsigned(found.size());
    if (found.size() > room)
        return 7; // insufficient size
    auto *at = static_cast<unsigned char *>(entries);
    for (const Line &line : found) {
        const auto process = std::uint32_t(std::stoul(line.at(3)));
        const std::uint64_t bytes = std::stoull(line.at(4));
        const std::uint32_t noInstance[2] = {0xffffffff, 0xffffffff};
        const std::uint64_t ofProtected = 0;
        std::memcpy(at, &process, sizeof process);
        std::memcpy(at + 8, &bytes, sizeof bytes);
        if (FAKE_NVML_ENTRY >= 24)
            std::memcpy(at + 16, noInstance, sizeof noInstance);
        if (FAKE_NVML_ENTRY >= 32)
            std::memcpy(at + 24, &ofProtected, sizeof ofProtected);
        at += FAKE_NVML_ENTRY;
    }
    return 0;
}

} // namespace

extern "C" {

struct FakeMemory
{
    unsigned long long total, free, used;
};
struct FakePciInfo
{
    char legacyBusId[16];
    unsigned domain, bus, device, deviceId, subsystemId;
    char busId[32];
};

__attribute__((visibility("default"))) int nvmlInit_v2()
{
    return failure("nvmlInit_v2");
}

__attribute__((visibility("default"))) int nvmlShutdown()
{
    return 0;
}

__attribute__((visibility("default"))) int nvmlDeviceGetCount_v2(unsigned *count)
{
    *count = unsigned(script("device").size());
    return failure("nvmlDeviceGetCount_v2");
}

__attribute__((visibility("default"))) int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device)
{
    *device = handleOf(index);
    return failure("nvmlDeviceGetHandleByIndex_v2");
}

__attribute__((visibility("default"))) int nvmlDeviceGetName(void *device, char *name, unsigned length)
{
    const std::string text = script("device").at(indexOf(device)).at(2);
    if (text.size() >= length)
        return 7;
    std::strcpy(name, text.c_str());
    return failure("nvmlDeviceGetName");
}

__attribute__((visibility("default"))) int nvmlDeviceGetPciInfo_v3(void *device, FakePciInfo *info)
{
    const std::string place = script("device").at(indexOf(device)).at(1);
    std::strncpy(info->busId, place.c_str(), sizeof info->busId - 1);
    return failure("nvmlDeviceGetPciInfo_v3");
}

__attribute__((visibility("default"))) int nvmlDeviceGetMemoryInfo(void *device, FakeMemory *memory)
{
    const std::vector<Line> devices = script("device");
    if (indexOf(device) >= devices.size())
        return 15; // the GPU is lost
    const Line &line = devices[indexOf(device)];
    memory->total = std::stoull(line.at(3));
    memory->used = std::stoull(line.at(4));
    memory->free = memory->total - memory->used;
    return failure("nvmlDeviceGetMemoryInfo");
}

#define FAKE_JOIN(name, suffix) name##suffix
#define FAKE_NAME(name, suffix) FAKE_JOIN(name, suffix)

__attribute__((visibility("default"))) int FAKE_NAME(nvmlDeviceGetComputeRunningProcesses,
                                                     FAKE_NVML_SUFFIX)(void *device, unsigned *count,
                                                                       void *entries)
{
    return list("nvmlDeviceGetComputeRunningProcesses", "compute", device, count, entries);
}

__attribute__((visibility("default"))) int FAKE_NAME(nvmlDeviceGetGraphicsRunningProcesses,
                                                     FAKE_NVML_SUFFIX)(void *device, unsigned *count,
                                                                       void *entries)
{
    return list("nvmlDeviceGetGraphicsRunningProcesses", "graphics", device, count, entries);
}

} // extern "C"
