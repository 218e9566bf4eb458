// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/embed/embed_body.h"

#include "app/rest/embed/base64.h"
#include "app/rest/embed/lifted_json.h"
#include "app/rest/http/http_syntax.h"
#include "app/rest/http/request_fields.h"

#include <algorithm>
#include <array>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostDimensions = 65536;

tl::unexpected<Error> badInput(ErrorCode code, Text message, Text hint = {})
{
    return failure(Error(code, std::move(message)).ofParameter(u"input"_s).withHint(std::move(hint)));
}

bool isUrl(QByteArrayView text)
{
    constexpr std::array schemes{"http:", "https:", "file:", "ftp:", "s3:"};
    return std::ranges::any_of(schemes,
                               [&](const char *scheme) { return startsWithIgnoringCase(text, scheme); });
}

// The inputs of one body.
class InputReader
{
public:
    InputReader(const LiftedJson &json, EmbedInput::Kind strings) : m_json(json), m_strings(strings) {}

    Result<std::vector<EmbedInput>> all(const QCborArray &values) const;

private:
    Result<EmbedInput> one(const QCborValue &value) const;
    Result<EmbedInput> object(const Fields &object) const;
    Result<EmbedInput> text(const QString &text) const;
    Result<EmbedInput> image(const QString &text) const;

    const LiftedJson &m_json;
    EmbedInput::Kind m_strings; // what a plain string is
};

Result<EmbedInput> InputReader::text(const QString &text) const
{
    if (text.isEmpty())
        return badInput(ErrorCode::InvalidRequest, MD_TEXT("The text is empty"));
    if (!text.isValidUtf16()) // "\\ud800" alone is no character
        return badInput(ErrorCode::InvalidRequest, MD_TEXT("The text contains half a surrogate pair"));
    QByteArray bytes = m_json.utf8(text);
    bytes.detach(); // from the body, which goes
    return EmbedInput{EmbedInput::Kind::Text, std::move(bytes)};
}

Result<EmbedInput> InputReader::image(const QString &text) const
{
    auto bytes = decodeImage(m_json.utf8(text));
    if (!bytes)
        return failure(bytes.error());
    return EmbedInput{EmbedInput::Kind::Image, std::move(*bytes)};
}

// {"text": "…"} or {"image": "data:…"}
Result<EmbedInput> InputReader::object(const Fields &object) const
{
    const QCborValue textValue = object.value("text");
    const QCborValue imageValue = object.value("image");
    const bool isImage = textValue.isUndefined();
    if (isImage == imageValue.isUndefined())
        return badInput(ErrorCode::InvalidRequest, MD_TEXT("An input object must have either text or image"));
    const QCborValue &given = isImage ? imageValue : textValue;
    if (!given.isString())
        return badInput(ErrorCode::InvalidRequest, MD_TEXT("text and image must be strings"));
    return isImage ? image(given.toString()) : text(given.toString());
}

tl::unexpected<Error> tokenIds()
{
    return badInput(ErrorCode::InvalidRequest,
                    MD_TEXT("Token ids belong to another model's vocabulary; send text"),
                    MD_TEXT("In LangChain set check_embedding_ctx_length=False"));
}

bool isNumber(const QCborValue &value)
{
    return value.isInteger() || value.isDouble();
}

Result<EmbedInput> InputReader::one(const QCborValue &value) const
{
    if (value.isString())
        return m_strings == EmbedInput::Kind::Text ? text(value.toString()) : image(value.toString());
    if (value.isMap())
        return object(Fields(value.toMap(), {}));
    if (isNumber(value) || value.isArray())
        return tokenIds();
    return badInput(ErrorCode::InvalidRequest, MD_TEXT("An input must be a string or an object"));
}

Result<std::vector<EmbedInput>> InputReader::all(const QCborArray &values) const
{
    // A lone array of numbers is one text in token ids, however long: say that, not how many there are.
    if (isNumber(values.first()))
        return tokenIds();
    if (values.size() > mostInputs) {
        return badInput(ErrorCode::InvalidRequest,
                        Text(MD_TEXT("The call has %1 inputs; at most %2 are allowed"),
                             QString::number(values.size()), QString::number(mostInputs)));
    }
    std::vector<EmbedInput> inputs;
    inputs.reserve(std::size_t(values.size()));
    for (qsizetype i = 0; i < values.size(); ++i) {
        auto input = one(values[i]);
        if (!input) {
            input.error().index = int(i);
            return failure(std::move(input.error()));
        }
        inputs.push_back(std::move(*input));
    }
    return inputs;
}

// What the field holds, as a list. Empty where there is none.
Result<QCborArray> inputValues(const QCborValue &value)
{
    if (value.isUndefined())
        return QCborArray();
    if (isNumber(value) || value.isBool())
        return badInput(ErrorCode::InvalidRequest,
                        MD_TEXT("input must be a string, an object or an array of them"));
    return value.isArray() ? value.toArray() : QCborArray{value};
}

Result<EmbedBody> withInputs(EmbedBody body, const InputReader &reader, const QCborArray &values)
{
    return reader.all(values).map([&](std::vector<EmbedInput> inputs) {
        body.request.inputs = std::move(inputs);
        return std::move(body);
    });
}

} // namespace

bool EmbedBody::onlyText() const
{
    return std::ranges::all_of(request.inputs,
                               [](const EmbedInput &i) { return i.kind == EmbedInput::Kind::Text; });
}

Result<QByteArray> decodeImage(QByteArrayView text)
{
    if (isUrl(text)) {
        return badInput(ErrorCode::InvalidRequest, MD_TEXT("URLs are not fetched"),
                        MD_TEXT("Send the image itself: a data URI or base64"));
    }
    // The media type is not believed: the content decides.
    QByteArrayView encoded = text.trimmed();
    if (startsWithIgnoringCase(encoded, "data:")) {
        const qsizetype comma = encoded.indexOf(',');
        const QByteArrayView kind = comma < 0 ? QByteArrayView() : encoded.first(comma);
        const QByteArrayView coding = kind.sliced(kind.lastIndexOf(';') + 1).trimmed();
        if (coding.compare("base64", Qt::CaseInsensitive) != 0)
            return badInput(ErrorCode::InvalidImage, MD_TEXT("The data URI is not data:image/…;base64,…"));
        encoded = encoded.sliced(comma + 1);
    }
    auto bytes = decodeBase64(encoded);
    if (encoded.isEmpty() || !bytes)
        return badInput(ErrorCode::InvalidImage, MD_TEXT("The image is not valid base64"));
    return std::move(*bytes);
}

Result<EmbedBody> parseOpenAiEmbed(const QByteArray &json)
{
    const LiftedJson lifted(json);
    const auto object = parseObject(lifted.json());
    if (!object)
        return failure(object.error());
    Fields fields(*object);
    EmbedBody out;
    out.request.model = fields.string("model").value_or(QString());
    using Kind = EmbedInput::Kind;
    using Encoding = EmbedBody::Encoding;
    const auto modality = fields.choice<Kind>("modality", {{"text", Kind::Text}, {"image", Kind::Image}});
    out.encoding =
        fields.choice<Encoding>("encoding_format", {{"float", Encoding::Float}, {"base64", Encoding::Base64}})
            .value_or(Encoding::Float);
    out.dimensions = fields.integer("dimensions", 1, mostDimensions);
    out.request.normalize = fields.flag("normalize").value_or(true);
    out.request.truncate = fields.flag("truncate").value_or(false);
    out.request.keepAlive = keepAlive(fields);
    fields.string("user");
    if (fields.error())
        return failure(*fields.error());
    const QCborValue input = fields.value("input");
    const auto values = inputValues(input);
    if (!values)
        return failure(values.error());
    if (values->isEmpty())
        return input.isArray() ? badInput(ErrorCode::InvalidRequest, MD_TEXT("input is empty"))
                               : failure(fieldMissing(u"input"_s));
    return withInputs(std::move(out), InputReader(lifted, modality.value_or(Kind::Text)), *values);
}

namespace {

enum class Texts { One, Several };

Result<EmbedBody> parseOllama(const QByteArray &json, const char *inputField, Texts texts)
{
    const LiftedJson lifted(json);
    const auto object = parseObject(lifted.json());
    if (!object)
        return failure(object.error());
    Fields fields(*object);
    EmbedBody out;
    out.request.model = fields.string("model").value_or(QString());
    out.dimensions =
        fields.integer("dimensions", 0, mostDimensions); // 0: its clients' word for the model's own
    if (out.dimensions == 0)
        out.dimensions.reset();
    out.request.truncate = fields.flag("truncate").value_or(true);
    (void)fields.object("options"); // what is in it is for Ollama to judge
    out.request.options = fields.value("options").toMap().toJsonObject();
    out.request.keepAlive = keepAlive(fields);
    if (texts == Texts::One)
        fields.string(inputField); // nothing else
    if (fields.error())
        return failure(*fields.error());
    if (out.request.model.isEmpty())
        return failure(fieldMissing(u"model"_s));
    const auto values = inputValues(fields.value(inputField));
    if (!values)
        return failure(values.error());
    if (values->isEmpty() || (values->size() == 1 && values->first() == QCborValue(u""_s)))
        return out;
    return withInputs(std::move(out), InputReader(lifted, EmbedInput::Kind::Text), *values);
}

} // namespace

Result<EmbedBody> parseOllamaEmbed(const QByteArray &json)
{
    return parseOllama(json, "input", Texts::Several);
}

// Its vectors are as the model makes them, as in Ollama.
Result<EmbedBody> parseOllamaEmbeddings(const QByteArray &json)
{
    auto body = parseOllama(json, "prompt", Texts::One);
    if (body)
        body->request.normalize = false;
    return body;
}

} // namespace modeldeck::api
