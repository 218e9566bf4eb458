// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/catalog/folder_cache.h"

#include <QFileSystemWatcher>
#include <QTimer>
#include <stop_token>

namespace modeldeck {

// Scans the folders of models and notices what changes in them, in a thread with an event loop.
class FolderWatch : public QObject
{
    Q_OBJECT
public:
    // `noticed`: a change was found, in this thread. Once told to stop, scans pass over folders.
    FolderWatch(HfCacheLocations cache, std::stop_token stop, std::function<void(Catalog)> noticed);

    // Nothing if the catalogue is the same as that of the last scan.
    std::optional<Catalog> scan(const QStringList &modelDirs);
    void lookAgain(); // noticed() if something has changed

private:
    std::optional<Catalog> look(FolderCache::Changes changes);
    void watch();

    const HfCacheLocations m_hfCache;
    const std::stop_token m_stop;
    const std::function<void(Catalog)> m_noticed;
    QStringList m_modelDirs;
    FolderCache m_folders;
    QStringList m_toWatch; // the folders that the last scan went through
    std::optional<Catalog> m_last;
    QFileSystemWatcher m_watcher;
    QTimer m_again;
};

} // namespace modeldeck
