// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/observers.h"

namespace modeldeck {

void Observers::add(std::weak_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot, EventHandler onEvent)
{
    m_observers.push_back({std::move(mailbox), std::move(onSnapshot), std::move(onEvent)});
}

template <class Handler, class Value>
void Observers::post(Handler Observer::*handler, const Value &value)
{
    std::erase_if(m_observers, [](const Observer &observer) { return observer.mailbox.expired(); });
    for (const Observer &observer : m_observers) {
        if (const auto box = observer.mailbox.lock(); box && observer.*handler)
            box->post([tell = observer.*handler, value] { tell(value); });
    }
}

void Observers::tell(const Event &event)
{
    post(&Observer::onEvent, event);
}

void Observers::tell(const std::shared_ptr<const Snapshot> &snapshot)
{
    post(&Observer::onSnapshot, snapshot);
}

} // namespace modeldeck
