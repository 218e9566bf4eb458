// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diagnostics/diagnose.h"

#include "engine/base/known_models.h"

#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double highestUsefulThreshold = 0.95;

int percent(double share)
{
    return qRound(share * 100);
}

void diagnoseAutomation(const Snapshot &snapshot, std::vector<Diagnosis> &out)
{
    if (!snapshot.trackerEnabled) {
        out.push_back({{},
                       MD_TEXT("Automatic unloading is switched off"),
                       toChange(snapshot, ModelUsageTrackerEnabled, MD_TEXT("Set %1 to true"))});
    }
    if (snapshot.paused) {
        const bool ends = snapshot.pausedUntil.has_value();
        const double seconds = ends ? *snapshot.pausedUntil - snapshot.at : 0;
        out.push_back({{},
                       ends ? Text(MD_TEXT("Automatic unloading is paused for another %1"),
                                   std::chrono::seconds(qRound64(std::max(seconds, 0.0))))
                            : Text(MD_TEXT("Automatic unloading is paused")),
                       MD_TEXT("Resume it")});
    }
    if (snapshot.gpus.empty())
        return; // no VRAM timeout applies here
    using Timeout = Setting<std::chrono::seconds>;
    const std::pair<Timeout, Timeout> timeouts[] = {{VisionEmbeddingVramTimeout, VisionEmbeddingRamTimeout},
                                                    {EmbeddingModelVramTimeout, EmbeddingModelRamTimeout}};
    for (const auto &[vram, ram] : timeouts) {
        const auto longer = snapshot.settings[vram], shorter = snapshot.settings[ram];
        if (shorter == 0s || (longer != 0s && longer <= shorter))
            continue;
        out.push_back({{},
                       {MD_TEXT("%1 has no effect: %2 (%3) unloads a model completely before that"),
                        settingName(vram), settingName(ram), shorter},
                       toChange(snapshot, vram, MD_TEXT("Lower %1"))});
    }
}

// Why memory that is scarce does not come back.
void diagnoseScarcity(const Snapshot &snapshot, std::vector<Diagnosis> &out)
{
    if (std::max(snapshot.visionPressure, snapshot.textPressure) < PressureLevel::High)
        return;
    const auto evictable = [](const ModelView &model) { return model.loaded && !model.external; };
    const auto loaded = std::ranges::count_if(snapshot.models, evictable);
    if (loaded == 0) {
        const bool stall = isFromStall(snapshot.system, worstPressure(snapshot));
        out.push_back(
            {{},
             {stall ? MD_TEXT("Programs wait for memory (%1 % in use), but no model is loaded: other "
                              "programs cause it")
                    : MD_TEXT("Memory is short (%1 % in use), but no model is loaded: other programs use it"),
              percent(snapshot.system.used)},
             toChange(snapshot, MemoryPressureThreshold,
                      MD_TEXT("Close other programs, or raise %1 if such memory use is normal here"))});
        return;
    }
    const std::chrono::seconds needed = snapshot.settings[MemoryPressureTimeout];
    const auto idleLongEnough = [&](const ModelView &model) {
        return evictable(model) && model.inFlight == 0 && !model.pinned &&
               snapshot.at - model.lastUsed.value_or(0) >= double(needed.count());
    };
    if (std::ranges::none_of(snapshot.models, idleLongEnough)) {
        out.push_back(
            {{},
             {MD_TEXT("Memory is short, but every loaded model is busy, is pinned, or was used within the "
                      "last %1"),
              needed},
             toChange(snapshot, MemoryPressureTimeout, MD_TEXT("Unload a model by hand, or lower %1"))});
    }
}

void diagnosePressure(const Snapshot &snapshot, std::vector<Diagnosis> &out)
{
    if (snapshot.system.total.value <= 0) {
        out.push_back({{},
                       MD_TEXT("The system's memory can't be read, so memory pressure is not detected"),
                       MD_TEXT("Make sure that Modeldeck can read /proc/meminfo")});
    }
    if (const double threshold = snapshot.settings[MemoryPressureThreshold];
        threshold >= highestUsefulThreshold) {
        out.push_back({{},
                       {MD_TEXT("The memory pressure threshold is %1 %: at that level the machine is already "
                                "out of memory"),
                        percent(threshold)},
                       toChange(snapshot, MemoryPressureThreshold,
                                MD_TEXT("Set %1 to 0.8, or to 0.9 on a machine with plenty of memory"))});
    }
    diagnoseScarcity(snapshot, out);
}

void diagnoseServices(const Snapshot &snapshot, std::vector<Diagnosis> &out)
{
    if (!snapshot.settings[OllamaEnabled]) {
        out.push_back({{},
                       MD_TEXT("Ollama is switched off, so there are no text models"),
                       toChange(snapshot, OllamaEnabled, MD_TEXT("Set %1 to true"))});
    } else if (snapshot.ollama.state == OllamaState::Unavailable ||
               snapshot.ollama.state == OllamaState::Degraded) {
        out.push_back(
            {{},
             {snapshot.ollama.state == OllamaState::Degraded ? MD_TEXT("Ollama at %1 is degraded: %2")
                                                             : MD_TEXT("Ollama at %1 is unavailable: %2"),
              {snapshot.ollama.host, snapshot.ollama.problem}},
             toChange(snapshot, OllamaHost,
                      MD_TEXT("Make sure that it runs (“ollama serve”) and that %1 is its address"))});
    }
    // Whether a runner can compute on a GPU shows once it has loaded a model.
    const auto onProcessor = [](const ModelView &model) { return model.loaded && model.device == u"cpu"_s; };
    const bool wanted = snapshot.settings[ClipDevice] != u"cpu"_s;
    for (const GpuView &gpu : snapshot.gpus) {
        if (gpu.usable || !wanted || std::ranges::none_of(snapshot.models, onProcessor))
            continue;
        out.push_back(
            {{},
             {MD_TEXT("There is a GPU (%1), but the runner computes on the CPU"), gpu.name},
             toChange(snapshot, RunnerProgram,
                      MD_TEXT("Build modeldeck-runner against a libtorch with CUDA, and set %1 to it"))});
    }
}

void diagnoseInstallation(const Snapshot &snapshot, std::vector<Diagnosis> &out)
{
    const auto isVision = [](const ModelView &model) {
        return model.type == ModelType::Vision && model.installed;
    };
    if (std::ranges::none_of(snapshot.models, isVision)) {
        out.push_back(
            {{},
             MD_TEXT("No vision model is installed"),
             {MD_TEXT("Put one into %1 as architecture/weights, or get one from Hugging Face, and rescan"),
              snapshot.settings[ModelsDirectories].join(u", "_s)}});
        return;
    }
    const QString wanted = snapshot.settings[VisionDefaultModel];
    const KnownModel *known = findKnownModel(wanted); // it may be named by an alias
    const ModelView *model = snapshot.find(known ? known->id : wanted);
    if (!model || !model->installed) {
        out.push_back(
            {{},
             {MD_TEXT("vision_default_model is “%1”, which is not installed; calls that name no "
                      "model use another one"),
              wanted},
             toChange(snapshot, VisionDefaultModel, MD_TEXT("Install it, or set %1 to an installed model"))});
    }
}

} // namespace

void diagnoseProgram(const Snapshot &snapshot, std::vector<Diagnosis> &out)
{
    diagnoseAutomation(snapshot, out);
    diagnosePressure(snapshot, out);
    diagnoseServices(snapshot, out);
    diagnoseInstallation(snapshot, out);
}

} // namespace modeldeck
