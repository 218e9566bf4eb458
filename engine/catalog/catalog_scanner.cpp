// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/catalog_scanner.h"

#include "engine/catalog/folder_watch.h"

namespace modeldeck {

CatalogScanner::CatalogScanner(HfCacheLocations cache) : m_mailbox(Mailbox::create())
{
    const auto noticed = [this, box = std::weak_ptr(m_mailbox)](Catalog catalog) {
        if (const auto mailbox = box.lock())
            mailbox->post([this, catalog = std::move(catalog)] { take(catalog); });
    };
    m_watch =
        std::make_unique<InThread<FolderWatch>>(QStringLiteral("catalog"), std::move(cache),
                                                m_stop.get_token(), std::function<void(Catalog)>(noticed));
}

CatalogScanner::~CatalogScanner()
{
    m_mailbox->close();
    m_stop.request_stop();
}

void CatalogScanner::scan(const QStringList &modelDirs, std::function<void()> done)
{
    m_watch->run(
        m_mailbox, [modelDirs](FolderWatch &watch) { return watch.scan(modelDirs); },
        [this, done = std::move(done)](const std::optional<Catalog> &changed) {
            take(changed);
            done();
        });
}

void CatalogScanner::afterScans(std::function<void()> work)
{
    m_watch->run(
        m_mailbox, [](FolderWatch &) { return true; }, [work = std::move(work)](bool) { work(); });
}

void CatalogScanner::lookAgain()
{
    m_watch->post([](FolderWatch &watch) { watch.lookAgain(); });
}

void CatalogScanner::afterFirstScan(std::function<void()> work)
{
    if (m_scanned)
        work();
    else
        m_waiting.push_back(std::move(work));
}

void CatalogScanner::take(const std::optional<Catalog> &changed)
{
    if (changed)
        Q_EMIT found(*changed);
    m_scanned = true;
    for (const auto &work : std::exchange(m_waiting, {}))
        work();
}

} // namespace modeldeck
