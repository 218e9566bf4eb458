// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/model_state.h"

namespace modeldeck {

const char *stateName(ModelState state)
{
    switch (state) {
    case ModelState::Unloaded:
        return "unloaded";
    case ModelState::Loading:
        return "loading";
    case ModelState::Ready:
        return "ready";
    case ModelState::Busy:
        return "busy";
    case ModelState::Draining:
        return "draining";
    case ModelState::Unloading:
        return "unloading";
    case ModelState::ResidentInRam:
        return "resident_in_ram";
    case ModelState::Failed:
        return "failed";
    }
    Q_UNREACHABLE();
}

const char *reasonName(UnloadReason reason)
{
    switch (reason) {
    case UnloadReason::IdleTimeout:
        return "idle_timeout";
    case UnloadReason::MemoryPressure:
        return "memory_pressure";
    case UnloadReason::Manual:
        return "manual";
    case UnloadReason::Switch:
        return "switch";
    case UnloadReason::Capacity:
        return "capacity";
    case UnloadReason::KeepAlive:
        return "keep_alive";
    case UnloadReason::Shutdown:
        return "shutdown";
    case UnloadReason::Failure:
        return "failure";
    }
    Q_UNREACHABLE();
}

const char *pressureName(PressureLevel level)
{
    switch (level) {
    case PressureLevel::Normal:
        return "normal";
    case PressureLevel::Medium:
        return "medium";
    case PressureLevel::High:
        return "high";
    case PressureLevel::Critical:
        return "critical";
    }
    Q_UNREACHABLE();
}

Text reasonText(UnloadReason reason)
{
    switch (reason) {
    case UnloadReason::IdleTimeout:
        return MD_TEXT("nobody used it");
    case UnloadReason::MemoryPressure:
        return MD_TEXT("memory pressure");
    case UnloadReason::Manual:
        return MD_TEXT("by hand");
    case UnloadReason::Switch:
        return MD_TEXT("another model took over");
    case UnloadReason::Capacity:
        return MD_TEXT("room for another model");
    case UnloadReason::KeepAlive:
        return MD_TEXT("a request's keep-alive expired");
    case UnloadReason::Shutdown:
        return MD_TEXT("Modeldeck exited");
    case UnloadReason::Failure:
        return MD_TEXT("it failed");
    }
    Q_UNREACHABLE();
}

Text pressureText(PressureLevel level)
{
    switch (level) {
    case PressureLevel::Normal:
        return MD_TEXT("normal");
    case PressureLevel::Medium:
        return MD_TEXT("medium");
    case PressureLevel::High:
        return MD_TEXT("high");
    case PressureLevel::Critical:
        return MD_TEXT("critical");
    }
    Q_UNREACHABLE();
}

bool isRefusal(ErrorCode code)
{
    return code == ErrorCode::InsufficientMemory || code == ErrorCode::OllamaUnavailable ||
           code == ErrorCode::ModelNotFound;
}

} // namespace modeldeck
