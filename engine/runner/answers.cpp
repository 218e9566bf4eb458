// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runner/answers.h"

#include "engine/base/fields.h"

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

} // namespace modeldeck::answers
