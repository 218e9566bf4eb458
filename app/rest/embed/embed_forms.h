// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/embed/embed_body.h"

namespace modeldeck::api {

// What an answer says beside the vectors.
struct EmbedAnswer
{
    Embeddings embeddings;
    QString asked; // the model as the request named it
    EmbedBody::Encoding encoding = EmbedBody::Encoding::Float;
    std::chrono::nanoseconds time{0}; // of the whole call
};

QByteArray openAiList(const EmbedAnswer &answer);
QByteArray ollamaEmbed(const EmbedAnswer &answer);
QByteArray ollamaEmbeddings(const EmbedAnswer &answer);

// One of the three ways to ask for vectors and to get them.
struct EmbedForm
{
    Result<EmbedBody> (*parse)(const QByteArray &json);
    QByteArray (*write)(const EmbedAnswer &answer);
};
inline constexpr EmbedForm openAiForm{parseOpenAiEmbed, openAiList};
inline constexpr EmbedForm ollamaForm{parseOllamaEmbed, ollamaEmbed};
inline constexpr EmbedForm oldOllamaForm{parseOllamaEmbeddings, ollamaEmbeddings};

} // namespace modeldeck::api
