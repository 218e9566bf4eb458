// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/request.h"

#include "engine/base/fields.h"

#include <QDir>
#include <limits>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxInputs = 65536;
constexpr int maxThreads = 1024;
constexpr int maxDecodeSeconds = 3600;
constexpr qint64 maxPixels = std::numeric_limits<qint32>::max();

LoadRequest readLoad(Fields &fields)
{
    LoadRequest request;
    request.options.modelDir = fields.string("model_dir").value_or(QString());
    if (!QDir::isAbsolutePath(request.options.modelDir) || request.options.modelDir.contains(QChar(0)))
        fields.refuse("model_dir", "%1 must be an absolute path");
    request.options.layout =
        fields.choice<Layout>("layout", {{"hf", Layout::HuggingFace}, {"open_clip", Layout::OpenClip}})
            .value_or(Layout::HuggingFace);
    request.options.device = fields
                                 .choice<DeviceChoice>("device", {{"auto", DeviceChoice::Auto},
                                                                  {"cpu", DeviceChoice::Cpu},
                                                                  {"cuda", DeviceChoice::Cuda}})
                                 .value_or(DeviceChoice::Auto);
    request.options.type = fields
                               .choice<TypeChoice>("dtype", {{"auto", TypeChoice::Auto},
                                                             {"float32", TypeChoice::Float32},
                                                             {"bfloat16", TypeChoice::BFloat16},
                                                             {"float16", TypeChoice::Float16}})
                               .value_or(TypeChoice::Auto);
    request.options.threads = fields.integer("threads", 0, maxThreads).value_or(0);
    request.maxImagePixels = fields.integer("max_image_pixels", 1, maxPixels).value_or(0);
    if (!fields.value("image_decode_seconds").isUndefined()) // an older engine sends none
        request.imageDecodeTime =
            std::chrono::seconds(fields.integer("image_decode_seconds", 1, maxDecodeSeconds).value_or(0));
    return request;
}

QCborArray readInputs(Fields &fields, Fields::Key key)
{
    const QCborArray inputs = fields.array(key).value_or(QCborArray());
    if (inputs.isEmpty() || inputs.size() > maxInputs)
        fields.refuse(key, "%1 must be an array of 1 to %2 entries", QString::number(maxInputs));
    return inputs;
}

EmbedImagesRequest readEmbedImages(Fields &fields, const QByteArray &payload)
{
    EmbedImagesRequest request;
    request.normalize = fields.flag("normalize").value_or(true);
    qint64 at = 0;
    for (const QCborValue &size : readInputs(fields, "sizes")) {
        const qint64 most = payload.size() - at;
        if (!size.isInteger() || size.toInteger() < 0 || size.toInteger() > most)
            fields.refuse("sizes", "%1 must be a whole number from 0 to %2", QString::number(most));
        if (fields.error())
            return request;
        request.files.push_back(payload.mid(at, size.toInteger()));
        at += size.toInteger();
    }
    if (at != payload.size())
        fields.refuse("sizes", "%1 must be as long in all as the payload, %2 bytes",
                      QString::number(payload.size()));
    return request;
}

EmbedTextsRequest readEmbedTexts(Fields &fields)
{
    EmbedTextsRequest request;
    request.normalize = fields.flag("normalize").value_or(true);
    request.truncate = fields.flag("truncate").value_or(false);
    for (const QCborValue &value : readInputs(fields, "texts")) {
        if (!value.isString())
            fields.fail(modeldeck::Error(ErrorCode::InvalidRequest, "\"texts\" must be an array of strings")
                            .ofInput(int(request.texts.size())));
        request.texts.push_back(value.toString().toUtf8());
    }
    return request;
}

} // namespace

tl::expected<Envelope, QString> readEnvelope(const protocol::Frame &frame)
{
    static const QStringList types{u"load"_s,  u"embed_images"_s, u"embed_texts"_s,
                                   u"stats"_s, u"cancel"_s,       u"shutdown"_s};
    Envelope envelope;
    const QCborValue type = frame.header.value(u"type"_s);
    if (!type.isString() || !types.contains(type.toString()))
        return tl::unexpected(u"a frame without a known \"type\""_s);
    envelope.type = type.toString();
    const QCborValue id = frame.header.value(u"id"_s);
    if (envelope.type == u"shutdown")
        return envelope;
    if (!id.isInteger())
        return tl::unexpected(u"a frame of type \"%1\" without an integer \"id\""_s.arg(envelope.type));
    envelope.id = id.toInteger();
    return envelope;
}

Result<Request> readRequest(const Envelope &envelope, const protocol::Frame &frame)
{
    Fields fields(frame.header, {.required = true, .quoted = true});
    Request request;
    if (envelope.type == u"load")
        request = readLoad(fields);
    else if (envelope.type == u"embed_images")
        request = readEmbedImages(fields, frame.payload);
    else if (envelope.type == u"embed_texts")
        request = readEmbedTexts(fields);
    else
        request = StatsRequest();
    if (const auto &error = fields.error())
        return failure(*error);
    if (envelope.type != u"embed_images" && !frame.payload.isEmpty())
        return failure(ErrorCode::InvalidRequest, "\"%1\" takes no payload", envelope.type);
    return request;
}

} // namespace modeldeck::inference
