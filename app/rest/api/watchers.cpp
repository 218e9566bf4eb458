// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/watchers.h"

namespace modeldeck::api {

quint64 Watchers::add(See see)
{
    m_watchers[++m_last] = std::move(see);
    return m_last;
}

void Watchers::tell(const Snapshot &now)
{
    const auto present = m_watchers;
    for (const auto &[watcher, see] : present) {
        if (m_watchers.contains(watcher))
            see(now);
    }
}

} // namespace modeldeck::api
