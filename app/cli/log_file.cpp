// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/log_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace modeldeck {

LogFile::LogFile(const QString &path, Bytes maximum, int oldFiles)
    : m_path(path), m_maximum(maximum), m_oldFiles(oldFiles)
{
    open();
}

LogFile::~LogFile()
{
    close();
}

void LogFile::write(const QByteArray &line)
{
    const std::lock_guard lock(m_mutex);
    if (m_descriptor < 0)
        open();
    if (m_descriptor >= 0 && m_size.value > 0 && m_size.value + line.size() > m_maximum.value)
        rotate();
    if (m_descriptor < 0)
        return;
    const ssize_t written = ::write(m_descriptor, line.constData(), std::size_t(line.size()));
    if (written > 0)
        m_size.value += written;
}

// Uses only system calls: Qt I/O could log and call write() again.
void LogFile::open()
{
    const QByteArray folder = QFile::encodeName(QFileInfo(m_path).path());
    ::mkdir(folder.constData(), 0700);
    m_descriptor = ::open(QFile::encodeName(m_path).constData(),
                          O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    struct stat status
    {
    };
    m_size = Bytes{m_descriptor >= 0 && fstat(m_descriptor, &status) == 0 ? qint64(status.st_size) : 0};
}

void LogFile::close()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

void LogFile::rotate()
{
    const QByteArray path = QFile::encodeName(m_path);
    const auto numbered = [&](int number) { return path + '.' + QByteArray::number(number); };
    for (int number = m_oldFiles - 1; number >= 1; --number)
        std::rename(numbered(number).constData(), numbered(number + 1).constData());
    // A file that can't be renamed is truncated: the size limit always holds.
    if (m_oldFiles < 1 || std::rename(path.constData(), numbered(1).constData()) != 0) [[maybe_unused]]
        const int emptied = ::truncate(path.constData(), 0);
    close();
    open();
}

} // namespace modeldeck
