// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

namespace modeldeck::api {

// What is asked to be embedded, checked.
struct EmbedBody
{
    enum class Encoding { Float, Base64 };
    EmbedRequest request; // model empty: none was named
    Encoding encoding = Encoding::Float;
    std::optional<int> dimensions;

    bool onlyText() const;
};

// At most this many inputs a call, as OpenAI has it.
constexpr int mostInputs = 2048;

// The body of POST /v1/embeddings: OpenAI's form, with Infinity's modality.
Result<EmbedBody> parseOpenAiEmbed(const QByteArray &json);
// The bodies of Ollama's POST /api/embed and of the older POST /api/embeddings. No input at all is
// no error there.
Result<EmbedBody> parseOllamaEmbed(const QByteArray &json);
Result<EmbedBody> parseOllamaEmbeddings(const QByteArray &json);

// The bytes of an image given as a data URI or as base64; strict: no whitespace, whole padding.
Result<QByteArray> decodeImage(QByteArrayView text);

} // namespace modeldeck::api
