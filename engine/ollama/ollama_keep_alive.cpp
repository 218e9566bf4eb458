// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_keep_alive.h"

#include "engine/config/model_timeouts.h"

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto margin = 120s; // Ollama's timer runs this much longer than ours
constexpr std::chrono::seconds forEver{-1};

} // namespace

std::chrono::seconds ollamaKeepAlive(const QString &modelId, std::optional<std::chrono::nanoseconds> asked,
                                     const Settings &settings)
{
    if (asked) {
        const auto allowed = allowedKeepAlive(*asked, settings);
        return allowed < 0ns ? forEver : std::chrono::ceil<std::chrono::seconds>(allowed) + margin;
    }
    if (!settings[ModelUsageTrackerEnabled])
        return forEver; // nothing is to be unloaded by itself: by Ollama neither
    const std::chrono::seconds timeout = timeoutsOf(modelId, ModelType::Text, settings).ram;
    return timeout == 0s ? forEver : timeout + margin;
}

} // namespace modeldeck
