// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runner/answers.h"

#include "engine/base/fields.h"

#include <QCborArray>
#include <limits>

namespace modeldeck::answers {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostDimension = 65536;
constexpr int mostContext = 1'000'000;
constexpr qint64 mostTokens = std::numeric_limits<int>::max();
constexpr double mostSeconds = 1e6; // nanoseconds fit

// The tokens of all inputs.
std::optional<int> sumOf(const QCborValue &counts, std::size_t inputs)
{
    if (!counts.isArray() || std::size_t(counts.toArray().size()) > inputs)
        return std::nullopt;
    qint64 sum = 0;
    for (const QCborValue count : counts.toArray()) {
        if (!count.isInteger() || count.toInteger() < 0 || count.toInteger() > mostTokens - sum)
            return std::nullopt;
        sum += count.toInteger();
    }
    return int(sum);
}

} // namespace

std::optional<LoadedInfo> readLoaded(const QCborMap &header)
{
    Fields fields(header, {.required = true});
    LoadedInfo info;
    info.dimension = fields.integer("dimension", 1, mostDimension).value_or(0);
    info.contextLength = fields.integer("context_length", 0, mostContext).value_or(0);
    info.imageSize = fields.integer("image_size", 0, mostContext).value_or(0);
    info.device = fields.string("device").value_or(QString());
    info.dtype = fields.string("dtype").value_or(QString());
    if (fields.error() || info.device.isEmpty() || info.dtype.isEmpty())
        return std::nullopt;
    return info;
}

std::optional<Vectors> readVectors(const protocol::Frame &frame, std::size_t inputs)
{
    Fields fields(frame.header, {.required = true});
    const int dimension = fields.integer("dimension", 1, mostDimension).value_or(0);
    const double seconds = fields.number("seconds", 0, mostSeconds).value_or(0);
    const QCborValue counts = frame.header["tokens"_L1];
    const auto tokens = counts.isUndefined() ? std::optional(0) : sumOf(counts, inputs);
    if (fields.error() || !tokens ||
        std::size_t(frame.payload.size()) != inputs * std::size_t(dimension) * sizeof(float))
        return std::nullopt;
    return Vectors{dimension, *tokens, std::chrono::nanoseconds(qint64(seconds * 1e9))};
}

TextArgument readWords(const QCborMap &header)
{
    const char *words = protocol::knownWords(header[u"source"_s].toString());
    if (!words)
        return header[u"message"_s].toString();
    Text text{words, {}};
    for (const QCborValue argument : header[u"arguments"_s].toArray())
        text.arguments << argument.toString();
    return text;
}

Error loadError(const QString &code, const TextArgument &words)
{
    if (code != QLatin1String(protocol::error_code::insufficientMemory))
        return Error(ErrorCode::ModelLoadFailed, MD_TEXT("The model could not be loaded: %1"), words);
    return Error(ErrorCode::InsufficientMemory, MD_TEXT("There is not enough memory to load the model: %1"),
                 words)
        .withHint(MD_TEXT("Unload a model, or close other programs"));
}

Error embedError(const QString &code, const TextArgument &words)
{
    const auto is = [&code](const char *name) { return code == QLatin1String(name); };
    if (is(protocol::error_code::invalidImage))
        return Error(ErrorCode::InvalidImage, MD_TEXT("The image can't be used: %1"), words);
    if (is(protocol::error_code::imageTooLarge))
        return Error(ErrorCode::PayloadTooLarge, MD_TEXT("The image is too large: %1"), words);
    if (is(protocol::error_code::invalidRequest))
        return Error(ErrorCode::InvalidRequest, MD_TEXT("The input can't be used: %1"), words);
    if (is(protocol::error_code::modelChanged))
        return Error(ErrorCode::ModelLoadFailed, MD_TEXT("The model's files changed while it was loaded: %1"),
                     words);
    if (is(protocol::error_code::insufficientMemory)) {
        return Error(ErrorCode::InsufficientMemory, MD_TEXT("There is not enough memory to compute this: %1"),
                     words)
            .withHint(MD_TEXT("Unload a model, or send smaller images or fewer inputs at a time"));
    }
    return Error(ErrorCode::Internal, MD_TEXT("The runner failed: %1"), words);
}

} // namespace modeldeck::answers
