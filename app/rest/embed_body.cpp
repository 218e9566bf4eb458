// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/embed_body.h"

#include "app/rest/http_message.h"
#include "app/rest/json_fields.h"

#include <QJsonArray>
#include <algorithm>
#include <array>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> badInput(ErrorCode code, Text message, Text hint = {})
{
    return tl::unexpected<Error>(problem(code, std::move(message), "input", std::move(hint)));
}

bool isUrl(const QString &text)
{
    constexpr std::array schemes{"http:"_L1, "https:"_L1, "file:"_L1, "ftp:"_L1, "s3:"_L1};
    return std::ranges::any_of(
        schemes, [&](QLatin1StringView scheme) { return text.startsWith(scheme, Qt::CaseInsensitive); });
}

Result<EmbedInput> textInput(const QString &text)
{
    if (text.isEmpty())
        return badInput(ErrorCode::InvalidRequest, Text{MD_TEXT("The text is empty"), {}});
    if (!text.isValidUtf16()) // "\\ud800" alone is no character
        return badInput(ErrorCode::InvalidRequest, Text{MD_TEXT("The text has half a surrogate pair"), {}});
    return EmbedInput{EmbedInput::Kind::Text, text.toUtf8()};
}

Result<EmbedInput> imageInput(const QString &text)
{
    auto bytes = decodeImage(text);
    if (!bytes)
        return tl::unexpected<Error>(bytes.error());
    return EmbedInput{EmbedInput::Kind::Image, std::move(*bytes)};
}

// {"text": "…"} or {"image": "data:…"}
Result<EmbedInput> objectInput(const QJsonObject &object)
{
    const QJsonValue text = object.value("text"_L1);
    const QJsonValue image = object.value("image"_L1);
    if (text.isUndefined() == image.isUndefined())
        return badInput(ErrorCode::InvalidRequest,
                        Text{MD_TEXT("An input object has either text or image"), {}});
    if (!(text.isUndefined() ? image : text).isString())
        return badInput(ErrorCode::InvalidRequest, Text{MD_TEXT("text and image must be strings"), {}});
    return text.isUndefined() ? imageInput(image.toString()) : textInput(text.toString());
}

tl::unexpected<Error> tokenIds()
{
    return badInput(ErrorCode::InvalidRequest,
                    Text{MD_TEXT("Token ids are of another model's vocabulary; send text"), {}},
                    Text{MD_TEXT("In LangChain set check_embedding_ctx_length=False"), {}});
}

Result<EmbedInput> oneInput(const QJsonValue &value, EmbedInput::Kind strings)
{
    if (value.isString())
        return strings == EmbedInput::Kind::Text ? textInput(value.toString()) : imageInput(value.toString());
    if (value.isObject())
        return objectInput(value.toObject());
    if (value.isDouble() || value.isArray())
        return tokenIds();
    return badInput(ErrorCode::InvalidRequest, Text{MD_TEXT("An input must be a string or an object"), {}});
}

Result<std::vector<EmbedInput>> parseInputs(const QJsonValue &value, EmbedInput::Kind strings)
{
    if (value.isUndefined() || value.isNull())
        return badInput(ErrorCode::InvalidRequest, Text{MD_TEXT("input is missing"), {}});
    if (value.isDouble() || value.isBool())
        return badInput(ErrorCode::InvalidRequest,
                        Text{MD_TEXT("input must be a string, an object or an array of them"), {}});
    const QJsonArray array = value.isArray() ? value.toArray() : QJsonArray{value};
    if (array.isEmpty())
        return badInput(ErrorCode::InvalidRequest, Text{MD_TEXT("input is empty"), {}});
    // A lone array of numbers is one text in token ids, however long: say that, not how many there are.
    if (array.first().isDouble())
        return tokenIds();
    if (array.size() > mostInputs) {
        return badInput(ErrorCode::InvalidRequest,
                        Text{MD_TEXT("There are %1 inputs; at most %2 fit in a call"),
                             {QString::number(array.size()), QString::number(mostInputs)}});
    }
    std::vector<EmbedInput> inputs;
    inputs.reserve(std::size_t(array.size()));
    for (qsizetype i = 0; i < array.size(); ++i) {
        auto input = oneInput(array[i], strings);
        if (!input) {
            input.error().index = int(i);
            return tl::unexpected<Error>(input.error());
        }
        inputs.push_back(std::move(*input));
    }
    return inputs;
}

Result<EmbedInput::Kind> parseModality(const std::optional<QString> &modality)
{
    if (!modality || *modality == "text"_L1)
        return EmbedInput::Kind::Text;
    if (*modality == "image"_L1)
        return EmbedInput::Kind::Image;
    return tl::unexpected<Error>(problem(
        ErrorCode::InvalidRequest, Text{MD_TEXT("modality must be \"text\" or \"image\""), {}}, "modality"));
}

Result<EmbedBody::Encoding> parseEncoding(const std::optional<QString> &encoding)
{
    if (!encoding || *encoding == "float"_L1)
        return EmbedBody::Encoding::Float;
    if (*encoding == "base64"_L1)
        return EmbedBody::Encoding::Base64;
    return tl::unexpected<Error>(problem(ErrorCode::InvalidRequest,
                                         Text{MD_TEXT("encoding_format must be \"float\" or \"base64\""), {}},
                                         "encoding_format"));
}

} // namespace

bool EmbedBody::onlyText() const
{
    return std::ranges::all_of(request.inputs,
                               [](const EmbedInput &i) { return i.kind == EmbedInput::Kind::Text; });
}

Result<QByteArray> decodeImage(const QString &text)
{
    if (isUrl(text)) {
        return badInput(ErrorCode::InvalidRequest, Text{MD_TEXT("No URL is fetched"), {}},
                        Text{MD_TEXT("Send the image itself: a data URI or base64"), {}});
    }
    QStringView encoded(text);
    if (text.startsWith("data:"_L1, Qt::CaseInsensitive)) {
        const qsizetype comma = text.indexOf(u',');
        const QStringView kind = comma < 0 ? QStringView() : encoded.first(comma).sliced(5);
        if (!kind.endsWith(";base64"_L1, Qt::CaseInsensitive) ||
            !(kind.startsWith("image/"_L1, Qt::CaseInsensitive) || kind.size() == 7))
            return badInput(ErrorCode::InvalidImage,
                            Text{MD_TEXT("The data URI is not data:image/…;base64,…"), {}});
        encoded = encoded.sliced(comma + 1);
    }
    const auto bytes =
        QByteArray::fromBase64Encoding(encoded.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (encoded.isEmpty() || encoded.size() % 4 != 0 || !bytes)
        return badInput(ErrorCode::InvalidImage, Text{MD_TEXT("The image is not valid base64"), {}});
    return bytes.decoded;
}

Result<EmbedBody> parseEmbedBody(const QJsonObject &body)
{
    JsonFields fields(body);
    EmbedBody out;
    out.request.model = fields.string("model").value_or(QString());
    const auto modality = parseModality(fields.string("modality"));
    const auto encoding = parseEncoding(fields.string("encoding_format"));
    out.dimensions = fields.integer("dimensions", 1, 65536);
    out.request.normalize = fields.flag("normalize").value_or(true);
    out.request.truncate = fields.flag("truncate").value_or(false);
    out.request.keepAlive = fields.keepAlive("keep_alive");
    fields.string("user");
    if (fields.error())
        return tl::unexpected<Error>(*fields.error());
    if (!modality)
        return tl::unexpected<Error>(modality.error());
    if (!encoding)
        return tl::unexpected<Error>(encoding.error());
    auto inputs = parseInputs(body.value("input"_L1), *modality);
    if (!inputs)
        return tl::unexpected<Error>(inputs.error());
    out.encoding = *encoding;
    out.request.inputs = std::move(*inputs);
    return out;
}

} // namespace modeldeck::api
