// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/mailbox.h"
#include "engine/snapshot.h"

namespace modeldeck {

// Delivers snapshots and events to observers, each in its own thread, until its mailbox is
// gone. Engine thread.
class Observers
{
public:
    void add(std::weak_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot, EventHandler onEvent);
    void tell(const Event &event);
    void tell(const std::shared_ptr<const Snapshot> &snapshot);

private:
    struct Observer
    {
        std::weak_ptr<Mailbox> mailbox;
        SnapshotHandler onSnapshot;
        EventHandler onEvent;
    };

    template <class Handler, class Value>
    void post(Handler Observer::*handler, const Value &value);

    std::vector<Observer> m_observers;
};

} // namespace modeldeck
