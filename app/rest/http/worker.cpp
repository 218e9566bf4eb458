// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/worker.h"

#include <QCoreApplication>
#include <QEventLoop>

namespace modeldeck::api {

Worker::Worker()
{
    std::promise<void> ready;
    m_thread = std::thread([this, &ready] {
        QEventLoop loop;
        auto mailbox = Mailbox::create();
        m_mailbox = mailbox;
        m_quit = [&loop, box = mailbox.get()] {
            box->close();
            loop.quit();
        };
        ready.set_value();
        loop.exec();
        // The mailbox is deleted by this thread's events: nobody else may hold it when they end.
        m_released.get_future().wait();
        mailbox.reset();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    });
    ready.get_future().wait();
}

Worker::~Worker()
{
    m_mailbox->post(m_quit);
    m_mailbox.reset();
    m_released.set_value();
    m_thread.join();
}

} // namespace modeldeck::api
