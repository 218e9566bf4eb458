// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/journal/history_file.h"

#include <QTimer>

namespace modeldeck {

// Writes to the history's file, many changes in one transaction. What can't be written for now (a full disk,
// a locked file) is tried again with what comes next.
class HistoryWriter : public QObject
{
public:
    explicit HistoryWriter(QString path); // open()ed once before: see HistoryFile
    ~HistoryWriter() override;            // tries to write all that is left

    void write(HistoryWrite write);

private:
    void commit();

    QString m_path;
    HistoryFile m_file;
    QTimer m_timer;
    std::vector<HistoryWrite> m_unwritten;
    bool m_inTrouble = false;
};

} // namespace modeldeck
