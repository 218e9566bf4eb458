// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/ollama_views.h"

#include "app/rest/api/view_parts.h"
#include "engine/base/model_name.h"
#include "modeldeck_version.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

// Ollama's word for a model that never leaves is a time far away.
constexpr EpochSeconds never = 253402300799; // 9999-12-31T23:59:59Z

// Names the entry: its clients print the first twelve digits. No hash of the weights, which nobody has read.
QString digestOf(const ModelView &model)
{
    const QByteArray text =
        "modeldeck:" + model.id.toUtf8() + ':' + QByteArray::number(model.bytesOnDisk.value);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

QJsonObject detailsOf(const ModelView &model)
{
    const bool vision = model.type == ModelType::Vision;
    const QString family = !model.family.isEmpty() ? model.family : vision ? u"clip"_s : QString();
    return {{u"parent_model"_s, QString()},
            {u"format"_s, vision ? u"safetensors"_s : u"gguf"_s},
            {u"family"_s, family},
            {u"families"_s, family.isEmpty() ? QJsonArray() : QJsonArray{family}},
            {u"parameter_size"_s, QString()},
            {u"quantization_level"_s, model.dtype}};
}

// When the files changed; a text model's are Ollama's.
QString modifiedAt(const ModelView &model, const Snapshot &now)
{
    const QFileInfo folder(model.path);
    const bool known = !model.path.isEmpty() && folder.exists();
    return known ? folder.lastModified().toUTC().toString(Qt::ISODate) : isoTime(now.startedAt);
}

QJsonObject entryOf(const ModelView &model)
{
    const QString name = ollamaNameOf(model.id);
    return {{u"name"_s, name},
            {u"model"_s, name},
            {u"digest"_s, digestOf(model)},
            {u"details"_s, detailsOf(model)}};
}

} // namespace

QJsonObject tagsView(const Snapshot &now)
{
    QJsonArray models;
    for (const ModelView &model : now.models) {
        if (!model.installed)
            continue;
        QJsonObject entry = entryOf(model);
        entry[u"size"_s] = model.bytesOnDisk.value;
        entry[u"modified_at"_s] = modifiedAt(model, now);
        models.append(entry);
    }
    return {{u"models"_s, models}};
}

QJsonObject processesView(const Snapshot &now)
{
    QJsonArray models;
    for (const ModelView &model : now.models) {
        if (!model.loaded)
            continue;
        const Bytes device = model.memory.device.value_or(Bytes{0});
        QJsonObject entry = entryOf(model);
        entry[u"size"_s] = model.memory.pss.value + device.value;
        entry[u"size_vram"_s] = device.value;
        entry[u"expires_at"_s] = isoTime(model.unloadAt.value_or(never));
        entry[u"context_length"_s] = model.contextLength;
        models.append(entry);
    }
    return {{u"models"_s, models}};
}

QJsonObject clipShowView(const ModelView &model)
{
    return {{u"modelfile"_s, QString()},
            {u"parameters"_s, QString()},
            {u"template"_s, QString()},
            {u"details"_s, detailsOf(model)},
            {u"model_info"_s, QJsonObject{{u"general.architecture"_s, u"clip"_s},
                                          {u"general.basename"_s, model.id},
                                          {u"clip.embedding_length"_s, model.dimension},
                                          {u"clip.context_length"_s, model.contextLength},
                                          {u"clip.vision.image_size"_s, model.imageSize}}},
            {u"capabilities"_s, QJsonArray{u"embedding"_s, u"vision"_s}}};
}

// Whose forms these are; without an Ollama our own version.
QString ollamaVersion(const Snapshot &now)
{
    return now.ollama.version.isEmpty() ? QStringLiteral(MODELDECK_VERSION) : now.ollama.version;
}

} // namespace modeldeck::api
