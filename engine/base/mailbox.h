// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include <QObject>

namespace modeldeck {

// The only way in which values cross threads, and the only lock. post() may be called from any thread; the
// posted functions run in order in the event loop of the thread that created the mailbox. The wake-up carries
// no data: Debian's Qt is not instrumented, and arguments that it queues cause false ThreadSanitizer reports.
class Mailbox : public QObject, public std::enable_shared_from_this<Mailbox>
{
    Q_OBJECT
public:
    // Call it in the thread that reads the mailbox. Posts are dropped after close(), or once
    // the owner is gone.
    static std::shared_ptr<Mailbox> create();
    ~Mailbox() override;

    void post(std::function<void()> letter);
    // Call it in the mailbox's thread: nothing posted before or later runs any more.
    void close();

private:
    Mailbox() = default;
    bool event(QEvent *event) override;

    std::mutex m_mutex;
    std::vector<std::function<void()>> m_letters;
    bool m_closed = false;
};

} // namespace modeldeck
