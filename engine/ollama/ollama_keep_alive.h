// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/config/settings.h"

#include <chrono>
#include <optional>

namespace modeldeck {

// The keep_alive that Ollama is told for a model: longer than the scheduler's own deadline, whatever that
// comes to, so that the scheduler alone decides when it goes. Negative: for ever. `asked`: what the last
// request asked for.
std::chrono::seconds ollamaKeepAlive(const QString &modelId, std::optional<std::chrono::nanoseconds> asked,
                                     const Settings &settings);

} // namespace modeldeck
