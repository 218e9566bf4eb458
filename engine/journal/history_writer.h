// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/journal/history_file.h"

#include <QTimer>

namespace modeldeck {

// Writes to the history's file, many changes in one transaction. Changes that can't be written now (full
// disk, locked file) are tried again with the next ones.
class HistoryWriter : public QObject
{
public:
    explicit HistoryWriter(QString path); // open()ed once before: see HistoryFile
    ~HistoryWriter() override;            // tries to write what is left

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
