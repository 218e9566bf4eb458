// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/memory/kernel_file.h"
#include "engine/memory/memory_stalls.h"

#include <QStringList>
#include <optional>
#include <vector>

// The memory limit of the control group that the program runs in, and of the groups around it (cgroups(7);
// the kernel's admin-guide/cgroup-v2 and cgroup-v1/memory). The parsers give nothing where a text does not
// hold what they need.
namespace modeldeck {

enum class CgroupVersion { V1, V2 };

struct OwnCgroup
{
    CgroupVersion version = CgroupVersion::V2;
    QString path; // below the hierarchy's root
    bool operator==(const OwnCgroup &) const = default;
};
// /proc/self/cgroup. Where version 1 has the memory controller, version 2 does not.
std::optional<OwnCgroup> parseOwnCgroup(const QByteArray &text);

struct CgroupMount
{
    QString root; // the part of the hierarchy that is mounted there; "/" but in containers
    QString folder;
    bool operator==(const CgroupMount &) const = default;
};
// /proc/self/mountinfo.
std::optional<CgroupMount> parseCgroupMount(const QByteArray &text, CgroupVersion version);

// The folder of the program's own group, then those around it, as far as they can be seen.
QStringList cgroupFolders(const OwnCgroup &own, const CgroupMount &mount);

// Nothing where there is none: "max", 0, or a number that no machine has (version 1's default).
std::optional<Bytes> parseCgroupLimit(const QByteArray &text);

// memory.stat: the part of the usage that the kernel takes back first. Not "file" or "cache", which count
// shared memory too, and that has nowhere to go.
std::optional<Bytes> parseCgroupFileCache(const QByteArray &text, CgroupVersion version);

// memory.events.local: how often the group's own limits were hit, by any task in it or in a group within it.
// (memory.events counts the limits of those groups, too.)
std::optional<qint64> parseCgroupLimitHits(const QByteArray &text);

struct CgroupReading
{
    Bytes limit;                          // of the fullest group
    Bytes used;                           // there, without its file cache
    Bytes room;                           // what every group's limit lets the program still take
    std::optional<MemoryStalls> stalls{}; // of that group's tasks; version 1 does not tell
    std::size_t group = 0;                // which one it is, the program's own being 0
};

class CgroupProbe
{
public:
    // `root` stands before /proc and /sys.
    explicit CgroupProbe(QString root = {});
    std::optional<CgroupReading> read(); // nothing without a limit

private:
    struct Group
    {
        std::vector<KernelFile> limits; // the least counts
        KernelFile usage;
        KernelFile statistics;
        KernelFile stalls;
        KernelFile events;
    };
    void findGroups();
    std::optional<MemoryStalls> stallsOf(std::size_t group);

    QString m_root;
    KernelFile m_self;
    QByteArray
        m_seen; // what m_self said when the groups were looked for: a desktop moves programs between groups
    CgroupVersion m_version = CgroupVersion::V2;
    std::vector<Group> m_groups;
};

} // namespace modeldeck
