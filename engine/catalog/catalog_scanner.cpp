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
    const auto answer = [this, done = std::move(done)](const std::optional<Catalog> &changed) {
        take(changed);
        done();
    };
    m_watch->post([modelDirs, answer, box = std::weak_ptr(m_mailbox)](FolderWatch &watch) {
        auto changed = watch.scan(modelDirs);
        if (const auto mailbox = box.lock())
            mailbox->post([answer, changed = std::move(changed)] { answer(changed); });
    });
}

void CatalogScanner::afterScans(std::function<void()> work)
{
    m_watch->post([work = std::move(work), box = std::weak_ptr(m_mailbox)](FolderWatch &) {
        if (const auto mailbox = box.lock())
            mailbox->post(work);
    });
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
