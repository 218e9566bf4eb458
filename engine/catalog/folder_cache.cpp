// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/folder_cache.h"

namespace modeldeck {

void FolderCache::begin(Changes changes, Time now)
{
    m_changes = changes;
    m_now = now;
    m_unsettled = false;
    ++m_scan;
}

ModelFolder FolderCache::look(const QString &path)
{
    // The state comes first: what changes while the folder is read shows as a change the next time.
    FolderState state = stateOfModelFolder(path);
    Folder &folder = m_folders[path];
    folder.scan = m_scan;
    const bool unchanged = folder.state == state;
    if (!unchanged && !hasSettled(folder, state)) {
        m_unsettled = true;
        return folder.content;
    }
    folder.change.reset();
    // Why a folder is refused may lie outside its files: in permissions, or in who owns a link.
    const bool mayBeMended = m_changes == Changes::Count && !folder.content.usable;
    if (!unchanged || mayBeMended) {
        folder.state = std::move(state);
        folder.content = inspectModelFolder(path);
    }
    return folder.content;
}

bool FolderCache::hasSettled(Folder &folder, const FolderState &state) const
{
    if (m_changes == Changes::Count)
        return true;
    if (!folder.change || folder.change->state != state)
        folder.change = Change{state, m_now};
    return m_now - folder.change->since >= settlingTime;
}

void FolderCache::end()
{
    std::erase_if(m_folders, [this](const auto &item) { return item.second.scan != m_scan; });
}

} // namespace modeldeck
