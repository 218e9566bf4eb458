// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/text.h"

#include <chrono>
#include <optional>
#include <tl/expected.hpp>

namespace modeldeck {

// Every way in which a call can fail. errorInfo() is the one table to name and HTTP status.
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

struct ErrorInfo
{
    ErrorCode code;
    const char *name; // as it stands in JSON: "model_not_found"
    int httpStatus;
};
const ErrorInfo &errorInfo(ErrorCode code);

struct Error
{
    ErrorCode code = ErrorCode::Internal;
    Text message;             // what happened
    Text hint;                // what to do about it; may be empty
    QString parameter;        // the field or setting at fault; may be empty
    std::optional<int> index; // which of several inputs is at fault
    std::optional<std::chrono::seconds> retryAfter;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(ErrorCode code, Text message, Text hint = {})
{
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint), {}, {}, {}});
}

} // namespace modeldeck
