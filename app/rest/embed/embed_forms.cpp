// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/embed/embed_forms.h"

#include "app/rest/embed/vector_json.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace modeldeck::api {

namespace {

constexpr qsizetype besideTheVectors = 4096; // bytes
constexpr qsizetype floatBytes = 13;         // of a number and its comma, about
constexpr qsizetype base64Bytes = 6;

QByteArray jsonString(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2);
}

std::size_t rowsOf(const Embeddings &embeddings)
{
    return embeddings.dimension > 0 ? embeddings.values.size() / std::size_t(embeddings.dimension) : 0;
}

std::span<const float> row(const Embeddings &embeddings, std::size_t index)
{
    const auto dimension = std::size_t(embeddings.dimension);
    return {embeddings.values.data() + index * dimension, dimension};
}

} // namespace

QByteArray openAiList(const EmbedAnswer &answer)
{
    const Embeddings &embeddings = answer.embeddings;
    const bool asFloats = answer.encoding == EmbedBody::Encoding::Float;
    QByteArray out;
    out.reserve(qsizetype(embeddings.values.size()) * (asFloats ? floatBytes : base64Bytes) +
                besideTheVectors);
    out += "{\"object\":\"list\",\"data\":[";
    for (std::size_t i = 0; i < rowsOf(embeddings); ++i) {
        out += i == 0 ? "{" : ",{";
        out += "\"object\":\"embedding\",\"index\":" + QByteArray::number(qulonglong(i)) + ",\"embedding\":";
        if (asFloats)
            appendFloatArray(out, row(embeddings, i));
        else
            appendBase64(out, row(embeddings, i));
        out += '}';
    }
    const QByteArray tokens = QByteArray::number(embeddings.promptTokens);
    out += "],\"model\":" + jsonString(embeddings.modelId) + ",\"usage\":{\"prompt_tokens\":" + tokens +
           ",\"total_tokens\":" + tokens + "}}";
    return out;
}

QByteArray ollamaEmbed(const EmbedAnswer &answer)
{
    const Embeddings &embeddings = answer.embeddings;
    QByteArray out;
    out.reserve(qsizetype(embeddings.values.size()) * floatBytes + besideTheVectors);
    out += "{\"model\":" + jsonString(answer.asked) + ",\"embeddings\":[";
    for (std::size_t i = 0; i < rowsOf(embeddings); ++i) {
        if (i > 0)
            out += ',';
        appendFloatArray(out, row(embeddings, i));
    }
    out += "],\"total_duration\":" + QByteArray::number(qlonglong(answer.time.count())) +
           ",\"load_duration\":" + QByteArray::number(qlonglong(embeddings.loadTime.count())) +
           ",\"prompt_eval_count\":" + QByteArray::number(embeddings.promptTokens) + '}';
    return out;
}

QByteArray ollamaEmbeddings(const EmbedAnswer &answer)
{
    QByteArray out = "{\"embedding\":";
    appendFloatArray(out,
                     rowsOf(answer.embeddings) > 0 ? row(answer.embeddings, 0) : std::span<const float>());
    return out + '}';
}

} // namespace modeldeck::api
