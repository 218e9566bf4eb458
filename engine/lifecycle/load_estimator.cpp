// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/load_estimator.h"

namespace modeldeck {

namespace {

// Beside the weights: libtorch itself, and what a batch computes with.
constexpr Bytes besideWeights = Bytes::fromMebibytes(256);

} // namespace

LoadEstimator::Configuration LoadEstimator::configuration(const QString &modelId, const Settings &settings)
{
    return {modelId, settings[ClipDtype], settings[ClipDevice]};
}

LoadEstimate LoadEstimator::estimate(const CatalogEntry &model, const Settings &settings) const
{
    const auto known = m_learned.find(configuration(model.id, settings));
    return known == m_learned.end() ? byFiles(model) : known->second;
}

LoadEstimate LoadEstimator::byFiles(const CatalogEntry &model)
{
    return {model.bytesOnDisk + besideWeights, {}};
}

void LoadEstimator::doubt(const CatalogEntry &model, const Settings &settings)
{
    const auto known = m_learned.find(configuration(model.id, settings));
    if (known == m_learned.end())
        return;
    const auto halve = [](Bytes &learned, Bytes files) {
        if (learned > files)
            learned = files + Bytes{(learned - files).value / 2};
    };
    const LoadEstimate files = byFiles(model);
    halve(known->second.ram, files.ram);
    halve(known->second.device, files.device);
}

void LoadEstimator::learn(const Configuration &configuration, const MemoryUse &peak)
{
    if (peak.pss.value > 0)
        m_learned[configuration] = {peak.pss, peak.device.value_or(Bytes{})};
}

} // namespace modeldeck
