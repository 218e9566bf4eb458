// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/result.h"

#include <iterator>

namespace modeldeck {

namespace {

constexpr ErrorInfo table[] = {
    {ErrorCode::InvalidRequest, "invalid_request", 400},
    {ErrorCode::InvalidModelType, "invalid_model_type", 400},
    {ErrorCode::InvalidImage, "invalid_image", 400},
    {ErrorCode::InvalidSetting, "invalid_setting", 400},
    {ErrorCode::HeadersTooLarge, "headers_too_large", 431},
    {ErrorCode::NotImplemented, "not_implemented", 501},
    {ErrorCode::Unauthorized, "unauthorized", 401},
    {ErrorCode::ForbiddenOrigin, "forbidden_origin", 403},
    {ErrorCode::WrongHost, "wrong_host", 421},
    {ErrorCode::ModelNotFound, "model_not_found", 404},
    {ErrorCode::NotFound, "not_found", 404},
    {ErrorCode::MethodNotAllowed, "method_not_allowed", 405},
    {ErrorCode::Timeout, "timeout", 408},
    {ErrorCode::PayloadTooLarge, "payload_too_large", 413},
    {ErrorCode::ModelBusy, "model_busy", 409},
    {ErrorCode::SettingLocked, "setting_locked", 409},
    {ErrorCode::QueueFull, "queue_full", 429},
    {ErrorCode::ModelLoadFailed, "model_load_failed", 500},
    {ErrorCode::RunnerCrashed, "runner_crashed", 500},
    {ErrorCode::OllamaUnavailable, "ollama_unavailable", 503},
    {ErrorCode::ShuttingDown, "shutting_down", 503},
    {ErrorCode::TooManyConnections, "too_many_connections", 503},
    {ErrorCode::TimeoutUpstream, "timeout_upstream", 504},
    {ErrorCode::InsufficientMemory, "insufficient_memory", 507},
    {ErrorCode::Cancelled, "cancelled", 499},
    {ErrorCode::Internal, "internal", 500},
};

constexpr bool tableFollowsEnum()
{
    for (std::size_t i = 0; i < std::size(table); ++i) {
        if (table[i].code != ErrorCode(i))
            return false;
    }
    return std::size(table) == std::size_t(ErrorCode::Internal) + 1;
}

} // namespace

const ErrorInfo &errorInfo(ErrorCode code)
{
    static_assert(tableFollowsEnum(), "one row for each code, in the order of the enum");
    return table[std::size_t(code)];
}

} // namespace modeldeck
