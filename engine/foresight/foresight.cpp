// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/foresight/foresight.h"

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto betweenDecisions = 30s;

} // namespace

Foresight::Foresight(const Clock &clock, Chronicle &chronicle) : m_chronicle(chronicle), m_preloader(clock)
{
    m_preloader.restore(chronicle.history());
    connect(&m_timer, &QTimer::timeout, this, &Foresight::due);
    m_timer.start(betweenDecisions);
}

void Foresight::loaded(const QString &modelId, ModelType type, double seconds)
{
    m_chronicle.loaded(modelId, type, seconds, m_preloader.loaded(modelId));
}

void Foresight::loadFailed(const QString &modelId)
{
    m_chronicle.loadFailed(modelId, m_preloader.isPreloaded(modelId));
}

void Foresight::stateChanged(const QString &modelId, ModelState state)
{
    if (state == ModelState::Unloaded || state == ModelState::Failed)
        m_preloader.drop(modelId);
}

void Foresight::used(const std::vector<ModelUses> &uses)
{
    for (const ModelUses &model : uses) {
        m_chronicle.used(model);
        if (m_preloader.used(model.modelId, model.lastUsed))
            m_chronicle.judgePreload(model.modelId, true);
    }
}

void Foresight::unloaded(const Receipt &receipt)
{
    if (!receipt.movedToRam && m_preloader.unloaded(receipt.modelId, receipt.reason))
        m_chronicle.judgePreload(receipt.modelId, false);
}

PreloadDecision Foresight::decide(const Snapshot &now)
{
    for (const QString &modelId : m_preloader.takeOverdue())
        m_chronicle.judgePreload(modelId, false);
    return m_preloader.decide(now, m_cpuIdle.share(readCpuTimes()));
}

void Foresight::published(const Snapshot &snapshot)
{
    m_preloader.pressure(worstPressure(snapshot));
}

} // namespace modeldeck
