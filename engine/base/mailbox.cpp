// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/mailbox.h"

#include <QCoreApplication>
#include <QEvent>
#include <QThread>

namespace modeldeck {

std::shared_ptr<Mailbox> Mailbox::create()
{
    // The last reference may be dropped in another thread, but a QObject must be deleted in its
    // own while that runs.
    return std::shared_ptr<Mailbox>(new Mailbox, [](Mailbox *box) {
        const QThread *thread = box->thread();
        if (!thread || thread->isFinished())
            delete box;
        else
            box->deleteLater();
    });
}

Mailbox::~Mailbox() = default;

void Mailbox::post(std::function<void()> letter)
{
    std::unique_ptr<QEvent> wake;
    {
        const std::lock_guard lock(
            m_mutex); // covers the event too: ThreadSanitizer does not see how Qt passes it on
        if (m_closed)
            return;
        if (m_letters.empty())
            wake = std::make_unique<QEvent>(QEvent::User);
        m_letters.push_back(std::move(letter));
    }
    if (wake)
        QCoreApplication::postEvent(this, wake.release());
}

void Mailbox::close()
{
    std::vector<std::function<void()>> dropped;
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    dropped.swap(m_letters);
}

bool Mailbox::event(QEvent *event)
{
    std::vector<std::function<void()>> letters;
    bool isWakeUp = false;
    {
        const std::lock_guard lock(m_mutex);
        isWakeUp = event->type() == QEvent::User;
        if (isWakeUp)
            letters.swap(m_letters);
    }
    if (!isWakeUp)
        return QObject::event(event);
    const auto alive = weak_from_this().lock(); // a letter may drop the mailbox
    if (!alive)
        return true;
    for (const auto &letter : letters) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed)
                return true;
        }
        letter();
    }
    return true;
}

} // namespace modeldeck
