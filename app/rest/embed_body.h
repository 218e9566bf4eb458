// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QJsonObject>

namespace modeldeck::api {

// The body of POST /v1/embeddings (OpenAI's form, with Infinity's modality), checked.
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

Result<EmbedBody> parseEmbedBody(const QJsonObject &body);

// The bytes of an image given as a data URI or as base64; strict: no whitespace, whole padding.
Result<QByteArray> decodeImage(const QString &text);

} // namespace modeldeck::api
