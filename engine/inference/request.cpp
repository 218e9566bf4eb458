// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/request.h"

#include <QCborArray>
#include <QDir>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxInputs = 65536;
constexpr qint64 maxThreads = 1024;

// Reads fields and remembers the first that is wrong.
class Fields
{
public:
    explicit Fields(const QCborMap &map) : m_map(map) {}

    QString string(const QString &key)
    {
        const QCborValue value = m_map.value(key);
        if (!value.isString())
            wrong(key, u"a string"_s);
        return value.toString();
    }

    bool boolean(const QString &key)
    {
        const QCborValue value = m_map.value(key);
        if (!value.isBool())
            wrong(key, u"true or false"_s);
        return value.toBool();
    }

    qint64 integer(const QString &key, qint64 minimum, qint64 maximum)
    {
        return check(key, m_map.value(key), minimum, maximum);
    }

    template <class T>
    T choice(const QString &key, std::initializer_list<std::pair<QString, T>> choices)
    {
        const QString value = string(key);
        QStringList names;
        for (const auto &[name, result] : choices) {
            if (name == value)
                return result;
            names << name;
        }
        wrong(key, names.join(u" or "_s));
        return choices.begin()->second;
    }

    QCborArray inputs(const QString &key)
    {
        const QCborArray array = m_map.value(key).toArray();
        if (array.isEmpty() || array.size() > maxInputs)
            wrong(key, u"an array of 1 to %1 entries"_s.arg(maxInputs));
        return array;
    }

    qint64 check(const QString &key, const QCborValue &value, qint64 minimum, qint64 maximum)
    {
        if (!value.isInteger() || value.toInteger() < minimum || value.toInteger() > maximum) {
            wrong(key, u"a whole number from %1 to %2"_s.arg(minimum).arg(maximum));
            return minimum;
        }
        return value.toInteger();
    }

    void wrong(const QString &key, const QString &expected, int index = -1)
    {
        if (!m_error)
            m_error =
                Error{protocol::error_code::invalidRequest, u"\"%1\" must be %2"_s.arg(key, expected), index};
    }
    const std::optional<Error> &error() const { return m_error; }

private:
    const QCborMap &m_map;
    std::optional<Error> m_error;
};

LoadRequest readLoad(Fields &fields)
{
    LoadRequest request;
    request.options.modelDir = fields.string(u"model_dir"_s);
    if (!QDir::isAbsolutePath(request.options.modelDir) || request.options.modelDir.contains(QChar(0)))
        fields.wrong(u"model_dir"_s, u"an absolute path"_s);
    request.options.layout = fields.choice<Layout>(
        u"layout"_s, {{u"hf"_s, Layout::HuggingFace}, {u"open_clip"_s, Layout::OpenClip}});
    request.options.device = fields.choice<DeviceChoice>(
        u"device"_s,
        {{u"auto"_s, DeviceChoice::Auto}, {u"cpu"_s, DeviceChoice::Cpu}, {u"cuda"_s, DeviceChoice::Cuda}});
    request.options.type = fields.choice<TypeChoice>(u"dtype"_s, {{u"auto"_s, TypeChoice::Auto},
                                                                  {u"float32"_s, TypeChoice::Float32},
                                                                  {u"bfloat16"_s, TypeChoice::BFloat16},
                                                                  {u"float16"_s, TypeChoice::Float16}});
    request.options.threads = int(fields.integer(u"threads"_s, 0, maxThreads));
    request.maxImagePixels = fields.integer(u"max_image_pixels"_s, 1, std::numeric_limits<qint32>::max());
    return request;
}

EmbedImagesRequest readEmbedImages(Fields &fields, const QByteArray &payload)
{
    EmbedImagesRequest request;
    request.normalize = fields.boolean(u"normalize"_s);
    const QCborArray sizes = fields.inputs(u"sizes"_s);
    qint64 at = 0;
    for (const QCborValue &value : sizes) {
        const qint64 size = fields.check(u"sizes"_s, value, 0, payload.size() - at);
        if (fields.error())
            return request;
        request.files.push_back(payload.mid(at, size));
        at += size;
    }
    if (at != payload.size())
        fields.wrong(u"sizes"_s, u"as long in all as the payload, %1 bytes"_s.arg(payload.size()));
    return request;
}

EmbedTextsRequest readEmbedTexts(Fields &fields)
{
    EmbedTextsRequest request;
    request.normalize = fields.boolean(u"normalize"_s);
    request.truncate = fields.boolean(u"truncate"_s);
    for (const QCborValue &value : fields.inputs(u"texts"_s)) {
        if (!value.isString())
            fields.wrong(u"texts"_s, u"an array of strings"_s, int(request.texts.size()));
        request.texts.push_back(value.toString().toUtf8());
    }
    return request;
}

} // namespace

tl::expected<Envelope, QString> readEnvelope(const protocol::Frame &frame)
{
    static const QStringList types{u"load"_s, u"embed_images"_s, u"embed_texts"_s, u"stats"_s, u"shutdown"_s};
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

Expected<Request> readRequest(const Envelope &envelope, const protocol::Frame &frame)
{
    Fields fields(frame.header);
    Request request;
    if (envelope.type == u"load")
        request = readLoad(fields);
    else if (envelope.type == u"embed_images")
        request = readEmbedImages(fields, frame.payload);
    else if (envelope.type == u"embed_texts")
        request = readEmbedTexts(fields);
    else
        request = StatsRequest();
    if (fields.error())
        return tl::unexpected(*fields.error());
    if (envelope.type != u"embed_images" && !frame.payload.isEmpty())
        return failure(protocol::error_code::invalidRequest, u"\"%1\" takes no payload"_s.arg(envelope.type));
    return request;
}

} // namespace modeldeck::inference
