// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_answers.h"

#include "engine/base/fields.h"
#include "engine/ollama/embeddings_reader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <limits>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestWords = 500; // of Ollama's that go into an error
constexpr qint64 mostBytes = 1'000'000'000'000'000;
constexpr qint64 mostNanoseconds = 1'000'000'000'000'000'000;
constexpr int mostDimension = 65536;

tl::unexpected<Error> noSense(const char *what)
{
    return failure(Error(ErrorCode::OllamaUnavailable, MD_TEXT("Ollama's answer makes no sense: %1"),
                         QString::fromLatin1(what))
                       .withHint(MD_TEXT("See Ollama's log, and check that ollama_host is its address")));
}

// What makes no sense as a size, a count or a time is as good as not said.
Bytes bytesOf(Fields &fields, const char *key)
{
    return {fields.integer(key, 0, mostBytes).value_or(0)};
}

QString textOf(Fields &fields, const char *key)
{
    return fields.string(key).value_or(QString());
}

int countOf(Fields &fields, Fields::Key key)
{
    return fields.integer(key, 0, std::numeric_limits<int>::max()).value_or(0);
}

std::chrono::nanoseconds durationOf(Fields &fields, const char *key)
{
    return std::chrono::nanoseconds(fields.integer(key, 0, mostNanoseconds).value_or(0));
}

// The entries of "models"; each has a name.
Result<std::vector<Fields>> modelsOf(const QByteArray &body)
{
    const auto object = readObject(body);
    if (!object)
        return failure(object.error());
    const QJsonValue models = object->value(u"models"_s);
    if (!models.isArray() && !models.isNull()) // Go writes an empty list as null
        return noSense("no list of models");
    std::vector<Fields> out;
    for (const QJsonValue model : models.toArray()) {
        out.emplace_back(model.toObject());
        if (textOf(out.back(), "name").isEmpty())
            return noSense("a model without a name");
    }
    return out;
}

Result<OllamaEmbeddings> readEmbeddings(const QByteArray &body, const QByteArray &key, VectorShape shape,
                                        std::size_t inputs)
{
    auto read = readVectors(body, key, shape);
    if (!read)
        return failure(read.error());
    if (read->rows != inputs)
        return failure(ErrorCode::OllamaUnavailable, MD_TEXT("Ollama returned %1 vectors for %2 texts"),
                       QString::number(read->rows), QString::number(inputs));
    const auto rest = readObject(read->rest);
    if (!rest)
        return failure(rest.error());
    Fields fields(*rest);
    return OllamaEmbeddings{read->dimension, std::move(read->values), countOf(fields, "prompt_eval_count"),
                            durationOf(fields, "total_duration"), durationOf(fields, "load_duration")};
}

} // namespace

Result<QJsonObject> readObject(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return noSense("it is no JSON object");
    return document.object();
}

Result<QString> readVersion(const QByteArray &body)
{
    const auto object = readObject(body);
    if (!object)
        return failure(object.error());
    const QJsonValue version = object->value(u"version"_s);
    if (!version.isString())
        return noSense("no version");
    return version.toString().left(64);
}

Result<std::vector<OllamaTag>> readTags(const QByteArray &body)
{
    return modelsOf(body).map([](std::vector<Fields> models) {
        std::vector<OllamaTag> tags;
        for (Fields &model : models) {
            Fields details = model.object("details");
            tags.push_back({textOf(model, "name"), textOf(model, "digest"), bytesOf(model, "size"),
                            textOf(details, "family"), textOf(details, "quantization_level")});
        }
        return tags;
    });
}

Result<std::vector<OllamaProcess>> readProcesses(const QByteArray &body, const QDateTime &now)
{
    return modelsOf(body).map([&](std::vector<Fields> models) {
        std::vector<OllamaProcess> processes;
        for (Fields &model : models) {
            Fields details = model.object("details");
            const Bytes size = bytesOf(model, "size");
            const Bytes vram = std::min(bytesOf(model, "size_vram"), size);
            const auto expires = QDateTime::fromString(textOf(model, "expires_at"), Qt::ISODateWithMs);
            processes.push_back({textOf(model, "name"), size - vram, vram,
                                 textOf(details, "quantization_level"),
                                 expires.isValid() ? std::optional(std::chrono::seconds(now.secsTo(expires)))
                                                   : std::nullopt});
        }
        return processes;
    });
}

OllamaDescription readDescription(const QJsonObject &show)
{
    Fields fields(show);
    Fields info = fields.object("model_info");
    OllamaDescription description;
    const QString architecture = textOf(info, "general.architecture");
    description.dimension = info.integer(architecture + u".embedding_length"_s, 0, mostDimension).value_or(0);
    description.contextLength = countOf(info, architecture + u".context_length"_s);
    description.parameters = bytesOf(info, "general.parameter_count").value;
    if (const auto capabilities = fields.array("capabilities")) {
        description.capabilities.emplace();
        for (const QCborValue capability : *capabilities)
            *description.capabilities << capability.toString();
    }
    return description;
}

Result<OllamaEmbeddings> readEmbeddings(const QByteArray &body, std::size_t inputs)
{
    return readEmbeddings(body, "embeddings", VectorShape::Many, inputs);
}

Result<OllamaEmbeddings> readEmbedding(const QByteArray &body)
{
    return readEmbeddings(body, "embedding", VectorShape::One, 1);
}

Result<OllamaPullLine> readPullLine(const QByteArray &line)
{
    return readObject(line).map([](const QJsonObject &object) {
        Fields fields(object);
        return OllamaPullLine{textOf(fields, "status").left(longestWords), textOf(fields, "digest"),
                              bytesOf(fields, "total"), bytesOf(fields, "completed"),
                              textOf(fields, "error").left(longestWords)};
    });
}

QString readError(const QByteArray &body)
{
    Fields fields(QJsonDocument::fromJson(body).object());
    return textOf(fields, "error").simplified().left(longestWords);
}

} // namespace modeldeck
