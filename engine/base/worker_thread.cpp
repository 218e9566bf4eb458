// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/worker_thread.h"

namespace modeldeck {

WorkerThread::WorkerThread(const QString &name) : m_mailbox(Mailbox::create())
{
    m_thread.setObjectName(name);
    m_mailbox->moveToThread(&m_thread);
    m_thread.start();
}

WorkerThread::~WorkerThread()
{
    post([this] {
        m_mailbox->close();
        m_thread.quit();
    });
    m_thread.wait();
}

} // namespace modeldeck
