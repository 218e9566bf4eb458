// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/mailbox.h"

#include <QCoreApplication>
#include <QEvent>
#include <QThread>

namespace modeldeck {

std::shared_ptr<Mailbox> Mailbox::create()
{
    // The last reference may be dropped in another thread; a QObject dies in its own, as long as that runs.
    return std::shared_ptr<Mailbox>(new Mailbox, [](Mailbox *box) {
        if (box->thread()->isFinished())
            delete box;
        else
            box->deleteLater();
    });
}

Mailbox::~Mailbox() = default;

void Mailbox::post(std::function<void()> letter)
{
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return;
        wake = m_letters.empty();
        m_letters.push_back(std::move(letter));
    }
    if (wake)
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
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
    if (event->type() != QEvent::User)
        return QObject::event(event);
    std::vector<std::function<void()>> letters;
    {
        const std::lock_guard lock(m_mutex);
        letters.swap(m_letters);
    }
    const auto alive = weak_from_this().lock(); // a letter may let go of the mailbox
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
