// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/health_view.h"

#include "app/rest/api/view_parts.h"

#include <QJsonArray>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

enum class Health { Healthy, Degraded, Unhealthy, Disabled };

QString healthName(Health health)
{
    switch (health) {
    case Health::Healthy:
        return u"healthy"_s;
    case Health::Degraded:
        return u"degraded"_s;
    case Health::Unhealthy:
        return u"unhealthy"_s;
    case Health::Disabled:
        return u"disabled"_s;
    }
    Q_UNREACHABLE();
}

// It can serve if a model is installed, loaded or not: lazy is healthy.
Health healthOf(const Snapshot &now, ModelType type)
{
    if (type == ModelType::Text && !now.settings[OllamaEnabled])
        return Health::Disabled;
    const auto usable = [type](const ModelView &model) { return model.type == type && model.installed; };
    if (now.shuttingDown || std::ranges::none_of(now.models, usable))
        return Health::Unhealthy;
    const OllamaState ollama = type == ModelType::Text ? now.ollama.state : OllamaState::Available;
    if (ollama == OllamaState::Unavailable)
        return Health::Unhealthy;
    // The last load or run failed: the state does not tell after a first failure, which may be tried again.
    const auto troubled = [type](const ModelView &model) {
        return model.type == type &&
               (model.state == ModelState::Failed || (model.failure && !isRefusal(model.failure->code)));
    };
    const bool slow = ollama == OllamaState::Connecting || ollama == OllamaState::Degraded;
    const bool trouble =
        slow || pressureOf(now, type) >= PressureLevel::High || std::ranges::any_of(now.models, troubled);
    return trouble ? Health::Degraded : Health::Healthy;
}

MemoryUse memoryOf(const Snapshot &now, ModelType type)
{
    MemoryUse sum;
    for (const ModelView &model : now.models) {
        if (model.type != type || !model.loaded)
            continue;
        sum.pss += model.memory.pss;
        sum.anonymous += model.memory.anonymous;
        sum.file += model.memory.file;
        if (sum.device && model.memory.device)
            *sum.device += *model.memory.device;
        else
            sum.device.reset();
    }
    return sum;
}

QJsonValue lastUsedOf(const Snapshot &now, ModelType type)
{
    std::optional<EpochSeconds> last;
    for (const ModelView &model : now.models) {
        if (model.type == type)
            last = std::max(last, model.lastUsed);
    }
    return orNull(last);
}

QJsonArray loadedOf(const Snapshot &now, ModelType type)
{
    QJsonArray ids;
    for (const ModelView &model : now.models) {
        if (model.type == type && model.loaded)
            ids.append(model.id);
    }
    return ids;
}

// Why text models are in trouble; empty: they are not, or it shows elsewhere.
QString textTrouble(const Snapshot &now, Health health)
{
    if (health == Health::Unhealthy && now.ollama.problem.isEmpty() && !now.shuttingDown)
        return u"no text model is downloaded"_s;
    return now.ollama.problem.english();
}

} // namespace

QJsonObject healthView(const Snapshot &now)
{
    const Health vision = healthOf(now, ModelType::Vision);
    const Health text = healthOf(now, ModelType::Text);
    const auto count = [&](Health health) { return int(vision == health) + int(text == health); };
    const QJsonArray loadedVision = loadedOf(now, ModelType::Vision);
    return {{u"timestamp"_s, isoTime(now.at)},
            {u"services"_s,
             QJsonObject{{u"clip_embedding_service"_s,
                          QJsonObject{{u"status"_s, healthName(vision)},
                                      {u"model_loaded"_s, !loadedVision.isEmpty()},
                                      {u"loaded_models"_s, loadedVision},
                                      {u"memory_usage"_s, memoryView(memoryOf(now, ModelType::Vision))},
                                      {u"last_used"_s, lastUsedOf(now, ModelType::Vision)}}},
                         {u"embedding_service"_s,
                          QJsonObject{{u"status"_s, healthName(text)},
                                      {u"reason"_s, orNull(textTrouble(now, text))},
                                      {u"loaded_models"_s, loadedOf(now, ModelType::Text)},
                                      {u"memory_usage"_s, memoryView(memoryOf(now, ModelType::Text))},
                                      {u"last_used"_s, lastUsedOf(now, ModelType::Text)}}}}},
            {u"summary"_s, QJsonObject{{u"total_services"_s, 2 - count(Health::Disabled)},
                                       {u"healthy"_s, count(Health::Healthy)},
                                       {u"degraded"_s, count(Health::Degraded)},
                                       {u"unhealthy"_s, count(Health::Unhealthy)}}}};
}

} // namespace modeldeck::api
