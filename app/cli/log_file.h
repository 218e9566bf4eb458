// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <QByteArray>
#include <QString>
#include <mutex>

namespace modeldeck {

// A log of limited size: at `maximum` bytes the file becomes PATH.1, that one PATH.2, up to `oldFiles`. The
// constructor creates the file and its folder, so that it can be watched at once. Lines that can't be written
// are dropped, and the next line tries again. Thread-safe; the lock keeps two threads from rotating at once.
class LogFile
{
public:
    LogFile(const QString &path, Bytes maximum, int oldFiles);
    ~LogFile();
    LogFile(const LogFile &) = delete;
    LogFile &operator=(const LogFile &) = delete;

    void write(const QByteArray &line);

private:
    void open();
    void close();
    void rotate();

    std::mutex m_mutex;
    const QString m_path;
    const Bytes m_maximum;
    const int m_oldFiles;
    int m_descriptor = -1;
    Bytes m_size;
};

} // namespace modeldeck
