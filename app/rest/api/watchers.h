// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <functional>
#include <map>

namespace modeldeck::api {

// Calls that wait for something to show in a snapshot.
class Watchers
{
public:
    using See = std::function<void(const Snapshot &)>;

    quint64 add(See see)
    {
        m_watchers[++m_last] = std::move(see);
        return m_last;
    }
    void remove(quint64 watcher) { m_watchers.erase(watcher); }
    // Watchers may come and go meanwhile.
    void tell(const Snapshot &now)
    {
        const auto present = m_watchers;
        for (const auto &[watcher, see] : present) {
            if (m_watchers.contains(watcher))
                see(now);
        }
    }

private:
    std::map<quint64, See> m_watchers;
    quint64 m_last = 0;
};

} // namespace modeldeck::api
