// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/views.h"

#include <QDateTime>
#include <QJsonArray>
#include <algorithm>
#include <cmath>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

QJsonValue megabytes(Bytes bytes)
{
    return qint64(std::llround(bytes.mebibytes()));
}

QString ascii(const char *name)
{
    return QString::fromLatin1(name);
}

template <class T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject memoryView(const MemoryUse &memory)
{
    return {{u"vram_mb"_s, memory.device ? megabytes(*memory.device) : QJsonValue()},
            {u"ram_mb"_s, megabytes(memory.pss)},
            {u"anon_mb"_s, megabytes(memory.anonymous)},
            {u"file_mb"_s, megabytes(memory.file)}};
}

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
            {u"load_seconds"_s, orNull(model.loadSeconds)}};
}

// Where a model would run: the system's RAM and every GPU.
PressureLevel worstPressure(const Snapshot &now)
{
    PressureLevel worst = now.system.level;
    for (const GpuView &gpu : now.gpus)
        worst = std::max(worst, gpu.level);
    return worst;
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

QString isoTime(EpochSeconds at)
{
    return QDateTime::fromSecsSinceEpoch(qint64(at), Qt::UTC).toString(Qt::ISODate);
}

} // namespace

QJsonObject statusView(const Snapshot &now)
{
    const QString level = ascii(pressureName(worstPressure(now)));
    QJsonObject text;
    for (const ModelView &model : now.models) {
        if (model.type == ModelType::Text)
            text[model.id] = modelStatus(model);
    }
    return {{u"vision_embeddings"_s, visionSection(now, level)},
            {u"text_embeddings"_s, text},
            {u"memory_pressure"_s, QJsonObject{{u"system"_s, ascii(pressureName(now.system.level))},
                                               {u"text_embeddings"_s, level},
                                               {u"vision_embeddings"_s, level}}},
            {u"tracker_status"_s, trackerStatus(now)}};
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
            {u"candidates"_s, candidates}};
}

QJsonObject openAiModelsView(const Snapshot &now)
{
    QJsonArray data;
    for (const ModelView &model : now.models) {
        if (!model.installed)
            continue;
        data.append(
            QJsonObject{{u"id"_s, model.id},
                        {u"object"_s, u"model"_s},
                        {u"created"_s, qint64(now.startedAt)},
                        {u"owned_by"_s, u"modeldeck"_s},
                        {u"modeldeck"_s,
                         QJsonObject{{u"state"_s, ascii(stateName(model.state))},
                                     {u"type"_s, model.type == ModelType::Vision ? u"vision"_s : u"text"_s},
                                     {u"dimension"_s, model.dimension}}}});
    }
    return {{u"object"_s, u"list"_s}, {u"data"_s, data}};
}

// ---- health ----

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
    if (type == ModelType::Text && !now.settings->flag(Key::OllamaEnabled))
        return Health::Disabled;
    const auto usable = [type](const ModelView &model) { return model.type == type && model.installed; };
    if (now.shuttingDown || std::ranges::none_of(now.models, usable))
        return Health::Unhealthy;
    const auto troubled = [type](const ModelView &model) {
        return model.type == type && model.state == ModelState::Failed;
    };
    const bool trouble =
        worstPressure(now) >= PressureLevel::High || std::ranges::any_of(now.models, troubled);
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
                                      {u"loaded_models"_s, loadedOf(now, ModelType::Text)},
                                      {u"memory_usage"_s, memoryView(memoryOf(now, ModelType::Text))},
                                      {u"last_used"_s, lastUsedOf(now, ModelType::Text)}}}}},
            {u"summary"_s, QJsonObject{{u"total_services"_s, 2 - count(Health::Disabled)},
                                       {u"healthy"_s, count(Health::Healthy)},
                                       {u"degraded"_s, count(Health::Degraded)},
                                       {u"unhealthy"_s, count(Health::Unhealthy)}}}};
}

} // namespace modeldeck::api
