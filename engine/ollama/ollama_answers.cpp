// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_answers.h"

#include "engine/ollama/embeddings_reader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <limits>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestWords = 500; // of Ollama's that go into an error
constexpr double mostBytes = 1e15;
constexpr int mostDimension = 65536;

tl::unexpected<Error> noSense(const char *what)
{
    return failure(Error(ErrorCode::OllamaUnavailable, MD_TEXT("Ollama's answer makes no sense: %1"),
                         QString::fromLatin1(what))
                       .withHint(MD_TEXT("See Ollama's log, and check that ollama_host is its address")));
}

Bytes bytesOf(const QJsonValue &value)
{
    const double bytes = value.toDouble();
    return {bytes > 0 && bytes < mostBytes ? qint64(bytes) : 0};
}

int countOf(const QJsonValue &value)
{
    const double count = value.toDouble();
    return count > 0 && count < std::numeric_limits<int>::max() ? int(count) : 0;
}

std::chrono::nanoseconds durationOf(const QJsonValue &value)
{
    const double nanoseconds = value.toDouble();
    return std::chrono::nanoseconds(nanoseconds > 0 && nanoseconds < 1e18 ? qint64(nanoseconds) : 0);
}

// The entries of "models"; each has a name.
Result<std::vector<QJsonObject>> modelsOf(const QByteArray &body)
{
    const auto object = readObject(body);
    if (!object)
        return tl::unexpected(object.error());
    const QJsonValue models = object->value(u"models"_s);
    if (!models.isArray() && !models.isNull()) // Go writes an empty list as null
        return noSense("no list of models");
    std::vector<QJsonObject> out;
    for (const QJsonValue model : models.toArray()) {
        if (!model[u"name"_s].isString() || model[u"name"_s].toString().isEmpty())
            return noSense("a model without a name");
        out.push_back(model.toObject());
    }
    return out;
}

Result<OllamaEmbeddings> readEmbeddings(const QByteArray &body, const QByteArray &key, VectorShape shape,
                                        std::size_t inputs)
{
    auto read = readVectors(body, key, shape);
    if (!read)
        return tl::unexpected(read.error());
    if (read->rows != inputs)
        return failure(ErrorCode::OllamaUnavailable, MD_TEXT("Ollama returned %1 vectors for %2 texts"),
                       QString::number(read->rows), QString::number(inputs));
    const auto rest = readObject(read->rest);
    if (!rest)
        return tl::unexpected(rest.error());
    return OllamaEmbeddings{
        read->dimension, std::move(read->values), countOf(rest->value(u"prompt_eval_count"_s)),
        durationOf(rest->value(u"total_duration"_s)), durationOf(rest->value(u"load_duration"_s))};
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
        return tl::unexpected(object.error());
    const QJsonValue version = object->value(u"version"_s);
    if (!version.isString())
        return noSense("no version");
    return version.toString().left(64);
}

Result<std::vector<OllamaTag>> readTags(const QByteArray &body)
{
    const auto models = modelsOf(body);
    if (!models)
        return tl::unexpected(models.error());
    std::vector<OllamaTag> tags;
    for (const QJsonObject &model : *models) {
        const QJsonValue details = model[u"details"_s];
        tags.push_back({model[u"name"_s].toString(), model[u"digest"_s].toString(), bytesOf(model[u"size"_s]),
                        details[u"family"_s].toString(), details[u"quantization_level"_s].toString()});
    }
    return tags;
}

Result<std::vector<OllamaProcess>> readProcesses(const QByteArray &body, const QDateTime &now)
{
    const auto models = modelsOf(body);
    if (!models)
        return tl::unexpected(models.error());
    std::vector<OllamaProcess> processes;
    for (const QJsonObject &model : *models) {
        const Bytes size = bytesOf(model[u"size"_s]);
        const Bytes vram = std::min(bytesOf(model[u"size_vram"_s]), size);
        const auto expires = QDateTime::fromString(model[u"expires_at"_s].toString(), Qt::ISODateWithMs);
        processes.push_back(
            {model[u"name"_s].toString(), size - vram, vram,
             model[u"details"_s][u"quantization_level"_s].toString(),
             expires.isValid() ? std::optional(std::chrono::seconds(now.secsTo(expires))) : std::nullopt});
    }
    return processes;
}

OllamaDescription readDescription(const QJsonObject &show)
{
    OllamaDescription description;
    const QJsonValue info = show[u"model_info"_s];
    const QString architecture = info[u"general.architecture"_s].toString();
    const int dimension = countOf(info[architecture + u".embedding_length"_s]);
    description.dimension = dimension <= mostDimension ? dimension : 0;
    description.contextLength = countOf(info[architecture + u".context_length"_s]);
    description.parameters = qint64(bytesOf(info[u"general.parameter_count"_s]).value);
    if (const QJsonValue capabilities = show[u"capabilities"_s]; capabilities.isArray()) {
        description.capabilities.emplace();
        for (const QJsonValue capability : capabilities.toArray())
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
    const auto object = readObject(line);
    if (!object)
        return tl::unexpected(object.error());
    return OllamaPullLine{object->value(u"status"_s).toString().left(longestWords),
                          object->value(u"digest"_s).toString(), bytesOf(object->value(u"total"_s)),
                          bytesOf(object->value(u"completed"_s)),
                          object->value(u"error"_s).toString().left(longestWords)};
}

QString readError(const QByteArray &body)
{
    return QJsonDocument::fromJson(body)
        .object()
        .value(u"error"_s)
        .toString()
        .simplified()
        .left(longestWords);
}

} // namespace modeldeck
