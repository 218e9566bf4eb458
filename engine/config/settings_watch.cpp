// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/settings_watch.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <chrono>
#include <sys/stat.h>
#include <utility>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto settleTime = 200ms; // an editor empties, writes and renames within it

qint64 nanoseconds(const timespec &time)
{
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

// Everybody's, such as /tmp: always something changes in it, and each change would wake us.
bool isShared(const QString &folder)
{
    struct stat info = {};
    return ::stat(QFile::encodeName(folder).constData(), &info) == 0 && (info.st_mode & S_ISVTX);
}

// The folder of a file and the folder that holds it; where they are missing, the nearest one that is there.
QStringList foldersOf(const QString &file)
{
    QString folder = QFileInfo(file).absolutePath();
    while (!QFileInfo::exists(folder) && folder != QDir::rootPath())
        folder = QFileInfo(folder).absolutePath();
    const QString above = QFileInfo(folder).absolutePath();
    return isShared(above) ? QStringList{folder} : QStringList{folder, above};
}

} // namespace

SettingsWatch::SettingsWatch(const QString &file, QObject *parent) : QObject(parent), m_file(file)
{
    m_settling.setSingleShot(true);
    connect(&m_settling, &QTimer::timeout, this, &SettingsWatch::look);
    if (file.isEmpty())
        return; // nothing is kept
    // A timer that runs is left to run: neighbours that change all the time must not put off the
    // look for ever.
    const auto lookSoon = [this] {
        if (!m_settling.isActive())
            m_settling.start(settleTime);
    };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, lookSoon);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, lookSoon);
    follow();
    m_seen = m_looked = stamp();
}

SettingsWatch::Stamp SettingsWatch::stamp() const
{
    struct stat info = {};
    if (::stat(QFile::encodeName(m_file).constData(), &info) != 0)
        return {};
    return {info.st_dev, info.st_ino, info.st_size, nanoseconds(info.st_mtim), nanoseconds(info.st_ctim)};
}

// Watches are on inodes, and which those are may have changed: all anew.
void SettingsWatch::follow()
{
    if (const QStringList before = m_watcher.files() + m_watcher.directories(); !before.isEmpty())
        m_watcher.removePaths(before);
    QStringList paths = foldersOf(m_file);
    if (const QString target = QFileInfo(m_file).canonicalFilePath(); !target.isEmpty())
        paths += QStringList{m_file} + foldersOf(target);
    paths.removeDuplicates();
    m_watcher.addPaths(paths);
}

void SettingsWatch::look()
{
    follow(); // first, so that nothing happens unseen between the look and the watch
    const Stamp now = stamp();
    const bool settled = std::exchange(m_looked, now) == now;
    if (now == m_seen)
        return; // a neighbour changed
    if (!settled) {
        m_settling.start(settleTime);
        return;
    }
    m_seen = now;
    Q_EMIT changed();
}

} // namespace modeldeck
