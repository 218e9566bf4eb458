// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/model_switch.h"

#include "engine/lifecycle/scheduler.h"

namespace modeldeck {

void ModelSwitch::switchTo(const QString &modelId, Done<SwitchReport> done)
{
    m_pending.push_back({modelId, std::move(done)});
    if (m_pending.size() == 1)
        start();
}

void ModelSwitch::start()
{
    const QString target = m_pending.front().modelId;
    const QString current = m_scheduler.currentVisionModel();
    const QString old = current != target && m_scheduler.serves(current) ? current : QString();
    m_from = old;
    m_scheduler.load(target, [this, old](const Result<LoadReport> &result) {
        m_from.clear();
        if (result)
            loaded(old);
        else
            loadFailed(old, result.error());
    });
}

void ModelSwitch::loaded(const QString &old)
{
    const QString target = m_pending.front().modelId;
    m_switchedTo = target;
    if (!m_scheduler.serves(old))
        return end(SwitchReport{target});
    const UnloadOrder order{UnloadReason::Switch, {MD_TEXT("switched to %1"), target}, {}, {}, false};
    if (m_scheduler.hasWork(old)) {
        m_scheduler.unload(old, order, [](const Result<UnloadReport> &) {}); // it drains on its own
        end(SwitchReport{target});
    } else {
        m_scheduler.unload(old, order,
                           [this, target](const Result<UnloadReport> &) { end(SwitchReport{target}); });
    }
}

void ModelSwitch::loadFailed(const QString &old, const Error &error)
{
    if (old.isEmpty() || m_scheduler.serves(old))
        return end(tl::unexpected(error));
    // It had to make room first.
    m_scheduler.load(old, [this, error](const Result<LoadReport> &) { end(tl::unexpected(error)); });
}

void ModelSwitch::end(Result<SwitchReport> result)
{
    const auto done = std::move(m_pending.front().done);
    m_pending.pop_front();
    if (!m_pending.empty())
        start();
    done(std::move(result));
}

} // namespace modeldeck
