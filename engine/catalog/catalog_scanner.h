// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/catalog/catalog.h"

#include <QObject>
#include <stop_token>

namespace modeldeck {

class FolderWatch;

// Finds the models on disk in a thread of its own: a slow disk never holds up its owner's thread, in which
// the signals and answers arrive. Between scans it watches the folders. Its destructor stops a running scan.
class CatalogScanner : public QObject
{
    Q_OBJECT
public:
    explicit CatalogScanner(HfCacheLocations cache);
    ~CatalogScanner() override;

    // What lies there now counts at once. `done` comes after found(), and after that of every earlier scan.
    void scan(
        const QStringList &modelDirs, std::function<void()> done = [] {});
    // The same folders again, as when a change is noticed: what is being written counts once it has settled.
    void lookAgain();
    // Runs `work` once the first scan has ended, at once if it has; in the order of the calls.
    void afterFirstScan(std::function<void()> work);
    bool hasScanned() const { return m_scanned; }
    // Runs `work` when all scans that were ordered so far have been answered.
    void afterScans(std::function<void()> work);
    // Cuts short what runs and what follows; scans are still answered.
    void stop() { m_stop.request_stop(); }

Q_SIGNALS:
    void found(const modeldeck::Catalog &catalog); // differs from the last one; once for the first scan

private:
    void take(const std::optional<Catalog> &changed);

    bool m_scanned = false;
    std::vector<std::function<void()>> m_waiting; // for the first scan
    std::shared_ptr<Mailbox> m_mailbox;           // ours
    std::stop_source m_stop;
    std::unique_ptr<InThread<FolderWatch>> m_watch;
};

} // namespace modeldeck
