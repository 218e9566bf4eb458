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

    quint64 add(See see);
    void remove(quint64 watcher) { m_watchers.erase(watcher); }
    // Watchers may come and go meanwhile.
    void tell(const Snapshot &now);

private:
    std::map<quint64, See> m_watchers;
    quint64 m_last = 0;
};

} // namespace modeldeck::api
