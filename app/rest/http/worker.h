// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/mailbox.h"

#include <future>
#include <thread>

namespace modeldeck::api {

// A thread for what would hold up other requests: to read a large body, to write a large answer.
class Worker
{
public:
    Worker();
    ~Worker(); // what has not begun is dropped

    // Runs `work` there, then `done` in the thread of `mailbox`.
    template <class T>
    void run(const std::shared_ptr<Mailbox> &mailbox, std::function<T()> work, std::function<void(T)> done)
    {
        m_mailbox->post([box = std::weak_ptr(mailbox), work = std::move(work), done = std::move(done)] {
            auto result = std::make_shared<T>(work());
            if (const auto to = box.lock())
                to->post([result, done] { done(std::move(*result)); });
        });
    }

private:
    std::shared_ptr<Mailbox> m_mailbox;
    std::function<void()> m_quit;  // runs there
    std::promise<void> m_released; // we hold its mailbox no more
    std::thread m_thread;
};

} // namespace modeldeck::api
