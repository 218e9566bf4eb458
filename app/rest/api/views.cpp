// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/views.h"

#include "app/rest/api/view_parts.h"

#include <QDateTime>
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
            {u"load_seconds"_s, orNull(model.loadSeconds)},
            {u"last_asked_by"_s, orNull(model.lastAskedBy)},
            {u"external"_s, model.external},
            {u"preloaded"_s, model.preloaded}};
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

QJsonObject memoryView(const MemoryUse &memory)
{
    return {{u"vram_mb"_s, memory.device ? megabytes(*memory.device) : QJsonValue()},
            {u"ram_mb"_s, megabytes(memory.pss)},
            {u"anon_mb"_s, megabytes(memory.anonymous)},
            {u"file_mb"_s, megabytes(memory.file)}};
}

QString isoTime(EpochSeconds at)
{
    return QDateTime::fromSecsSinceEpoch(qint64(at)).toUTC().toString(Qt::ISODate);
}

PressureLevel pressureOf(const Snapshot &now, ModelType type)
{
    return std::max(now.system.level, type == ModelType::Vision ? now.visionPressure : now.textPressure);
}

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
        available.append(
            QJsonObject{{u"model_id"_s, model.id},
                        {u"name"_s, model.name},
                        {u"dimension"_s, model.dimension},
                        {u"supported_features"_s, QJsonArray{u"image_embedding"_s, u"text_embedding"_s}},
                        {u"installed"_s, model.installed},
                        {u"reason"_s, orNull(model.notInstalledReason.english())},
                        {u"path"_s, orNull(model.path)},
                        {u"bytes"_s, model.bytesOnDisk.value},
                        {u"loaded"_s, model.loaded}});
    }
    QJsonValue current;
    if (const ModelView *model = now.find(now.currentVisionModel)) {
        QJsonObject view = modelStatus(*model);
        view[u"model_id"_s] = model->id;
        current = view;
    }
    return {{u"current_model"_s, current}, {u"available_models"_s, available}};
}

QJsonObject modelsView(const Snapshot &now)
{
    QJsonArray vision;
    QJsonArray text;
    for (const ModelView &model : now.models) {
        const QString reason =
            model.failure ? model.failure->message.english() : model.notInstalledReason.english();
        (model.type == ModelType::Vision ? vision : text)
            .append(QJsonObject{{u"model_id"_s, model.id},
                                {u"name"_s, model.name},
                                {u"dimension"_s, model.dimension},
                                {u"state"_s, ascii(stateName(model.state))},
                                {u"loaded"_s, model.loaded},
                                {u"installed"_s, model.installed},
                                {u"reason"_s, orNull(reason)},
                                {u"pinned"_s, model.pinned},
                                {u"path"_s, orNull(model.path)},
                                {u"bytes"_s, model.bytesOnDisk.value},
                                {u"usage_count"_s, qint64(model.usageCount)}});
    }
    return {{u"vision"_s, vision}, {u"text"_s, text}};
}

QJsonObject timelineView(const Snapshot &now)
{
    std::vector<const ModelView *> leaving;
    for (const ModelView &model : now.models) {
        if (model.unloadAt)
            leaving.push_back(&model);
    }
    std::ranges::stable_sort(leaving, {}, [](const ModelView *model) { return *model->unloadAt; });
    QJsonArray entries;
    for (const ModelView *model : leaving) {
        entries.append(QJsonObject{{u"model_id"_s, model->id},
                                   {u"unload_at"_s, *model->unloadAt},
                                   {u"rule"_s, model->unloadRule.english()}});
    }
    return {{u"entries"_s, entries}};
}

QJsonObject receiptView(const Receipt &receipt)
{
    QJsonObject returned = memoryView(receipt.returned);
    returned[u"system_available_mb"_s] = megabytes(receipt.systemAvailable);
    QJsonArray candidates;
    for (const ReceiptCandidate &candidate : receipt.candidates) {
        candidates.append(
            QJsonObject{{u"model_id"_s, candidate.modelId}, {u"why_not"_s, candidate.whyNot.english()}});
    }
    return {{u"id"_s, receipt.id},
            {u"model_id"_s, receipt.modelId},
            {u"model_type"_s, receipt.modelType == ModelType::Vision ? u"vision"_s : u"text"_s},
            {u"at"_s, receipt.at},
            {u"reason"_s, ascii(reasonName(receipt.reason))},
            {u"rule"_s, receipt.rule.english()},
            {u"held"_s, memoryView(receipt.held)},
            {u"returned"_s, returned},
            {u"seconds"_s, receipt.seconds},
            {u"moved_to_ram"_s, receipt.movedToRam},
            {u"candidates"_s, candidates}};
}

QJsonObject openAiModelView(const ModelView &model, const Snapshot &now)
{
    return {
        {u"id"_s, model.id},
        {u"object"_s, u"model"_s},
        {u"created"_s, qint64(now.startedAt)},
        {u"owned_by"_s, u"modeldeck"_s},
        {u"modeldeck"_s, QJsonObject{{u"state"_s, ascii(stateName(model.state))},
                                     {u"type"_s, model.type == ModelType::Vision ? u"vision"_s : u"text"_s},
                                     {u"dimension"_s, model.dimension}}}};
}

QJsonObject openAiModelsView(const Snapshot &now)
{
    QJsonArray data;
    for (const ModelView &model : now.models) {
        if (model.installed)
            data.append(openAiModelView(model, now));
    }
    return {{u"object"_s, u"list"_s}, {u"data"_s, data}};
}

} // namespace modeldeck::api
