// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/model_state.h"
#include "engine/config/settings.h"

namespace modeldeck {

struct ModelTimeouts
{
    std::chrono::seconds vram{0};
    std::chrono::seconds ram{0};
};
// Of a model's type, unless model_timeout_overrides has others for the model itself.
ModelTimeouts timeoutsOf(const QString &id, ModelType type, const Settings &settings);

// What a request's keep-alive comes to: 0 (when idle) and negative (never) as asked, others within
// keep_alive_min and keep_alive_max (0: no limit).
std::chrono::nanoseconds allowedKeepAlive(std::chrono::nanoseconds asked, const Settings &settings);

} // namespace modeldeck
