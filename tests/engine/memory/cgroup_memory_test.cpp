// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/cgroup_memory.h"
#include "tests/support/memory_tree.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

constexpr qint64 gibibyte = 1024 * 1024 * 1024;

QByteArray number(double gibibytes)
{
    return QByteArray::number(qint64(gibibytes * double(gibibyte))) + '\n';
}

// A machine with version 2; the program is in /a/b.
class Machine : public MemoryTree
{
public:
    Machine()
    {
        write(u"/proc/self/mountinfo"_s, memoryFixture("cgroup_v2/mountinfo"));
        move("/a/b");
    }
    void move(const QByteArray &group) const { write(u"/proc/self/cgroup"_s, "0::" + group + '\n'); }
    void group(const QString &path, const QByteArray &limit, double usage, double cache) const
    {
        const QString folder = u"/sys/fs/cgroup"_s + path;
        write(folder + u"/memory.max"_s, limit);
        write(folder + u"/memory.current"_s, number(usage));
        write(folder + u"/memory.stat"_s,
              "inactive_file " + number(cache / 2) + "active_file " + number(cache / 2));
    }
};

} // namespace

class CgroupMemoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theOwnGroupIsTheOneWithTheMemoryController()
    {
        QCOMPARE(*parseOwnCgroup(memoryFixture("cgroup_v1/self_cgroup")),
                 (OwnCgroup{CgroupVersion::V1, u"/user.slice/user-1000.slice/session-3.scope"_s}));
        QCOMPARE(
            *parseOwnCgroup(memoryFixture("cgroup_v2/self_cgroup")),
            (OwnCgroup{CgroupVersion::V2,
                       u"/user.slice/user-1000.slice/user@1000.service/app.slice/app-modeldeck.scope"_s}));
        QCOMPARE(*parseOwnCgroup("4:cpu,memory:/with:colon\n"),
                 (OwnCgroup{CgroupVersion::V1, u"/with:colon"_s}));
        for (const char *text : {"", "\n", "0::", "0::relative", "4:memory", "memory", "::::", "\xff\xfe:\n"})
            QVERIFY2(!parseOwnCgroup(text), text);
    }

    void theStallsAreThoseOfTheFullestGroup()
    {
        Machine machine;
        machine.group(u"/a/b"_s, number(8), 2, 0);
        machine.group(u"/a"_s, number(16), 15, 0);
        machine.write(u"/sys/fs/cgroup/a/memory.pressure"_s, memoryFixture("pressure_memory"));
        machine.write(u"/sys/fs/cgroup/a/memory.events.local"_s, "low 9\nhigh 3\nmax 40\noom 0\n");
        const auto reading = CgroupProbe(machine.root()).read();
        QVERIFY(reading && reading->stalls);
        QCOMPARE(reading->group, std::size_t(1));
        QCOMPARE(reading->stalls->full.lately, 0.0456);
        QCOMPARE(*reading->stalls->reclaims, qint64(43));
        machine.remove(u"/sys/fs/cgroup/a/memory.events.local"_s); // an old kernel
        QVERIFY(!CgroupProbe(machine.root()).read()->stalls);
        machine.remove(u"/sys/fs/cgroup/a/memory.pressure"_s); // the kernel has no PSI
        QVERIFY(!CgroupProbe(machine.root()).read()->stalls);
    }

    void whoeverStallsInTheProgramsOwnGroupItIsWe()
    {
        Machine machine;
        machine.group(u"/a/b"_s, number(8), 7, 0);
        machine.write(u"/sys/fs/cgroup/a/b/memory.pressure"_s, memoryFixture("pressure_memory"));
        machine.write(u"/sys/fs/cgroup/a/b/memory.events.local"_s, "high 0\nmax 0\n");
        const auto reading = CgroupProbe(machine.root()).read();
        QVERIFY(reading && reading->stalls);
        QVERIFY(!reading->stalls->reclaims);
    }

    void theHitsOfALimitAreThoseOfBothItsMarks()
    {
        QCOMPARE(*parseCgroupLimitHits("low 9\nhigh 3\nmax 40\noom 1\noom_kill 0\noom_group_kill 0\n"),
                 qint64(43));
        for (const char *text :
             {"", "high 3\n", "max 3\n", "high 3\nmax -1\n", "high max\nmax 3\n", "\xff max"})
            QVERIFY2(!parseCgroupLimitHits(text), text);
    }

    void theHierarchyIsFoundWhereItIsMounted()
    {
        QCOMPARE(*parseCgroupMount(memoryFixture("cgroup_v1/mountinfo"), CgroupVersion::V1),
                 (CgroupMount{u"/"_s, u"/sys/fs/cgroup/memory"_s}));
        QCOMPARE(*parseCgroupMount(memoryFixture("cgroup_v1/mountinfo"), CgroupVersion::V2),
                 (CgroupMount{u"/"_s, u"/sys/fs/cgroup/unified"_s}));
        QCOMPARE(*parseCgroupMount(memoryFixture("cgroup_v2/mountinfo"), CgroupVersion::V2),
                 (CgroupMount{u"/"_s, u"/sys/fs/cgroup"_s}));
        QCOMPARE(*parseCgroupMount("1 2 0:3 /docker/ab /mnt/a\\040b\\134 rw - cgroup2 cgroup2 rw\n",
                                   CgroupVersion::V2),
                 (CgroupMount{u"/docker/ab"_s, u"/mnt/a b\\"_s}));
        QVERIFY(!parseCgroupMount(memoryFixture("cgroup_v2/mountinfo"), CgroupVersion::V1));
        for (const char *text :
             {"", "1 2 3", " - ", "1 2 0:3 / /a rw - cgroup2", " - cgroup2 cgroup2 rw", "\xff - \xff"})
            QVERIFY2(!parseCgroupMount(text, CgroupVersion::V2), text);
    }

    void foldersGoFromTheOwnGroupUpwards_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("root");
        QTest::addColumn<QStringList>("folders");
        QTest::newRow("plain") << u"/a/b"_s << u"/"_s << QStringList{u"/c/a/b"_s, u"/c/a"_s, u"/c"_s};
        QTest::newRow("at the root") << u"/"_s << u"/"_s << QStringList{u"/c"_s};
        QTest::newRow("container, its root mounted")
            << u"/docker/x"_s << u"/docker/x"_s << QStringList{u"/c"_s};
        QTest::newRow("below a container's")
            << u"/docker/x/y"_s << u"/docker/x"_s << QStringList{u"/c/y"_s, u"/c"_s};
        QTest::newRow("alike") << u"/docker/xy"_s << u"/docker/x"_s << QStringList{u"/c"_s};
        QTest::newRow("outside the namespace") << u"/../other"_s << u"/"_s << QStringList{u"/c"_s};
    }
    void foldersGoFromTheOwnGroupUpwards()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, root);
        QTEST(cgroupFolders({CgroupVersion::V2, path}, {root, u"/c"_s}), "folders");
    }

    void aLimitThatNoMachineReachesIsNone()
    {
        QCOMPARE(*parseCgroupLimit("2147483648\n"), Bytes{2 * gibibyte});
        for (const char *text : {"max\n", "9223372036854771712\n", "9223372036854775807\n",
                                 "18446744073709551615\n", "0\n", "-1\n", "", "\n", "\xff"})
            QVERIFY2(!parseCgroupLimit(text), text);
    }

    void theFileCacheIsWhatTheKernelTakesBackFirst()
    {
        // Without shared memory, which "file" counts: 1929379840 less 104857600.
        QCOMPARE(*parseCgroupFileCache(memoryFixture("cgroup_v2/memory.stat"), CgroupVersion::V2),
                 Bytes{1824522240});
        // In version 1 with the groups below it.
        const QByteArray first = memoryFixture("cgroup_v1/memory.stat");
        qint64 sum = 0;
        for (const QByteArray &line : first.split('\n')) {
            if (line.startsWith("total_inactive_file ") || line.startsWith("total_active_file "))
                sum += line.split(' ')[1].toLongLong();
        }
        QVERIFY(sum > 0);
        QCOMPARE(*parseCgroupFileCache(first, CgroupVersion::V1), Bytes{sum});
        for (const char *text :
             {"", "active_file 1\n", "active_file 1\ninactive_file -1\n", "active_file\ninactive_file\n",
              "active_file 1\ninactive_file 99999999999999999999\n", "\xff\xfe \xff\n"})
            QVERIFY2(!parseCgroupFileCache(text, CgroupVersion::V2), text);
    }

    void theFullestGroupCountsAndTheLeastRoom()
    {
        Machine machine;
        machine.group(u"/a/b"_s, number(4), 2, 1);     // 25 %, 3 GiB left
        machine.group(u"/a"_s, number(16), 15.5, 1.5); // 87.5 %, 2 GiB left
        CgroupProbe probe(machine.root());
        auto reading = probe.read();
        QVERIFY(reading);
        QCOMPARE(reading->limit, Bytes{16 * gibibyte});
        QCOMPARE(reading->used, Bytes{14 * gibibyte});
        QCOMPARE(reading->room, Bytes{2 * gibibyte});

        machine.group(u"/a/b"_s, number(4), 4, 0.25); // 94 %, 0.25 GiB left
        reading = probe.read();
        QVERIFY(reading);
        QCOMPARE(reading->limit, Bytes{4 * gibibyte});
        QCOMPARE(reading->room, Bytes{gibibyte / 4});
    }

    void overTheHighMarkAGroupIsThrottled()
    {
        Machine machine;
        machine.group(u"/a"_s, "max\n", 2, 1);
        machine.write(u"/sys/fs/cgroup/a/memory.high"_s, number(2));
        const auto reading = CgroupProbe(machine.root()).read();
        QVERIFY(reading);
        QCOMPARE(reading->limit, Bytes{2 * gibibyte});
    }

    void withoutALimitThereIsNoReading()
    {
        Machine machine;
        QVERIFY(!CgroupProbe(machine.root()).read());
        machine.group(u"/a/b"_s, "max\n", 2, 1);
        QVERIFY(!CgroupProbe(machine.root()).read());
        machine.group(u"/a/b"_s, number(4), 2, 1);
        machine.remove(u"/sys/fs/cgroup/a/b/memory.stat"_s);
        QVERIFY(!CgroupProbe(machine.root()).read());
        machine.remove(u"/proc/self/mountinfo"_s);
        QVERIFY(!CgroupProbe(machine.root()).read());
        QVERIFY(!CgroupProbe(u"/nowhere"_s).read());
    }

    void moreCacheThanUsageIsNothingUsed()
    {
        Machine machine;
        machine.group(u"/a/b"_s, number(4), 1, 2);
        QCOMPARE(CgroupProbe(machine.root()).read()->used, Bytes{0});
    }

    void aProgramThatIsMovedIsFoundInItsNewGroup()
    {
        Machine machine;
        machine.group(u"/a/b"_s, number(4), 2, 1);
        machine.group(u"/d"_s, number(2), 1, 0);
        CgroupProbe probe(machine.root());
        QCOMPARE(probe.read()->limit, Bytes{4 * gibibyte});
        machine.move("/d");
        QCOMPARE(probe.read()->limit, Bytes{2 * gibibyte});
    }

    void versionOne()
    {
        MemoryTree machine;
        machine.write(u"/proc/self/cgroup"_s, memoryFixture("cgroup_v1/self_cgroup"));
        machine.write(u"/proc/self/mountinfo"_s, memoryFixture("cgroup_v1/mountinfo"));
        const QString slice = u"/sys/fs/cgroup/memory/user.slice/user-1000.slice"_s,
                      own = slice + u"/session-3.scope"_s;
        for (const QString &group : {slice, own}) {
            machine.write(group + u"/memory.limit_in_bytes"_s, "9223372036854771712\n");
            machine.write(group + u"/memory.usage_in_bytes"_s, number(4));
            machine.write(group + u"/memory.stat"_s, memoryFixture("cgroup_v1/memory.stat"));
        }
        CgroupProbe probe(machine.root());
        QVERIFY(!probe.read());
        machine.write(slice + u"/memory.limit_in_bytes"_s, number(8));
        const auto reading = probe.read();
        QVERIFY(reading);
        QCOMPARE(reading->limit, Bytes{8 * gibibyte});
        const Bytes cache = *parseCgroupFileCache(memoryFixture("cgroup_v1/memory.stat"), CgroupVersion::V1);
        QCOMPARE(reading->used, Bytes{4 * gibibyte} - cache);
    }

    void ofThisMachineSomethingOrNothingIsReadAndNoMore()
    {
        if (const auto reading = CgroupProbe().read())
            QVERIFY(reading->used <= reading->limit && reading->room <= reading->limit);
    }
};

MODELDECK_TEST(CgroupMemoryTest)
#include "cgroup_memory_test.moc"
