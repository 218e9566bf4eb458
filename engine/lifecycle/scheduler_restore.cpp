// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/scheduler.h"

namespace modeldeck {

void Scheduler::restore(const RestoredState &state)
{
    m_switch.restoreTarget(state.currentVisionModel);
    m_pinned = state.pinned;
    for (auto &[id, slot] : m_slots)
        slot.pinned = m_pinned.contains(id);
    m_tracker.restore(state.usage, m_settings);
    settle();
}

} // namespace modeldeck
