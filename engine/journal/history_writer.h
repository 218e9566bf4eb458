// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/mailbox.h"
#include "engine/journal/history_file.h"

namespace modeldeck {

// Writes to the history's file in a thread of its own, many changes in one transaction, so that nobody waits
// for a disk. What can't be written for now (a full disk, a locked file) is tried again with what comes next.
class HistoryWriter
{
public:
    explicit HistoryWriter(const QString &path); // open()ed once before: see HistoryFile
    ~HistoryWriter();                            // tries to write all that is left

    void write(HistoryWrite write); // from any thread; returns at once

private:
    class Worker;

    std::unique_ptr<Worker> m_worker;
    std::shared_ptr<Mailbox> m_mailbox; // the worker's thread reads it
};

} // namespace modeldeck
