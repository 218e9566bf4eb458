// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/admission.h"

#include "engine/lifecycle/unload_chooser.h"

#include <algorithm>

namespace modeldeck {

namespace {

qint64 mebibytes(Bytes bytes)
{
    return std::max<qint64>(0, qint64(bytes.mebibytes()));
}

Error refusal(const QString &modelId, const char *text, Bytes need, Bytes free, Bytes reclaimable)
{
    return Error(ErrorCode::InsufficientMemory,
                 Text{text, {modelId, mebibytes(need), mebibytes(free), mebibytes(reclaimable)}})
        .withHint(MD_TEXT("Unload or unpin other models, close other programs, or lower memory_headroom"));
}

} // namespace

RoomDecision MemoryAdmission::makeRoom(const QString &modelId, const LoadEstimate &need,
                                       const std::vector<ResidentModel> &models,
                                       const MemoryReadings &readings, const LoadEstimate &reserved,
                                       const LoadEstimate &unloading, const QString &keep,
                                       const Settings &settings)
{
    RoomDecision decision;
    if (readings.system.total.value == 0)
        return decision; // memory can't be read here: nothing to decide by
    const Bytes headroom = Bytes::fromMebibytes(settings[MemoryHeadroom]);
    const Bytes free = readings.ramFree - headroom - reserved.ram;
    const bool usesDevice = need.device.value > 0 && readings.deviceFree;
    const Bytes freeDevice = usesDevice ? *readings.deviceFree - reserved.device : Bytes{};
    Bytes missing = need.ram - free;
    Bytes missingDevice = usesDevice ? need.device - freeDevice : Bytes{};
    const auto enough = [&] { return missing.value <= 0 && missingDevice.value <= 0; };
    if (enough())
        return decision;
    missing -= unloading.ram;
    missingDevice -= unloading.device;
    if (enough()) {
        decision.wait = true;
        return decision;
    }
    Bytes reclaimable, reclaimableDevice;
    const auto mayGo = [&](const ResidentModel &m) { return !m.busy && !m.pinned && m.id != modelId; };
    for (const ResidentModel &model : models) {
        if (mayGo(model)) {
            reclaimable += model.ram;
            reclaimableDevice += model.device;
        }
    }
    if (missing > reclaimable)
        decision.refusal = refusal(modelId,
                                   MD_TEXT("“%1” needs %2 MiB of memory; %3 MiB are free beyond the "
                                           "headroom, and unloading idle models would free %4 MiB"),
                                   need.ram, free, reclaimable);
    else if (missingDevice > reclaimableDevice)
        decision.refusal = refusal(modelId,
                                   MD_TEXT("“%1” needs %2 MiB of GPU memory; %3 MiB are free, and unloading "
                                           "idle models would free %4 MiB"),
                                   need.device, freeDevice, reclaimableDevice);
    if (decision.refusal)
        return decision;
    UnloadChooser idle(models, [&](const ResidentModel &m) {
        return mayGo(m) ? std::optional(leastRecentlyUsed(m, m.id == keep, false)) : std::nullopt;
    });
    // Whether its unload brings back some of what is missing.
    const auto helps = [&](const ResidentModel &m) {
        return (missing.value > 0 && m.ram.value > 0) || (missingDevice.value > 0 && m.device.value > 0);
    };
    while (const ResidentModel *model = enough() ? nullptr : idle.next()) {
        if (!helps(*model))
            continue;
        missing -= model->ram;
        missingDevice -= model->device;
        decision.actions.push_back(
            {model->id, UnloadReason::Capacity, {MD_TEXT("its memory is needed for %1"), modelId}, {}});
    }
    nameCandidates(decision.actions, 0, models, [](const ResidentModel &m) {
        return m.busy                                    ? Text(MD_TEXT("busy"))
               : m.pinned                                ? Text(MD_TEXT("pinned"))
               : m.ram.value <= 0 && m.device.value <= 0 ? Text(MD_TEXT("unloading it would free nothing"))
                                                         : Text(MD_TEXT("enough memory is freed without it"));
    });
    return decision;
}

} // namespace modeldeck
