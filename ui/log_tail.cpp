// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log_tail.h"

#include "ui/background.h"

#include <QFile>
#include <sys/stat.h>

using namespace std::chrono_literals;

namespace modeldeck {

namespace {
constexpr qint64 longestPart = 512 * 1024; // of a file that is read for the first time, its end
}

LogTail::LogTail(const QString &path, QObject *parent) : QObject(parent), m_path(path)
{
    m_timer.setInterval(1s);
    connect(&m_timer, &QTimer::timeout, this, &LogTail::read);
}

void LogTail::setActive(bool active)
{
    if (active == m_timer.isActive())
        return;
    if (active) {
        m_timer.start();
        read();
    } else {
        m_timer.stop();
    }
}

LogTail::Part LogTail::readPart(const QString &path, quint64 known, qint64 from)
{
    QFile file(path);
    struct stat status
    {
    };
    if (!file.open(QIODevice::ReadOnly) || ::fstat(file.handle(), &status) != 0)
        return {};
    const qint64 size = file.size();
    const bool same = known == status.st_ino && from <= size;
    qint64 start = same ? from : 0;
    const bool cut = size - start > longestPart;
    if (cut)
        start = size - longestPart;
    Part part{status.st_ino, start, {}};
    if (start == size || !file.seek(start))
        return part;
    part.bytes = file.read(longestPart);
    part.bytes.truncate(part.bytes.lastIndexOf('\n') + 1); // a line that is being written comes later
    part.end = start + part.bytes.size();
    if (cut)
        part.bytes.remove(0, part.bytes.indexOf('\n') + 1);
    return part;
}

void LogTail::read()
{
    if (std::exchange(m_reading, true))
        return;
    inBackground<Part>(
        this, [path = m_path, file = m_file, end = m_end] { return readPart(path, file, end); },
        [this](const Part &part) { take(part); });
}

void LogTail::take(const Part &part)
{
    m_reading = false;
    if (part.file == 0)
        return; // it is not there, for now
    m_file = part.file;
    m_end = part.end;
    if (!part.bytes.isEmpty())
        Q_EMIT lines(QString::fromUtf8(part.bytes).split(u'\n', Qt::SkipEmptyParts));
}

} // namespace modeldeck
