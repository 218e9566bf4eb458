// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/pressure_policy.h"

#include "engine/lifecycle/unload_chooser.h"

#include <algorithm>
#include <set>

namespace modeldeck {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto freshFor = 30s; // after its load a model is the last to go

// One kind of memory that runs short.
struct Shortage
{
    PressureLevel level = PressureLevel::Normal;
    Bytes excess;
    Bytes (*gives)(const ResidentModel &) = nullptr;
    const char *rule = "";
    bool belowThreshold = false;
    bool ofDevice = false;
};

// While less than the threshold is in use, what was just asked for stays: a stall, or a level that has not
// fallen yet, is no reason to take it.
BootTime freshUntil(const ResidentModel &model)
{
    return std::max(model.loadedAt, model.idleSince) + freshFor;
}

// At what idle time pressure takes the model; nothing where it never does.
std::optional<std::chrono::seconds> idleLimit(const ResidentModel &model, const Shortage &shortage,
                                              const Settings &settings)
{
    const bool critical = shortage.level == PressureLevel::Critical;
    if (shortage.level < PressureLevel::High || model.busy || shortage.gives(model).value <= 0)
        return std::nullopt;
    if (model.pinned && !(critical && settings[PressureOverridesPins]))
        return std::nullopt;
    return critical ? 0s : settings[MemoryPressureTimeout];
}

Shortage ramShortage(const MemoryReadings &readings)
{
    return {readings.ramLevel,
            readings.ramExcess,
            [](const ResidentModel &model) { return model.ram; },
            readings.ramLevelFromStall ? MD_TEXT("programs wait for memory, pressure is %1: idle for %2")
                                       : MD_TEXT("memory pressure is %1: idle for %2"),
            readings.ramBelowThreshold,
            false};
}

Shortage deviceShortage(const MemoryReadings &readings)
{
    return {readings.deviceLevel,
            readings.deviceExcess,
            [](const ResidentModel &model) { return model.device; },
            MD_TEXT("GPU memory pressure is %1: idle for %2"),
            readings.deviceBelowThreshold,
            true};
}

Text ruleOf(const Shortage &shortage, std::chrono::nanoseconds idle)
{
    return {shortage.rule, {pressureText(shortage.level), std::chrono::floor<std::chrono::seconds>(idle)}};
}

Text whyItStays(const ResidentModel &model, const Shortage &shortage, BootTime now, const Settings &settings)
{
    if (model.busy)
        return MD_TEXT("busy");
    if (model.pinned)
        return MD_TEXT("pinned");
    if (shortage.gives(model).value <= 0)
        return MD_TEXT("unloading it would free no memory");
    if (const auto limit = idleLimit(model, shortage, settings); limit && now - model.idleSince < *limit)
        return {MD_TEXT("idle for only %1"), std::chrono::floor<std::chrono::seconds>(now - model.idleSince)};
    if (shortage.belowThreshold && now < freshUntil(model))
        return {MD_TEXT("loaded or used in the last %1"), freshFor};
    return MD_TEXT("enough memory is freed without it");
}

} // namespace

std::vector<UnloadAction> PressurePolicy::decide(const std::vector<ResidentModel> &models,
                                                 const MemoryReadings &readings, Bytes leaving,
                                                 Bytes leavingDevice, BootTime now,
                                                 const Settings &settings) const
{
    std::vector<UnloadAction> actions;
    if (!settings[ModelUsageTrackerEnabled])
        return actions;
    std::set<const ResidentModel *> going;
    // A model that goes for RAM's sake leaves the GPU too, so that is looked at last.
    for (const Shortage &shortage : {ramShortage(readings), deviceShortage(readings)}) {
        Bytes missing = shortage.excess - (shortage.ofDevice ? leavingDevice : leaving);
        for (const ResidentModel *model : going)
            missing -= shortage.gives(*model);
        if (missing.value <= 0)
            continue;
        const auto before = actions.size();
        UnloadChooser takeable(models, [&](const ResidentModel &m) -> std::optional<UnloadChooser::Rank> {
            const auto limit = idleLimit(m, shortage, settings);
            if (!limit || now - m.idleSince < *limit || (shortage.belowThreshold && now < freshUntil(m)))
                return std::nullopt;
            return UnloadChooser::Rank{m.pinned, now - m.loadedAt < freshFor, worth(m, now)};
        });
        while (const ResidentModel *model = missing.value > 0 ? takeable.next() : nullptr) {
            if (!going.insert(model).second)
                continue;
            missing -= shortage.gives(*model);
            const bool toRam =
                shortage.ofDevice && model->canMoveToRam && readings.ramLevel < PressureLevel::High;
            actions.push_back({model->id,
                               UnloadReason::MemoryPressure,
                               ruleOf(shortage, now - model->idleSince),
                               {},
                               toRam ? UnloadKind::ToRam : UnloadKind::Unload});
        }
        nameCandidates(actions, before, models,
                       [&](const ResidentModel &m) { return whyItStays(m, shortage, now, settings); });
    }
    return actions;
}

std::optional<UnloadDeadline>
PressurePolicy::deadline(const ResidentModel &model, const MemoryReadings &readings, const Settings &settings)
{
    std::optional<UnloadDeadline> earliest;
    if (!settings[ModelUsageTrackerEnabled])
        return earliest;
    for (const Shortage &shortage : {ramShortage(readings), deviceShortage(readings)}) {
        const auto limit = idleLimit(model, shortage, settings);
        if (!limit)
            continue;
        BootTime at = model.idleSince + *limit;
        if (shortage.belowThreshold)
            at = std::max(at, freshUntil(model));
        if (!earliest || at < earliest->at)
            earliest =
                UnloadDeadline{at, UnloadReason::MemoryPressure, ruleOf(shortage, at - model.idleSince)};
    }
    return earliest;
}

double LruPressurePolicy::worth(const ResidentModel &model, BootTime now) const
{
    return -std::chrono::duration<double>(now - model.idleSince).count();
}

double CostAwarePressurePolicy::worth(const ResidentModel &model, BootTime now) const
{
    constexpr double leastCost = 0.05; // seconds; a load is never free
    const double idle = std::chrono::duration<double>(now - model.idleSince).count();
    return -idle * double((model.ram + model.device).value) / std::max(leastCost, model.loadSeconds);
}

std::unique_ptr<PressurePolicy> pressurePolicy(const Settings &settings)
{
    if (settings[PressureUnloadPolicy] == u"cost_aware"_s)
        return std::make_unique<CostAwarePressurePolicy>();
    return std::make_unique<LruPressurePolicy>();
}

} // namespace modeldeck
