// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/runner/protocol.h"

namespace modeldeck::inference {

inline Error outOfMemory()
{
    return Error(ErrorCode::InsufficientMemory, protocol::words::noMemory);
}

} // namespace modeldeck::inference
