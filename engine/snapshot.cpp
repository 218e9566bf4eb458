// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/snapshot.h"

#include <algorithm>

namespace modeldeck {

const char *eventName(EventKind kind)
{
    switch (kind) {
    case EventKind::State:
        return "state";
    case EventKind::Memory:
        return "memory";
    case EventKind::Pressure:
        return "pressure";
    case EventKind::Receipt:
        return "receipt";
    case EventKind::Setting:
        return "setting";
    }
    Q_UNREACHABLE();
}

const char *ollamaStateName(OllamaState state)
{
    switch (state) {
    case OllamaState::Disabled:
        return "disabled";
    case OllamaState::Connecting:
        return "connecting";
    case OllamaState::Available:
        return "available";
    case OllamaState::Degraded:
        return "degraded";
    case OllamaState::Unavailable:
        return "unavailable";
    }
    Q_UNREACHABLE();
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
