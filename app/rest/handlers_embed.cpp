// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/embed_body.h"
#include "app/rest/handlers.h"
#include "app/rest/vector_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <cmath>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

Error wrongDimensions(int asked, const QString &model, int own)
{
    return problem(ErrorCode::InvalidRequest,
                   Text{MD_TEXT("%1 dimensions: the vectors of %2 have %3, and cut ones would mean nothing"),
                        {QString::number(asked), model, QString::number(own)}},
                   "dimensions");
}

// Never a made-up vector: what the engine hands over must be whole and finite.
bool isWhole(const Embeddings &embeddings, std::size_t inputs)
{
    return embeddings.dimension > 0 &&
           embeddings.values.size() == inputs * std::size_t(embeddings.dimension) &&
           std::ranges::all_of(embeddings.values, [](float value) { return std::isfinite(value); });
}

QByteArray jsonString(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2);
}

QByteArray listOf(const Embeddings &embeddings, EmbedBody::Encoding encoding)
{
    const auto dimension = std::size_t(embeddings.dimension);
    const std::size_t rows = embeddings.values.size() / dimension;
    QByteArray out;
    out.reserve(qsizetype(embeddings.values.size() * (encoding == EmbedBody::Encoding::Float ? 13 : 6)) +
                4096);
    out += "{\"object\":\"list\",\"data\":[";
    for (std::size_t row = 0; row < rows; ++row) {
        out += row == 0 ? "{" : ",{";
        out +=
            "\"object\":\"embedding\",\"index\":" + QByteArray::number(qulonglong(row)) + ",\"embedding\":";
        const std::span<const float> vector(embeddings.values.data() + row * dimension, dimension);
        if (encoding == EmbedBody::Encoding::Float)
            appendFloatArray(out, vector);
        else
            appendBase64(out, vector);
        out += '}';
    }
    const QByteArray tokens = QByteArray::number(embeddings.promptTokens);
    out += "],\"model\":" + jsonString(embeddings.modelId) + ",\"usage\":{\"prompt_tokens\":" + tokens +
           ",\"total_tokens\":" + tokens + "}}";
    return out;
}

Response answerFor(const Result<Embeddings> &embeddings, std::size_t inputs, EmbedBody::Encoding encoding,
                   std::optional<int> dimensions, ErrorFamily family)
{
    if (!embeddings)
        return errorResponse(embeddings.error(), family);
    if (!isWhole(*embeddings, inputs)) {
        return errorResponse(
            problem(ErrorCode::Internal, Text{MD_TEXT("The model's vectors are not whole"), {}}), family);
    }
    if (dimensions && *dimensions != embeddings->dimension)
        return errorResponse(wrongDimensions(*dimensions, embeddings->modelId, embeddings->dimension),
                             family);
    Response response;
    response.body = listOf(*embeddings, encoding);
    return response;
}

} // namespace

Abandon embed(const Call &call)
{
    auto body = parseEmbedBody(call.body);
    if (!body) {
        call.fail(body.error());
        return {};
    }
    const Snapshot &now = *call.context.snapshot;
    QString &model = body->request.model;
    if (model.endsWith(":latest"_L1))
        model.chop(7);
    if (model.isEmpty() && body->onlyText())
        model = now.settings->text(Key::TextDefaultModel);
    const ModelView *known = now.find(model.isEmpty() ? now.currentVisionModel : model);
    if (known && body->dimensions &&
        *body->dimensions != known->dimension) { // said before anything is computed
        call.fail(wrongDimensions(*body->dimensions, known->id, known->dimension));
        return {};
    }
    const std::size_t inputs = body->request.inputs.size();
    const RequestId id = call.context.engine->embed(
        std::move(body->request),
        {call.context.mailbox, [answer = call.answer, inputs, encoding = body->encoding, family = call.family,
                                dimensions = body->dimensions](const Result<Embeddings> &embeddings) {
             answer(answerFor(embeddings, inputs, encoding, dimensions, family));
         }});
    return [engine = call.context.engine, id] { engine->cancel(id); };
}

} // namespace modeldeck::api
