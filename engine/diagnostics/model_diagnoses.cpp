// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diagnostics/diagnose.h"

#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr double stuckAfter = 300;     // s without an answer; a runner's own deadlines are shorter
constexpr double overdueAfter = 30;    // s
constexpr double longStay = 24 * 3600; // s
constexpr double churnWithin = 3600;   // s
constexpr int churnUnloads = 4;

std::chrono::seconds wholeSeconds(double seconds)
{
    return std::chrono::seconds(qRound64(seconds));
}

qint64 wholeHours(double seconds)
{
    return qRound64(seconds / 3600);
}

// Whether its VRAM timeout is the one that applies: on a GPU, the shorter of the two.
bool isOnVramTimeout(const ModelView &model)
{
    const bool onDevice = !model.device.isEmpty() && model.device != u"cpu"_s;
    return onDevice && model.vramTimeout.count() != 0 &&
           (model.ramTimeout.count() == 0 || model.vramTimeout < model.ramTimeout);
}

// The setting of its idle timeout, as it applies.
Key timeoutOf(const ModelView &model)
{
    const bool vision = model.type == ModelType::Vision;
    if (isOnVramTimeout(model))
        return vision ? VisionEmbeddingVramTimeout : EmbeddingModelVramTimeout;
    return vision ? VisionEmbeddingRamTimeout : EmbeddingModelRamTimeout;
}

// Whether that timeout is the model's own.
bool hasOverride(const ModelView &model, const Snapshot &snapshot)
{
    const QVariantMap own = snapshot.settings[ModelTimeoutOverrides].value(model.id).toMap();
    return own.contains(isOnVramTimeout(model) ? u"vram_timeout"_s : u"ram_timeout"_s);
}

// A model whose timeouts are not what one wants of them.
Text adviceOnTimeout(const ModelView &model, const Snapshot &snapshot)
{
    if (hasOverride(model, snapshot))
        return MD_TEXT("Change or remove the model's own timeouts in model_timeout_overrides");
    return toChange(snapshot, timeoutOf(model), MD_TEXT("Set %1 to 1800 or less"));
}

Text whyForEver(const ModelView &model, const Snapshot &snapshot)
{
    if (hasOverride(model, snapshot))
        return MD_TEXT(
            "It stays loaded: its own idle timeout in model_timeout_overrides is 0, which means never");
    return {MD_TEXT("It stays loaded: %1 is 0, which means never"), settingName(timeoutOf(model))};
}

// An idle model that nothing is going to unload by itself.
Diagnosis diagnoseStaying(const ModelView &model, const Snapshot &snapshot)
{
    const auto because = [&](Text why, Text advice) {
        return Diagnosis{model.id, std::move(why), std::move(advice)};
    };
    if (!snapshot.trackerEnabled)
        return because(
            MD_TEXT("It stays loaded: automatic unloading is switched off"),
            toChange(snapshot, ModelUsageTrackerEnabled, MD_TEXT("Unload it by hand, or set %1 to true")));
    if (snapshot.paused)
        return because(MD_TEXT("It stays loaded: automatic unloading is paused"),
                       MD_TEXT("Resume it, or unload the model by hand"));
    if (model.pinned)
        return because(MD_TEXT("It stays loaded: it is pinned"), MD_TEXT("Unpin it"));
    if (model.ramTimeout.count() == 0)
        return because(whyForEver(model, snapshot), adviceOnTimeout(model, snapshot));
    return because(MD_TEXT("It stays loaded: its last request asked for that (a negative keep_alive)"),
                   MD_TEXT("Unload it by hand, and make clients request a limited time instead"));
}

// The same, or one that goes too late or not before long.
std::optional<Diagnosis> diagnoseIdle(const ModelView &model, const Snapshot &snapshot)
{
    if (!model.unloadAt) // else it goes, whatever is switched off: keep_alive is the client's word
        return diagnoseStaying(model, snapshot);
    const auto because = [&](Text why, Text advice) {
        return Diagnosis{model.id, std::move(why), std::move(advice)};
    };
    const double left = *model.unloadAt - snapshot.at;
    if (left < -overdueAfter)
        return because(
            {MD_TEXT("It should have been unloaded %1 ago (%2)"), wholeSeconds(-left), model.unloadRule},
            MD_TEXT("Run a sweep or unload it by hand; model_usage_tracker.log may say more"));
    if (left > longStay && model.unloadReasonNext == UnloadReason::KeepAlive)
        return because(
            {MD_TEXT_N("Its last request asked to keep it for another %n hour(s)"), wholeHours(left)},
            toChange(snapshot, KeepAliveMax,
                     MD_TEXT("Unload it by hand, and limit with %1 what clients may request")));
    if (left > longStay)
        return because(
            {MD_TEXT_N("Its idle timeout is long: it will be unloaded in %n hour(s)"), wholeHours(left)},
            adviceOnTimeout(model, snapshot));
    return std::nullopt;
}

std::optional<Diagnosis> diagnoseLoaded(const ModelView &model, const Snapshot &snapshot)
{
    if (model.external && !snapshot.settings[OllamaManageExternal]) {
        return Diagnosis{
            model.id, MD_TEXT("Another program loaded it in Ollama, so it is left alone"),
            toChange(snapshot, OllamaManageExternal, MD_TEXT("Unload it by hand, or set %1 to true"))};
    }
    if (model.inFlight == 0 && model.queued == 0)
        return model.state == ModelState::Ready || model.state == ModelState::ResidentInRam
                   ? diagnoseIdle(model, snapshot)
                   : std::nullopt;
    const double silent = snapshot.at - model.lastUsed.value_or(snapshot.at);
    if (model.state == ModelState::Draining) {
        return Diagnosis{
            model.id,
            {MD_TEXT_N("It is waiting to be unloaded, but still serves %n request(s)"), model.inFlight},
            MD_TEXT("Wait for them, or stop the clients that send them")};
    }
    if (silent > stuckAfter) {
        return Diagnosis{model.id,
                         {MD_TEXT_N("It serves %n request(s), and has answered none for %2"), model.inFlight,
                          wholeSeconds(silent)},
                         MD_TEXT("Stop the clients that send requests, or reload the model")};
    }
    return std::nullopt;
}

Diagnosis diagnoseFailure(const ModelView &model)
{
    const Error &error = *model.failure;
    Text advice = error.hint;
    if (advice.isEmpty() && error.code == ErrorCode::InsufficientMemory)
        advice = MD_TEXT("Close other programs, unload other models, or choose a smaller model");
    else if (advice.isEmpty() && error.code == ErrorCode::ModelLoadFailed)
        advice = MD_TEXT("Verify the model's files; if they are damaged, download them again");
    else if (advice.isEmpty())
        advice = MD_TEXT("embedding_service.log has its last output; the kernel may have killed it because "
                         "memory ran out");
    const char *why = model.loaded                             ? MD_TEXT("It failed earlier: %1")
                      : error.code == ErrorCode::RunnerCrashed ? MD_TEXT("It failed: %1")
                                                               : MD_TEXT("It can't be loaded: %1");
    return {model.id, {why, {error.message}}, advice};
}

Text adviceOnChurn(UnloadReason reason, const ModelView &model, const Snapshot &snapshot)
{
    switch (reason) {
    case UnloadReason::Capacity:
    case UnloadReason::Switch:
        return toChange(snapshot, MaxLoadedModels,
                        MD_TEXT("Raise %1 so that models do not replace each other"));
    case UnloadReason::MemoryPressure:
        return toChange(snapshot, MemoryPressureThreshold,
                        MD_TEXT("Use a smaller model, close other programs, or raise %1"));
    case UnloadReason::KeepAlive:
        return toChange(snapshot, KeepAliveMin,
                        MD_TEXT("Raise %1 above the keep_alive that clients request"));
    default:
        return toChange(snapshot, timeoutOf(model),
                        MD_TEXT("Raise %1 so that the model stays loaded between requests"));
    }
}

// Loaded and unloaded again and again.
std::optional<Diagnosis> diagnoseChurn(const ModelView &model, const Snapshot &snapshot)
{
    std::map<UnloadReason, int> unloads;
    int all = 0;
    for (const Receipt &receipt : *snapshot.receipts) {
        const bool byItself = receipt.reason != UnloadReason::Manual &&
                              receipt.reason != UnloadReason::Shutdown &&
                              receipt.reason != UnloadReason::Failure;
        if (receipt.modelId != model.id || !byItself || receipt.at < snapshot.at - churnWithin)
            continue;
        ++unloads[receipt.reason];
        ++all;
    }
    if (all < churnUnloads)
        return std::nullopt;
    const auto most = std::ranges::max_element(unloads, {}, [](const auto &item) { return item.second; });
    return Diagnosis{
        model.id,
        {MD_TEXT("It was unloaded %1 times within an hour, mostly for this reason: %2. Each load takes %3 s"),
         all, reasonText(most->first), TextArgument::Decimal{model.loadSeconds.value_or(0), 1}},
        adviceOnChurn(most->first, model, snapshot)};
}

} // namespace

void diagnoseModel(const ModelView &model, const Snapshot &snapshot, std::vector<Diagnosis> &out)
{
    if (model.failure)
        out.push_back(diagnoseFailure(model));
    // Known variants that nobody has downloaded have no folder.
    if (!model.installed && !model.path.isEmpty() && !model.loaded) {
        out.push_back({model.id,
                       {MD_TEXT("Its folder can't be used: %1"), model.notInstalledReason},
                       {MD_TEXT("Complete %1 and rescan"), model.path}});
    }
    if (model.loaded) {
        if (auto staying = diagnoseLoaded(model, snapshot))
            out.push_back(std::move(*staying));
    }
    if (auto churn = diagnoseChurn(model, snapshot))
        out.push_back(std::move(*churn));
}

} // namespace modeldeck
