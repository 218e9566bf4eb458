// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/mailbox.h"

#include <QThread>
#include <type_traits>

namespace modeldeck {

// A thread with an event loop. Posted functions run there in order; the destructor waits for all of them.
// Create it in the owner's thread, which may be any.
class WorkerThread
{
public:
    explicit WorkerThread(const QString &name);
    ~WorkerThread();
    Q_DISABLE_COPY_MOVE(WorkerThread)

    // From any thread.
    void post(std::function<void()> work) { m_mailbox->post(std::move(work)); }
    // Runs `work` there, then `done` with what it returned in the thread of `mailbox`.
    template <class Work, class Done>
    void run(const std::shared_ptr<Mailbox> &mailbox, Work work, Done done)
    {
        post([box = std::weak_ptr(mailbox), work = std::move(work), done = std::move(done)]() mutable {
            const auto result = std::make_shared<std::invoke_result_t<Work &>>(work());
            if (const auto to = box.lock())
                to->post([result, done = std::move(done)]() mutable { done(std::move(*result)); });
        });
    }

    // For replies that belong in this thread. Drop it before the thread ends.
    const std::shared_ptr<Mailbox> &mailbox() const { return m_mailbox; }

private:
    QThread m_thread;
    std::shared_ptr<Mailbox> m_mailbox; // keeps what is posted before the loop runs
};

// A T that lives in a thread of its own: it is created, used and destroyed there.
template <class T>
class InThread
{
public:
    template <class... Arguments>
    explicit InThread(const QString &name, Arguments... arguments) : m_thread(name)
    {
        m_thread.post([this, ... arguments = std::move(arguments)]() mutable {
            m_object = std::make_unique<T>(std::move(arguments)...);
        });
    }
    // Runs after everything posted before.
    ~InThread()
    {
        m_thread.post([this] { m_object.reset(); });
    }
    Q_DISABLE_COPY_MOVE(InThread)

    // From any thread. `work` takes a T &.
    template <class Work>
    void post(Work work)
    {
        m_thread.post([this, work = std::move(work)]() mutable {
            if (m_object) // otherwise it is being destroyed
                work(*m_object);
        });
    }
    // Runs `work`, which takes a T &, then `done` with what it returned in the thread of `mailbox`.
    template <class Work, class Done>
    void run(const std::shared_ptr<Mailbox> &mailbox, Work work, Done done)
    {
        m_thread.run(
            mailbox, [this, work = std::move(work)]() mutable { return work(*m_object); }, std::move(done));
    }

private:
    std::unique_ptr<T> m_object; // in that thread only
    WorkerThread m_thread;       // must end first
};

} // namespace modeldeck
