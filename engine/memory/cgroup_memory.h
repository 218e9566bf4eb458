// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/memory/kernel_file.h"
#include "engine/memory/memory_stalls.h"

#include <QStringList>
#include <optional>
#include <vector>

// The memory limit of the control group that the program runs in, and of the groups around it
// (cgroups(7); the kernel's admin-guide/cgroup-v2 and cgroup-v1/memory). The parsers return nothing if a
// text lacks what they need.
namespace modeldeck {

enum class CgroupVersion { V1, V2 };

struct OwnCgroup
{
    CgroupVersion version = CgroupVersion::V2;
    QString path; // below the hierarchy's root
    bool operator==(const OwnCgroup &) const = default;
};
// /proc/self/cgroup. If version 1 has the memory controller, version 2 does not.
std::optional<OwnCgroup> parseOwnCgroup(const QByteArray &text);

struct CgroupMount
{
    QString root; // the part of the hierarchy that is mounted there; "/" except in containers
    QString folder;
    bool operator==(const CgroupMount &) const = default;
};
// /proc/self/mountinfo.
std::optional<CgroupMount> parseCgroupMount(const QByteArray &text, CgroupVersion version);

// The folder of the program's own group, then those around it, as far as they are visible.
QStringList cgroupFolders(const OwnCgroup &own, const CgroupMount &mount);

// Nothing if there is no limit: "max", 0, or a number larger than any machine (version 1's default).
std::optional<Bytes> parseCgroupLimit(const QByteArray &text);

// memory.stat: the part of the usage that the kernel reclaims first. Not "file" or "cache", which include
// shared memory that can't be reclaimed.
std::optional<Bytes> parseCgroupFileCache(const QByteArray &text, CgroupVersion version);

// memory.events.local: how often tasks in the group or below it hit the group's own limits. (memory.events
// also counts the limits of the groups below.)
std::optional<qint64> parseCgroupLimitHits(const QByteArray &text);

struct CgroupReading
{
    Bytes limit;                          // of the fullest group
    Bytes used;                           // in that group, without its file cache
    Bytes room;                           // what the program can still allocate within all limits
    std::optional<MemoryStalls> stalls{}; // of that group's tasks; not known in version 1
    std::size_t group = 0;                // index of that group; 0 is the program's own
};

class CgroupProbe
{
public:
    // `root` is prepended to /proc and /sys.
    explicit CgroupProbe(QString root = {});
    std::optional<CgroupReading> read(); // nothing if there is no limit

private:
    struct Group
    {
        std::vector<KernelFile> limits; // the lowest one counts
        KernelFile usage;
        KernelFile statistics;
        KernelFile stalls;
        KernelFile events;
    };
    void findGroups();
    std::optional<MemoryStalls> stallsOf(std::size_t group);

    QString m_root;
    KernelFile m_self;
    QByteArray m_seen; // m_self when the groups were found; desktops move programs between groups
    CgroupVersion m_version = CgroupVersion::V2;
    std::vector<Group> m_groups;
};

} // namespace modeldeck
