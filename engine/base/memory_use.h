// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <optional>

namespace modeldeck {

// Memory of one runner process. `device` is absent if it can't be read, and 0 without a GPU.
struct MemoryUse
{
    Bytes pss;       // proportional set size: what ram_mb shows
    Bytes anonymous; // private memory; freed with the process
    Bytes file;      // mapped weights and libraries; page cache, not memory in use
    std::optional<Bytes> device = Bytes{0};
};

} // namespace modeldeck
