// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/unload_policy.h"

#include "engine/lifecycle/unload_chooser.h"

#include <algorithm>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

Text whyItStays(const ResidentModel &model, BootTime now, const Settings &settings)
{
    if (model.busy)
        return MD_TEXT("busy");
    if (model.pinned)
        return MD_TEXT("pinned");
    if (const auto due = IdleTimeoutPolicy::deadline(model, settings))
        return {MD_TEXT("due in %1"), due->at - now};
    return MD_TEXT("no idle timeout");
}

// The timeout that ends first, of those that are there.
std::chrono::seconds shorter(std::chrono::seconds a, std::chrono::seconds b)
{
    return a == 0s ? b : b == 0s ? a : std::min(a, b);
}

// After which idle time, and what then; nothing where it stays. Asked of every model, so it makes no words.
std::optional<std::pair<std::chrono::nanoseconds, UnloadKind>> idleLimit(const ResidentModel &model,
                                                                         const Settings &settings)
{
    if (model.busy || model.pinned)
        return std::nullopt;
    if (model.keepAlive) // a client's order, not the tracker's choice
        return *model.keepAlive < 0ns ? std::nullopt
                                      : std::optional(std::pair(*model.keepAlive, UnloadKind::Unload));
    if (!settings[ModelUsageTrackerEnabled])
        return std::nullopt;
    const auto timeout = model.onDevice ? shorter(model.vramTimeout, model.ramTimeout) : model.ramTimeout;
    if (timeout == 0s)
        return std::nullopt;
    const bool toRam = model.canMoveToRam && timeout != model.ramTimeout;
    return std::pair<std::chrono::nanoseconds, UnloadKind>(timeout,
                                                           toRam ? UnloadKind::ToRam : UnloadKind::Unload);
}

} // namespace

std::optional<UnloadDeadline> IdleTimeoutPolicy::deadline(const ResidentModel &model,
                                                          const Settings &settings)
{
    const auto limit = idleLimit(model, settings);
    if (!limit)
        return std::nullopt;
    const auto &[idle, kind] = *limit;
    UnloadDeadline due{
        model.idleSince + idle, UnloadReason::IdleTimeout, {MD_TEXT("idle timeout, %1"), idle}, kind};
    if (model.keepAlive) {
        due.reason = UnloadReason::KeepAlive;
        due.rule.source = MD_TEXT("keep-alive of the last request, %1");
    } else if (idle != model.ramTimeout) {
        due.rule.source = MD_TEXT("VRAM timeout, %1");
    }
    return due;
}

std::vector<UnloadAction> IdleTimeoutPolicy::decide(const std::vector<ResidentModel> &models, BootTime now,
                                                    const Settings &settings)
{
    std::vector<UnloadAction> actions;
    for (const ResidentModel &model : models) {
        if (const auto limit = idleLimit(model, settings); limit && model.idleSince + limit->first <= now) {
            const auto due = deadline(model, settings);
            actions.push_back({model.id, due->reason, due->rule, {}, due->kind});
        }
    }
    nameCandidates(actions, 0, models,
                   [&](const ResidentModel &model) { return whyItStays(model, now, settings); });
    return actions;
}

CapacityPolicy::Decision CapacityPolicy::makeRoom(const std::vector<ResidentModel> &models, int limit,
                                                  const QString &keep, int places)
{
    Decision decision;
    int excess = int(models.size()) + places - limit;
    UnloadChooser replaceable(models, [&](const ResidentModel &m) -> std::optional<UnloadChooser::Rank> {
        if (m.pinned)
            return std::nullopt;
        return leastRecentlyUsed(m, m.id == keep, m.busy);
    });
    while (const ResidentModel *model = excess > 0 ? replaceable.next() : nullptr) {
        --excess;
        decision.actions.push_back(
            {model->id, UnloadReason::Capacity, {MD_TEXT_N("at most %n model(s) may be loaded"), limit}, {}});
    }
    nameCandidates(decision.actions, 0, models, [](const ResidentModel &model) {
        return model.pinned ? Text(MD_TEXT("pinned"))
               : model.busy ? Text(MD_TEXT("busy"))
                            : Text(MD_TEXT("used more recently"));
    });
    decision.missing = std::max(0, excess);
    return decision;
}

} // namespace modeldeck
