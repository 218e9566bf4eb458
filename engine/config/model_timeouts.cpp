// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/model_timeouts.h"

#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

ModelTimeouts timeoutsOf(const QString &id, ModelType type, const Settings &settings)
{
    const bool vision = type == ModelType::Vision;
    ModelTimeouts timeouts{settings[vision ? VisionEmbeddingVramTimeout : EmbeddingModelVramTimeout],
                           settings[vision ? VisionEmbeddingRamTimeout : EmbeddingModelRamTimeout]};
    const QVariantMap own = settings[ModelTimeoutOverrides].value(id).toMap();
    if (own.contains(u"vram_timeout"_s))
        timeouts.vram = std::chrono::seconds(own.value(u"vram_timeout"_s).toLongLong());
    if (own.contains(u"ram_timeout"_s))
        timeouts.ram = std::chrono::seconds(own.value(u"ram_timeout"_s).toLongLong());
    return timeouts;
}

std::chrono::nanoseconds allowedKeepAlive(std::chrono::nanoseconds asked, const Settings &settings)
{
    if (asked <= 0ns)
        return asked;
    const std::chrono::nanoseconds longest = settings[KeepAliveMax];
    const std::chrono::nanoseconds atLeast =
        std::max<std::chrono::nanoseconds>(asked, settings[KeepAliveMin]);
    return longest > 0ns ? std::min(atLeast, longest) : atLeast;
}

} // namespace modeldeck
