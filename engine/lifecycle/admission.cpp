// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/admission.h"

#include <algorithm>
#include <tuple>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

// Beside the weights: libtorch itself, and what a batch computes with.
constexpr Bytes besideWeights = Bytes::fromMebibytes(256);

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

LoadEstimator::Configuration LoadEstimator::configuration(const QString &modelId, const Settings &settings)
{
    return {modelId, settings[ClipDtype], settings[ClipDevice]};
}

LoadEstimate LoadEstimator::estimate(const CatalogEntry &model, const Settings &settings) const
{
    const auto known = m_learned.find(configuration(model.id, settings));
    return known == m_learned.end() ? LoadEstimate{model.bytesOnDisk + besideWeights, {}} : known->second;
}

void LoadEstimator::learn(const Configuration &configuration, const MemoryUse &peak)
{
    if (peak.pss.value > 0)
        m_learned[configuration] = {peak.pss, peak.device.value_or(Bytes{})};
}

MemoryAdmission::Decision MemoryAdmission::makeRoom(const QString &modelId, const LoadEstimate &need,
                                                    const std::vector<ResidentModel> &models,
                                                    const MemoryReadings &readings,
                                                    const LoadEstimate &reserved, const LoadEstimate &leaving,
                                                    const QString &keep, const Settings &settings)
{
    Decision decision;
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
    missing -= leaving.ram;
    missingDevice -= leaving.device;
    if (enough()) {
        decision.wait = true;
        return decision;
    }
    std::vector<const ResidentModel *> idle;
    Bytes reclaimable, reclaimableDevice;
    for (const ResidentModel &model : models) {
        if (model.busy || model.pinned || model.id == modelId)
            continue;
        idle.push_back(&model);
        reclaimable += model.ram;
        reclaimableDevice += model.device;
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
    std::ranges::sort(idle, {},
                      [&](const ResidentModel *m) { return std::tuple(m->id == keep, m->idleSince, m->id); });
    for (const ResidentModel *model : idle) {
        if (enough())
            break;
        if ((missing.value <= 0 || model->ram.value <= 0) &&
            (missingDevice.value <= 0 || model->device.value <= 0))
            continue; // gives nothing of what is missing
        missing -= model->ram;
        missingDevice -= model->device;
        decision.actions.push_back(
            {model->id, UnloadReason::Capacity, {MD_TEXT("its memory is needed for %1"), modelId}, {}});
    }
    return decision;
}

} // namespace modeldeck
