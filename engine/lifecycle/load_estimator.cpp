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
    return known == m_learned.end() ? LoadEstimate{model.bytesOnDisk + besideWeights, {}} : known->second;
}

void LoadEstimator::learn(const Configuration &configuration, const MemoryUse &peak)
{
    if (peak.pss.value > 0)
        m_learned[configuration] = {peak.pss, peak.device.value_or(Bytes{})};
}

} // namespace modeldeck
