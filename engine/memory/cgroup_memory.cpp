// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/cgroup_memory.h"

#include <QFile>
#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr Bytes noMachineHas{qint64(1) << 60};

// Blanks in mountinfo's paths are octal: "\040".
QString decodePath(const QByteArray &field)
{
    QByteArray path;
    for (qsizetype i = 0; i < field.size(); ++i) {
        bool octal = false;
        const int code = field[i] == '\\' ? field.mid(i + 1, 3).toInt(&octal, 8) : 0;
        path += octal ? char(code) : field[i];
        i += octal ? 3 : 0;
    }
    return QFile::decodeName(path);
}

bool isBelow(const QString &path, const QString &root)
{
    return root == u"/" || path == root || path.startsWith(root + u'/');
}

} // namespace

std::optional<OwnCgroup> parseOwnCgroup(const QByteArray &text)
{
    std::optional<OwnCgroup> found;
    for (const QByteArray &line : text.split('\n')) { // "4:memory:/a/b", "0::/a/b"
        const qsizetype first = line.indexOf(':'), second = line.indexOf(':', first + 1);
        if (first < 0 || second < 0 || line.mid(second + 1, 1) != "/")
            continue;
        const QString path = QFile::decodeName(line.mid(second + 1));
        if (line.mid(first + 1, second - first - 1).split(',').contains("memory"))
            return OwnCgroup{CgroupVersion::V1, path};
        if (line.startsWith("0::"))
            found = OwnCgroup{CgroupVersion::V2, path};
    }
    return found;
}

std::optional<CgroupMount> parseCgroupMount(const QByteArray &text, CgroupVersion version)
{
    for (const QByteArray &line : text.split('\n')) {
        // "31 23 0:28 ROOT FOLDER rw shared:4 - TYPE SOURCE OPTIONS"
        const qsizetype dash = line.indexOf(" - ");
        const QList<QByteArray> place = line.left(dash).split(' '), kind = line.mid(dash + 3).split(' ');
        if (dash < 0 || place.size() < 6 || kind.size() < 3)
            continue;
        if (version == CgroupVersion::V2 ? kind[0] == "cgroup2"
                                         : kind[0] == "cgroup" && kind[2].split(',').contains("memory"))
            return CgroupMount{decodePath(place[3]), decodePath(place[4])};
    }
    return std::nullopt;
}

QStringList cgroupFolders(const OwnCgroup &own, const CgroupMount &mount)
{
    QString rest;
    // A group outside the mounted part ("/.." in a namespace): only the mount's root is visible.
    if (isBelow(own.path, mount.root) && !own.path.contains(u"/.."_s))
        rest = mount.root == u"/" ? own.path : own.path.mid(mount.root.size());
    QStringList folders;
    for (; rest.size() > 1; rest.truncate(rest.lastIndexOf(u'/')))
        folders << mount.folder + rest;
    return folders << mount.folder;
}

std::optional<Bytes> parseCgroupLimit(const QByteArray &text)
{
    const auto count = parseCount(text);
    return count && *count > 0 && *count < noMachineHas.value ? std::optional(Bytes{*count}) : std::nullopt;
}

std::optional<Bytes> parseCgroupFileCache(const QByteArray &text, CgroupVersion version)
{
    const QByteArray prefix = version == CgroupVersion::V1 ? "total_" : "";
    std::optional<Bytes> active, inactive;
    for (const QByteArray &line : text.split('\n')) {
        const qsizetype blank = line.indexOf(' ');
        const auto count = parseCount(line.mid(blank + 1));
        if (blank < 0 || !count || *count >= noMachineHas.value)
            continue;
        const QByteArray name = line.left(blank);
        if (name == prefix + "active_file")
            active = Bytes{*count};
        else if (name == prefix + "inactive_file")
            inactive = Bytes{*count};
    }
    return active && inactive ? std::optional(*active + *inactive) : std::nullopt;
}

std::optional<qint64> parseCgroupLimitHits(const QByteArray &text)
{
    std::optional<qint64> high, max;
    for (const QByteArray &line : text.split('\n')) {
        if (line.startsWith("high "))
            high = parseCount(line.mid(5));
        else if (line.startsWith("max "))
            max = parseCount(line.mid(4));
    }
    return high && max ? std::optional(*high + *max) : std::nullopt;
}

CgroupProbe::CgroupProbe(QString root) : m_root(std::move(root)), m_self(m_root + u"/proc/self/cgroup"_s) {}

void CgroupProbe::findGroups()
{
    m_groups.clear();
    const auto own = parseOwnCgroup(m_seen);
    if (!own)
        return;
    const auto mount = parseCgroupMount(readKernelFile(m_root + u"/proc/self/mountinfo"_s), own->version);
    if (!mount)
        return;
    m_version = own->version;
    const bool v1 = m_version == CgroupVersion::V1;
    // Above memory.high a group is throttled, so this counts as a limit just like the hard one.
    const QStringList limits =
        v1 ? QStringList{u"memory.limit_in_bytes"_s} : QStringList{u"memory.max"_s, u"memory.high"_s};
    for (const QString &folder : cgroupFolders(*own, *mount)) {
        const QString prefix = m_root + folder + u'/';
        Group group{{},
                    KernelFile(prefix + (v1 ? u"memory.usage_in_bytes"_s : u"memory.current"_s)),
                    KernelFile(prefix + u"memory.stat"_s),
                    KernelFile(prefix + u"memory.pressure"_s),
                    KernelFile(prefix + u"memory.events.local"_s)};
        for (const QString &name : limits)
            group.limits.emplace_back(prefix + name);
        m_groups.push_back(std::move(group));
    }
}

std::optional<CgroupReading> CgroupProbe::read()
{
    if (const QByteArray now = m_self.read(); now != m_seen) {
        m_seen = now;
        findGroups();
    }
    std::optional<CgroupReading> fullest;
    double mostUsed = -1;
    Bytes room = noMachineHas;
    for (Group &group : m_groups) {
        Bytes limit = noMachineHas;
        for (KernelFile &file : group.limits)
            limit = std::min(limit, parseCgroupLimit(file.read()).value_or(noMachineHas));
        if (limit == noMachineHas)
            continue;
        const auto usage = parseCount(group.usage.read());
        const auto cache = parseCgroupFileCache(group.statistics.read(), m_version);
        if (!usage || !cache || *usage >= noMachineHas.value)
            continue;
        const Bytes used = std::max(Bytes{}, Bytes{*usage} - *cache);
        room = std::min(room, std::max(Bytes{}, limit - used));
        if (const double share = double(used.value) / double(limit.value); share > mostUsed) {
            mostUsed = share;
            fullest = CgroupReading{limit, used, {}, {}, std::size_t(&group - m_groups.data())};
        }
    }
    if (fullest) {
        fullest->room = room;
        fullest->stalls = stallsOf(fullest->group);
    }
    return fullest;
}

// In the program's own group the stalls are ours, since a group with processes has no groups below it. A
// group around it may stall because another group inside is at its own limit, where no unload would help; so
// its stalls count only while its own limit is hit. Kernels before 5.2 do not report that.
std::optional<MemoryStalls> CgroupProbe::stallsOf(std::size_t group)
{
    auto stalls = parseMemoryStalls(m_groups[group].stalls.read());
    if (!stalls || group == 0)
        return stalls;
    stalls->reclaims = parseCgroupLimitHits(m_groups[group].events.read());
    return stalls->reclaims ? stalls : std::nullopt;
}

} // namespace modeldeck
