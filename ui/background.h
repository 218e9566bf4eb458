// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/mailbox.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <functional>

namespace modeldeck {

// Runs `work` in a thread of the pool: the GUI thread does no I/O. `done` gets its result in the thread of
// `context`, and only while that lives.
template <class T>
void inBackground(QObject *context, std::function<T()> work, std::function<void(const T &)> done)
{
    auto mailbox = Mailbox::create(); // of the caller's thread; the pending letter keeps it alive
    QThreadPool::globalInstance()->start(
        [guard = QPointer(context), work = std::move(work), done = std::move(done), mailbox] {
            mailbox->post([guard, done, mailbox, result = work()] {
                if (guard)
                    done(result);
            });
        });
}

// Writes the file whole or not at all, for work in the background. Returns why that failed; empty: it did
// not.
QString writeWholeFile(const QString &path, const QByteArray &content);

} // namespace modeldeck
