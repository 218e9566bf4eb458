// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model_files/model_folder.h"

#include <chrono>
#include <map>

namespace modeldeck {

// What folders hold, kept until one of their files changes (by device, inode, size and time); one that can't
// be used is also read again where changes count at once. One scan is begin(), look() for each folder, end().
// A plain value, in one thread.
class FolderCache
{
public:
    using Time = std::chrono::steady_clock::time_point;
    // A folder that is being written counts once its files have stayed the same for this long.
    static constexpr auto settlingTime = std::chrono::seconds(2);

    enum class Changes {
        Count, // what lies there counts as it is
        Settle // changed folders stay as they were, and new ones do not exist, until they have settled
    };
    void begin(Changes changes, Time now);
    ModelFolder look(const QString &path);
    void end(); // forgets the folders that the scan did not look at

    // Whether the last scan found folders that have not settled: look again soon.
    bool isUnsettled() const { return m_unsettled; }

private:
    struct Change
    {
        FolderState state;
        Time since;
    };
    struct Folder
    {
        std::optional<FolderState> state; // absent: not read yet
        ModelFolder content;              // in that state
        std::optional<Change> change;
        quint64 scan = 0; // that looked at it last
    };
    bool hasSettled(Folder &folder, const FolderState &state) const;

    std::map<QString, Folder> m_folders; // by path
    Changes m_changes = Changes::Count;
    Time m_now;
    quint64 m_scan = 0;
    bool m_unsettled = false;
};

} // namespace modeldeck
