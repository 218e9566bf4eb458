// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include <QObject>

namespace modeldeck {

// The only way in which values cross threads, and the only lock. post() may be called from any thread; the
// posted functions run in order in the event loop of the thread that made the mailbox. The wake-up carries no
// payload: Debian's Qt is not instrumented, and arguments that it queues give ThreadSanitizer false reports.
class Mailbox : public QObject, public std::enable_shared_from_this<Mailbox>
{
    Q_OBJECT
public:
    // Made in the thread that reads it. When close() has been called, or the owner let go, posts are dropped.
    static std::shared_ptr<Mailbox> create();
    ~Mailbox() override;

    void post(std::function<void()> letter);
    // In the mailbox's own thread: nothing that was or will be posted runs any more.
    void close();

private:
    Mailbox() = default;
    bool event(QEvent *event) override;

    std::mutex m_mutex;
    std::vector<std::function<void()>> m_letters;
    bool m_closed = false;
};

} // namespace modeldeck
