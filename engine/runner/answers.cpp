// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runner/answers.h"

#include <QCborArray>
#include <limits>

namespace modeldeck::answers {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostDimension = 65536;
constexpr qint64 mostContext = 1'000'000;
constexpr qint64 mostTokens = std::numeric_limits<int>::max();
constexpr double mostSeconds = 1e6; // nanoseconds fit

std::optional<int> number(const QCborValue &value, qint64 least, qint64 most)
{
    if (!value.isInteger() || value.toInteger() < least || value.toInteger() > most)
        return std::nullopt;
    return int(value.toInteger());
}

std::optional<std::chrono::nanoseconds> duration(const QCborValue &value)
{
    if (!value.isDouble() && !value.isInteger())
        return std::nullopt;
    const double seconds = value.toDouble();
    if (!(seconds >= 0 && seconds <= mostSeconds)) // nor is it NaN
        return std::nullopt;
    return std::chrono::nanoseconds(qint64(seconds * 1e9));
}

std::optional<int> sumOfTokens(const QCborValue &value, std::size_t inputs)
{
    if (!value.isArray() || std::size_t(value.toArray().size()) > inputs)
        return std::nullopt;
    qint64 sum = 0;
    for (const QCborValue tokens : value.toArray()) {
        const auto count = number(tokens, 0, mostTokens - sum);
        if (!count)
            return std::nullopt;
        sum += *count;
    }
    return int(sum);
}

} // namespace

std::optional<LoadedInfo> readLoaded(const QCborMap &header)
{
    const auto dimension = number(header[u"dimension"_s], 1, mostDimension);
    const auto context = number(header[u"context_length"_s], 0, mostContext);
    const auto image = number(header[u"image_size"_s], 0, mostContext);
    LoadedInfo info;
    info.device = header[u"device"_s].toString();
    info.dtype = header[u"dtype"_s].toString();
    if (!dimension || !context || !image || info.device.isEmpty() || info.dtype.isEmpty())
        return std::nullopt;
    info.dimension = *dimension;
    info.contextLength = *context;
    info.imageSize = *image;
    return info;
}

std::optional<Vectors> readVectors(const protocol::Frame &frame, std::size_t inputs)
{
    const auto dimension = number(frame.header[u"dimension"_s], 1, mostDimension);
    const auto time = duration(frame.header[u"seconds"_s]);
    const QCborValue counts = frame.header[u"tokens"_s];
    const auto tokens = counts.isUndefined() ? std::optional(0) : sumOfTokens(counts, inputs);
    if (!dimension || !time || !tokens ||
        std::size_t(frame.payload.size()) != inputs * std::size_t(*dimension) * sizeof(float))
        return std::nullopt;
    return Vectors{*dimension, *tokens, *time};
}

} // namespace modeldeck::answers
