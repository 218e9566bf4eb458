// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/status_views.h"

#include "app/rest/api/view_parts.h"

#include <QJsonArray>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

QJsonObject infoView(const ModelView &model)
{
    return {{u"model_id"_s, model.id}, {u"dimension"_s, model.dimension}, {u"metric"_s, u"cosine"_s}};
}

QJsonObject modelStatus(const ModelView &model)
{
    return {{u"model_id"_s, model.id},
            {u"loaded"_s, model.loaded},
            {u"model_info"_s, infoView(model)},
            {u"memory_usage"_s, memoryView(model.memory)},
            {u"last_used"_s, orNull(model.lastUsed)},
            {u"state"_s, ascii(stateName(model.state))},
            {u"device"_s, orNull(model.device)},
            {u"dtype"_s, orNull(model.dtype)},
            {u"in_flight"_s, model.inFlight},
            {u"queued"_s, model.queued},
            {u"unload_at"_s, orNull(model.unloadAt)},
            {u"unload_reason_next"_s,
             model.unloadReasonNext ? QJsonValue(ascii(reasonName(*model.unloadReasonNext))) : QJsonValue()},
            {u"pinned"_s, model.pinned},
            {u"usage_count"_s, qint64(model.usageCount)},
            {u"assumed"_s, orNull(model.assumed.english())},
            {u"load_seconds"_s, orNull(model.loadSeconds)},
            {u"last_asked_by"_s, orNull(model.lastAskedBy)},
            {u"external"_s, model.external},
            {u"preloaded"_s, model.preloaded}};
}

// What lists of models say of each.
QJsonObject listEntry(const ModelView &model)
{
    return {{u"model_id"_s, model.id},         {u"name"_s, model.name},
            {u"dimension"_s, model.dimension}, {u"installed"_s, model.installed},
            {u"path"_s, orNull(model.path)},   {u"bytes"_s, model.bytesOnDisk.value},
            {u"loaded"_s, model.loaded}};
}

bool isRegistered(const ModelView &model)
{
    return model.installed || model.loaded || model.usageCount > 0;
}

QJsonObject trackerStatus(const Snapshot &now)
{
    QJsonObject out;
    for (const ModelView &model : now.models) {
        if (!isRegistered(model))
            continue;
        const QString type = model.type == ModelType::Vision ? u"vision_embedding"_s : u"embedding_model"_s;
        const bool current = model.id == now.currentVisionModel;
        out[current ? u"clip_vision_embedding"_s : type + u':' + model.id] =
            QJsonObject{{u"model_type"_s, type},
                        {u"model_id"_s, model.id},
                        {u"last_used"_s, orNull(model.lastUsed)},
                        {u"usage_count"_s, qint64(model.usageCount)},
                        {u"is_loaded"_s, model.loaded},
                        {u"vram_timeout"_s, qint64(model.vramTimeout.count())},
                        {u"ram_timeout"_s, qint64(model.ramTimeout.count())}};
    }
    return out;
}

QJsonObject visionSection(const Snapshot &now, const QString &level)
{
    const ModelView *current = now.find(now.currentVisionModel);
    QJsonObject out = current ? modelStatus(*current)
                              : QJsonObject{{u"loaded"_s, false},
                                            {u"model_info"_s, QJsonValue()},
                                            {u"memory_usage"_s, memoryView({})},
                                            {u"last_used"_s, QJsonValue()}};
    out[u"memory_pressure_level"_s] = level;
    QJsonArray loaded;
    for (const ModelView &model : now.models) {
        if (model.type == ModelType::Vision && model.loaded)
            loaded.append(modelStatus(model));
    }
    out[u"models"_s] = loaded;
    return out;
}

} // namespace

QJsonObject statusView(const Snapshot &now)
{
    const QString vision = ascii(pressureName(pressureOf(now, ModelType::Vision)));
    QJsonObject text;
    for (const ModelView &model : now.models) {
        if (model.type == ModelType::Text)
            text[model.id] = modelStatus(model);
    }
    return {{u"vision_embeddings"_s, visionSection(now, vision)},
            {u"text_embeddings"_s, text},
            {u"memory_pressure"_s,
             QJsonObject{{u"system"_s, ascii(pressureName(now.system.level))},
                         {u"text_embeddings"_s, ascii(pressureName(pressureOf(now, ModelType::Text)))},
                         {u"vision_embeddings"_s, vision}}},
            {u"tracker_status"_s, trackerStatus(now)},
            {u"paused"_s, now.paused},
            {u"paused_until"_s, orNull(now.pausedUntil)}};
}

QJsonObject visionStatusView(const Snapshot &now)
{
    QJsonArray available;
    for (const ModelView &model : now.models) {
        if (model.type != ModelType::Vision)
            continue;
        QJsonObject entry = listEntry(model);
        entry[u"supported_features"_s] = QJsonArray{u"image_embedding"_s, u"text_embedding"_s};
        entry[u"reason"_s] = orNull(model.notInstalledReason.english());
        available.append(entry);
    }
    const ModelView *current = now.find(now.currentVisionModel);
    return {{u"current_model"_s, current ? QJsonValue(modelStatus(*current)) : QJsonValue()},
            {u"available_models"_s, available}};
}

QJsonObject modelsView(const Snapshot &now)
{
    QJsonArray vision;
    QJsonArray text;
    for (const ModelView &model : now.models) {
        QJsonObject entry = listEntry(model);
        entry[u"state"_s] = ascii(stateName(model.state));
        entry[u"reason"_s] =
            orNull((model.failure ? model.failure->message : model.notInstalledReason).english());
        entry[u"assumed"_s] = orNull(model.assumed.english());
        entry[u"pinned"_s] = model.pinned;
        entry[u"usage_count"_s] = qint64(model.usageCount);
        (model.type == ModelType::Vision ? vision : text).append(entry);
    }
    return {{u"vision"_s, vision}, {u"text"_s, text}};
}

QJsonObject timelineView(const Snapshot &now)
{
    std::vector<const ModelView *> due;
    for (const ModelView &model : now.models) {
        if (model.unloadAt)
            due.push_back(&model);
    }
    std::ranges::stable_sort(due, {}, [](const ModelView *model) { return *model->unloadAt; });
    QJsonArray entries;
    for (const ModelView *model : due) {
        entries.append(QJsonObject{{u"model_id"_s, model->id},
                                   {u"unload_at"_s, *model->unloadAt},
                                   {u"rule"_s, model->unloadRule.english()}});
    }
    return {{u"entries"_s, entries}};
}

} // namespace modeldeck::api
