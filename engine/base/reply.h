// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/mailbox.h"
#include "engine/base/result.h"

namespace modeldeck {

// Where the answer to a command goes: `done` runs once, in the thread of `mailbox`. (Not a QFuture: its
// shared state is in uninstrumented Qt code, and every continuation would cause a ThreadSanitizer report.)
template <class T>
class Reply
{
public:
    Reply() = default; // nobody waits for the answer
    Reply(const std::shared_ptr<Mailbox> &mailbox, Done<T> done) : m_mailbox(mailbox), m_done(std::move(done))
    {
    }

    void operator()(Result<T> result) const
    {
        if (const auto box = m_mailbox.lock(); box && m_done)
            box->post([done = m_done, value = std::move(result)]() mutable { done(std::move(value)); });
    }

private:
    std::weak_ptr<Mailbox> m_mailbox;
    Done<T> m_done;
};

} // namespace modeldeck
