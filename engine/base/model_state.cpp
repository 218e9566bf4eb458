// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/model_state.h"

#include <iterator>

namespace modeldeck {

const char *stateName(ModelState state)
{
    static constexpr const char *names[] = {"unloaded", "loading",   "ready",           "busy",
                                            "draining", "unloading", "resident_in_ram", "failed"};
    static_assert(std::size(names) == std::size_t(ModelState::Failed) + 1);
    return names[int(state)];
}

const char *reasonName(UnloadReason reason)
{
    static constexpr const char *names[] = {"idle_timeout", "memory_pressure", "manual",   "switch",
                                            "capacity",     "keep_alive",      "shutdown", "failure"};
    static_assert(std::size(names) == std::size_t(UnloadReason::Failure) + 1);
    return names[int(reason)];
}

const char *pressureName(PressureLevel level)
{
    static constexpr const char *names[] = {"normal", "medium", "high", "critical"};
    static_assert(std::size(names) == std::size_t(PressureLevel::Critical) + 1);
    return names[int(level)];
}

Text reasonText(UnloadReason reason)
{
    static constexpr const char *texts[] = {MD_TEXT("nobody used it"),
                                            MD_TEXT("memory pressure"),
                                            MD_TEXT("by hand"),
                                            MD_TEXT("another model took over"),
                                            MD_TEXT("room for another model"),
                                            MD_TEXT("a request's keep-alive expired"),
                                            MD_TEXT("Modeldeck exited"),
                                            MD_TEXT("it failed")};
    static_assert(std::size(texts) == std::size_t(UnloadReason::Failure) + 1);
    return texts[int(reason)];
}

Text pressureText(PressureLevel level)
{
    static constexpr const char *texts[] = {MD_TEXT("normal"), MD_TEXT("medium"), MD_TEXT("high"),
                                            MD_TEXT("critical")};
    static_assert(std::size(texts) == std::size_t(PressureLevel::Critical) + 1);
    return texts[int(level)];
}

bool isRefusal(ErrorCode code)
{
    return code == ErrorCode::InsufficientMemory || code == ErrorCode::OllamaUnavailable ||
           code == ErrorCode::ModelNotFound;
}

} // namespace modeldeck
