// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/folder_watch.h"

#include <QSet>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

// Copying a folder changes it many times.
constexpr auto changesTogether = 200ms;
constexpr auto untilSettled = 1s;
// Each is a watch of the kernel, which has a limit for all of a person's programs. What is not watched is
// noticed by the sweep.
constexpr qsizetype mostWatched = 2048;

QString existingFolder(QString path)
{
    while (!path.isEmpty() && !QDir(path).exists())
        path = path.left(path.lastIndexOf(u'/'));
    return path;
}

} // namespace

FolderWatch::FolderWatch(HfCacheLocations cache, std::stop_token stop, std::function<void(Catalog)> noticed)
    : m_hfCache(std::move(cache)), m_stop(std::move(stop)), m_noticed(std::move(noticed))
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &FolderWatch::lookAgain);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (!m_again.isActive())
            m_again.start(changesTogether);
    });
}

std::optional<Catalog> FolderWatch::scan(const QStringList &modelDirs)
{
    m_modelDirs = modelDirs;
    return look(FolderCache::Changes::Count);
}

void FolderWatch::lookAgain()
{
    if (auto changed = look(FolderCache::Changes::Settle))
        m_noticed(std::move(*changed));
}

std::optional<Catalog> FolderWatch::look(FolderCache::Changes changes)
{
    m_folders.begin(changes, std::chrono::steady_clock::now());
    m_toWatch.clear();
    const auto inspect = [this](const QString &folder) {
        m_toWatch << folder;
        return m_stop.stop_requested() ? ModelFolder() : m_folders.look(folder);
    };
    Catalog catalog = Catalog::scan(m_modelDirs, m_hfCache, inspect);
    m_folders.end();
    watch();
    if (m_folders.isUnsettled())
        m_again.start(untilSettled);
    if (m_last == catalog)
        return std::nullopt;
    m_last = catalog;
    return catalog;
}

// The folders on the way to the models, too: a new model shows in the folder that holds it.
void FolderWatch::watch()
{
    QSet<QString> wanted;
    for (const QString &root : m_modelDirs + m_hfCache.hubs)
        wanted << existingFolder(root);
    for (const QString &model : m_toWatch) {
        if (wanted.size() >= mostWatched)
            break;
        wanted << model.left(model.lastIndexOf(u'/')) << model;
    }
    wanted.remove({});
    QStringList superfluous;
    for (const QString &path : m_watcher.directories()) {
        if (!wanted.remove(path))
            superfluous << path;
    }
    if (!superfluous.isEmpty())
        m_watcher.removePaths(superfluous);
    if (!wanted.isEmpty())
        m_watcher.addPaths(QStringList(wanted.begin(), wanted.end()));
}

} // namespace modeldeck
