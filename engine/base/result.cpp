// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/result.h"

#include <iterator>

namespace modeldeck {

namespace {

struct Row
{
    ErrorCode code;
    const char *name;
};

constexpr Row table[] = {
    {ErrorCode::InvalidRequest, "invalid_request"},
    {ErrorCode::InvalidModelType, "invalid_model_type"},
    {ErrorCode::InvalidImage, "invalid_image"},
    {ErrorCode::InvalidSetting, "invalid_setting"},
    {ErrorCode::HeadersTooLarge, "headers_too_large"},
    {ErrorCode::NotImplemented, "not_implemented"},
    {ErrorCode::Unauthorized, "unauthorized"},
    {ErrorCode::ForbiddenOrigin, "forbidden_origin"},
    {ErrorCode::WrongHost, "wrong_host"},
    {ErrorCode::ModelNotFound, "model_not_found"},
    {ErrorCode::NotFound, "not_found"},
    {ErrorCode::MethodNotAllowed, "method_not_allowed"},
    {ErrorCode::Timeout, "timeout"},
    {ErrorCode::PayloadTooLarge, "payload_too_large"},
    {ErrorCode::ModelBusy, "model_busy"},
    {ErrorCode::SettingLocked, "setting_locked"},
    {ErrorCode::QueueFull, "queue_full"},
    {ErrorCode::ModelLoadFailed, "model_load_failed"},
    {ErrorCode::RunnerCrashed, "runner_crashed"},
    {ErrorCode::OllamaUnavailable, "ollama_unavailable"},
    {ErrorCode::ShuttingDown, "shutting_down"},
    {ErrorCode::TooManyConnections, "too_many_connections"},
    {ErrorCode::TimeoutUpstream, "timeout_upstream"},
    {ErrorCode::InsufficientMemory, "insufficient_memory"},
    {ErrorCode::Cancelled, "cancelled"},
    {ErrorCode::Internal, "internal"},
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

const char *errorName(ErrorCode code)
{
    static_assert(tableFollowsEnum(), "one row for each code, in the order of the enum");
    return table[std::size_t(code)].name;
}

} // namespace modeldeck
