// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/text.h"

#include <chrono>
#include <functional>
#include <optional>
#include <tl/expected.hpp>

namespace modeldeck {

// Every way in which a call can fail.
enum class ErrorCode {
    InvalidRequest,
    InvalidModelType,
    InvalidImage,
    InvalidSetting,
    HeadersTooLarge,
    NotImplemented,
    Unauthorized,
    ForbiddenOrigin,
    WrongHost,
    ModelNotFound,
    NotFound, // no such path
    MethodNotAllowed,
    Timeout,
    PayloadTooLarge,
    ModelBusy,
    SettingLocked,
    QueueFull,
    ModelLoadFailed,
    RunnerCrashed,
    OllamaUnavailable,
    ShuttingDown,
    TooManyConnections,
    TimeoutUpstream,
    InsufficientMemory,
    Cancelled,
    Internal,
};

const char *errorName(ErrorCode code); // as in JSON: "model_not_found"

// Reads as a sentence: Error(code, source, values…).withHint(advice).ofInput(3)
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    Text message;             // what happened
    Text hint;                // what to do about it; may be empty
    QString parameter;        // the field or setting at fault; may be empty
    std::optional<int> index; // which of several inputs is at fault
    std::optional<std::chrono::seconds> retryAfter;

    Error() = default;
    Error(ErrorCode kind, Text what = {}) : code(kind), message(std::move(what)) {}
    template <TextValue... Values>
    Error(ErrorCode kind, const char *sentence, Values &&...values)
        : code(kind), message(sentence, std::forward<Values>(values)...)
    {
    }

    Error withHint(Text advice) &&
    {
        hint = std::move(advice);
        return std::move(*this);
    }
    Error ofParameter(QString name) &&
    {
        parameter = std::move(name);
        return std::move(*this);
    }
    Error ofInput(std::optional<int> number) &&
    {
        index = number;
        return std::move(*this);
    }
    Error retryIn(std::optional<std::chrono::seconds> time) &&
    {
        retryAfter = time;
        return std::move(*this);
    }
};

template <class T>
using Result = tl::expected<T, Error>;

// Called once with how an asynchronous call ended.
template <class T>
using Done = std::function<void(Result<T>)>;

inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

inline tl::unexpected<Error> failure(ErrorCode code, Text message)
{
    return failure(Error(code, std::move(message)));
}

// With the values for the placeholders in the sentence.
template <TextValue... Values>
tl::unexpected<Error> failure(ErrorCode code, const char *sentence, Values &&...values)
{
    return failure(Error(code, sentence, std::forward<Values>(values)...));
}

} // namespace modeldeck
