// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/snapshot.h"

#include <algorithm>
#include <iterator>

namespace modeldeck {

const char *eventName(EventKind kind)
{
    static constexpr const char *names[] = {"state", "memory", "pressure", "receipt", "setting"};
    static_assert(std::size(names) == std::size_t(EventKind::Setting) + 1);
    return names[int(kind)];
}

const char *ollamaStateName(OllamaState state)
{
    static constexpr const char *names[] = {"disabled", "connecting", "available", "degraded", "unavailable"};
    static_assert(std::size(names) == std::size_t(OllamaState::Unavailable) + 1);
    return names[int(state)];
}

PressureLevel worstPressure(const Snapshot &snapshot)
{
    return std::max({snapshot.system.level, snapshot.visionPressure, snapshot.textPressure});
}

const ModelView *Snapshot::find(const QString &idOrAlias) const
{
    for (const ModelView &model : models) {
        if (model.id == idOrAlias)
            return &model;
    }
    for (const ModelView &model : models) {
        if (model.aliases.contains(idOrAlias))
            return &model;
    }
    return nullptr;
}

} // namespace modeldeck
