// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/kernel_file.h"
#include "engine/memory/memory_stalls.h"
#include "engine/memory/pressure_gauge.h"
#include "engine/memory/stall_trigger.h"
#include "engine/memory/system_memory.h"
#include "tests/support/memory_tree.h"
#include "tests/support/test_program.h"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

class MemoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void memInfoIsReadFromTheKernelsText()
    {
        const auto info =
            parseMemInfo("MemTotal:       24689764 kB\nMemFree:  100 kB\nMemAvailable:   20000000 kB\n");
        QVERIFY(info);
        QCOMPARE(info->total, Bytes::fromKibibytes(24689764));
        QCOMPARE(info->available, Bytes::fromKibibytes(20000000));
    }

    void memInfoOfRealMachines()
    {
        const auto without = parseMemInfo(memoryFixture("meminfo_without_swap"));
        QVERIFY(without);
        QCOMPARE(without->swapTotal, Bytes{0});
        QVERIFY(without->available > Bytes{0} && without->available < without->total);
        const auto with = parseMemInfo(memoryFixture("meminfo_with_swap"));
        QVERIFY(with);
        QCOMPARE(with->total, Bytes::fromKibibytes(32768000));
        QCOMPARE(with->available, Bytes::fromKibibytes(11534336));
        QCOMPARE(with->swapTotal, Bytes::fromKibibytes(8388604));
        QCOMPARE(with->swapFree, Bytes::fromKibibytes(6291456));
        QVERIFY(parseMemInfo(memoryFixture("meminfo_with_swap").left(100))); // cut off after what it needs
        QVERIFY(!parseMemInfo(memoryFixture("meminfo_with_swap").left(70)));
        QVERIFY(readMemInfo());
    }

    void memInfoWithoutWhatItNeedsIsAbsent_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no MemAvailable") << QByteArray("MemTotal: 5 kB\n");
        QTest::newRow("zero total") << QByteArray("MemTotal: 0 kB\nMemAvailable: 0 kB\n");
        QTest::newRow("negative") << QByteArray("MemTotal: -5 kB\nMemAvailable: 1 kB\n");
        QTest::newRow("overflow") << QByteArray("MemTotal: 99999999999999999999 kB\nMemAvailable: 1 kB\n");
        QTest::newRow("not a number") << QByteArray("MemTotal: many kB\nMemAvailable: 1 kB\n");
        QTest::newRow("noise") << QByteArray("\0\xff:::\n kB\n:", 10);
    }
    void memInfoWithoutWhatItNeedsIsAbsent()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!parseMemInfo(text));
    }

    void freePagesInTheProcessorsListsAreAvailableToo()
    {
        QCOMPARE(*parsePerCpuPages(memoryFixture("zoneinfo")), qint64(26485 + 69892));
        QCOMPARE(*parsePerCpuPages("  pagesets\n    cpu: 0\n   count: 7\n   count: -5\n   count: many\n"),
                 qint64(7));
        QCOMPARE(*parsePerCpuPages("count: 7\ncount: 9223372036854775807\n"), qint64(7));
        QVERIFY(!parsePerCpuPages(""));
        QVERIFY(!parsePerCpuPages(QByteArray("\0count:\xff\n", 9)));
        const auto available = readAvailable();
        QVERIFY(available);
        QVERIFY(*available <= readMemInfo()->total);
    }

    void aProcessOfARealMachine()
    {
        const auto memory = parseSmapsRollup(memoryFixture("smaps_rollup"));
        QVERIFY(memory);
        QCOMPARE(memory->pss, Bytes::fromKibibytes(1802136));
        QCOMPARE(memory->anonymous, Bytes::fromKibibytes(901276));
        QCOMPARE(memory->file, Bytes::fromKibibytes(900860));
        QVERIFY(!parseSmapsRollup(memoryFixture("smaps_rollup").left(150)));
        QVERIFY(!parseSmapsRollup("Pss: 99999999999999999999 kB\nAnonymous: 1 kB\n"));
        QVERIFY(!parseSmapsRollup("Pss: -1 kB\nAnonymous: 1 kB\n"));
    }

    void aKernelFileIsReadAnewEachTime()
    {
        MemoryTree tree;
        KernelFile file(tree.root() + u"/sys/a"_s);
        QCOMPARE(file.read(), QByteArray());
        tree.write(u"/sys/a"_s, "one\n");
        QCOMPARE(file.read(), QByteArray("one\n"));
        tree.write(u"/sys/a"_s, QByteArray(100'000, 'x'));
        QCOMPARE(file.read().size(), 100'000);
        tree.write(u"/sys/a"_s, QByteArray(3 * 1024 * 1024, 'x'));
        QCOMPARE(file.read().size(), 1024 * 1024);
        QCOMPARE(readKernelFile(tree.root()), QByteArray()); // a folder
    }

    void aCountIsAWholeNumberThatIsNotNegative()
    {
        QCOMPARE(*parseCount("123\n"), qint64(123));
        QCOMPARE(*parseCount("0"), qint64(0));
        for (const char *text : {"", "max\n", "-1\n", "1.5", "99999999999999999999", "12 kB", "\xff\xfe"})
            QVERIFY2(!parseCount(text), text);
    }

    void stallsAreReadFromTheKernelsText()
    {
        const auto stalls = parseMemoryStalls(memoryFixture("pressure_memory"));
        QVERIFY(stalls);
        QCOMPARE(stalls->some.total, 287263028us);
        QCOMPARE(stalls->some.lately, 0.1234);
        QCOMPARE(stalls->full.total, 183929301us);
        QCOMPARE(stalls->full.lately, 0.0456);
    }

    void stallsWithoutWhatTheyNeedAreAbsent_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << memoryFixture("pressure_memory").left(80);
        QTest::newRow("no total") << QByteArray("some avg10=0.00\nfull avg10=0.00\n");
        QTest::newRow("negative") << QByteArray("some avg10=0.00 total=-1\nfull avg10=0.00 total=0\n");
        QTest::newRow("overflow") << QByteArray(
            "some avg10=0.00 total=0\nfull avg10=0.00 total=99999999999999999999\n");
        QTest::newRow("no share") << QByteArray("some avg10=nan total=0\nfull avg10=0.00 total=0\n");
        QTest::newRow("over 100 %") << QByteArray("some avg10=inf total=0\nfull avg10=0.00 total=0\n");
        QTest::newRow("binary") << QByteArray("some \0\xff full \n\0", 13);
    }
    void stallsWithoutWhatTheyNeedAreAbsent()
    {
        QFETCH(const QByteArray, text);
        QVERIFY(!parseMemoryStalls(text));
    }

    // kswapd works wherever files fill the memory: no sign that the machine is short.
    void reclaimsAreThoseThatTasksHadToDoThemselves()
    {
        QCOMPARE(*parseReclaims("pgalloc_normal 9\nallocstall_normal 3\nallocstall_movable 4\n"
                                "pgscan_kswapd 1000\npgscan_direct 77\n"),
                 qint64(7));
        QVERIFY(!parseReclaims(""));
        QVERIFY(!parseReclaims("pgscan_kswapd 1000\n"));
        QVERIFY(!parseReclaims("allocstall_normal many\n"));
        QVERIFY(parseReclaims(readKernelFile(u"/proc/vmstat"_s)));
    }

    void tasksStallForTheMachineOnlyWhileItReclaims()
    {
        const auto waited = [](std::chrono::microseconds full, qint64 reclaims) {
            return MemoryStalls{{0s, 0}, {full, 0}, reclaims};
        };
        StallGauge gauge;
        BootTime now{1h};
        QVERIFY(!gauge.update(now, waited(0s, 10)));
        QVERIFY(!gauge.update(now += 1s, waited(1s, 10))); // in a group of their own
        QVERIFY(gauge.update(now += 1s, waited(2s, 11)));
        QVERIFY(!gauge.update(now += 3s, waited(4s, 11)));
    }

    void tasksStallByWhatTheyWaitedInTwoSeconds()
    {
        const auto waited = [](std::chrono::microseconds some, std::chrono::microseconds full) {
            return MemoryStalls{{some, 0}, {full, 0}};
        };
        StallGauge gauge;
        BootTime now{1h};
        QVERIFY(!gauge.update(now, waited(50s, 20s))); // long ago
        QVERIFY(!gauge.update(now += 250ms, waited(50s, 20s + 90ms)));
        QVERIFY(gauge.update(now += 250ms, waited(50s, 20s + 110ms)));
        QVERIFY(gauge.update(now += 1s, waited(50s, 20s + 110ms)));
        QVERIFY(gauge.update(now += 500ms, waited(50s, 20s + 110ms)));  // 2 s ago it had not begun
        QVERIFY(!gauge.update(now += 250ms, waited(50s, 20s + 110ms))); // 20 ms in 2 s
        QVERIFY(!gauge.update(now += 5s, waited(51s, 20s + 200ms)));    // 1 s of 5
        QVERIFY(gauge.update(now += 5s, waited(52s + 300ms, 20s + 200ms)));
        QVERIFY(!gauge.update(now += 8h, waited(52s + 300ms, 20s + 200ms))); // slept
        QVERIFY(!gauge.update(now += 250ms, waited(0s, 0s)));
    }

    void atFirstTheKernelsMeanTells()
    {
        QVERIFY(StallGauge().update(BootTime{1h}, {{0s, 0.3}, {0s, 0}}));
        QVERIFY(StallGauge().update(BootTime{1h}, {{0s, 0}, {0s, 0.06}}));
        QVERIFY(!StallGauge().update(BootTime{1h}, {{50s, 0.2}, {50s, 0.04}}));
        QVERIFY(!StallGauge().update(BootTime{1h}, {{0s, 0.9}, {0s, 0.9}, 5000})); // not whose they are
    }

    void aTriggerThatTheKernelRefusesIsNotArmed()
    {
        MemoryTree tree;
        QVERIFY(!StallTrigger(tree.root() + u"/proc/pressure/memory"_s).isArmed());
        QVERIFY(!StallTrigger(u"/proc/version"_s).isArmed());
        QVERIFY(!StallTrigger(tree.root()).isArmed());
    }

    void smapsRollupTellsAnonymousFromFile()
    {
        const auto memory =
            parseSmapsRollup("55d-7ff ---p 00000000 00:00 0 [rollup]\nRss:  1000 kB\nPss:  700 kB\n"
                             "Anonymous:  300 kB\nSwap: 0 kB\n");
        QVERIFY(memory);
        QCOMPARE(memory->pss, Bytes::fromKibibytes(700));
        QCOMPARE(memory->anonymous, Bytes::fromKibibytes(300));
        QCOMPARE(memory->file, Bytes::fromKibibytes(400));
        QVERIFY(!parseSmapsRollup("Rss: 1 kB\n"));
    }

    void theAnonymousPartIsACounterOfItsOwn()
    {
        QCOMPARE(*parseRssAnon("VmRSS:\t  900 kB\nRssAnon:\t  300 kB\nRssFile:\t 600 kB\n"),
                 Bytes::fromKibibytes(300));
        QVERIFY(!parseRssAnon("VmRSS: 900 kB\n"));
        QVERIFY(readAnonymous(getpid())->value > 0);
        QVERIFY(!readAnonymous(0x7ffffff0));
    }

    void ownMemoryIsReadAndAGoneProcessHasNone()
    {
        const auto own = readProcessMemory(getpid());
        QVERIFY(own);
        QVERIFY(own->pss.value > 0);
        QVERIFY(!readProcessMemory(0x7ffffff0));
    }

    void whatAProcessStartedCountsToItsMemory()
    {
        int written[2];
        QCOMPARE(::pipe(written), 0);
        constexpr qsizetype bytes = 32 * 1024 * 1024;
        const pid_t child = ::fork();
        if (child == 0) {
            ::fork(); // both do the same
            const QByteArray memory(bytes, 'x');
            [[maybe_unused]] const ssize_t told = ::write(written[1], memory.constData(), 1);
            ::close(written[1]);
            ::pause();
        }
        ::close(written[1]);
        char both[2];
        for (char &one : both)
            QCOMPARE(::read(written[0], &one, 1), 1);
        const auto descendants = readDescendants(child);
        const auto anonymous = readFamilyAnonymous(child);
        const auto memory = readFamilyMemory(child);
        for (const qint64 descendant : descendants)
            ::kill(pid_t(descendant), SIGKILL);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(written[0]);
        QCOMPARE(descendants.size(), 1u);
        QVERIFY(anonymous && anonymous->value >= 2 * bytes);
        QVERIFY(memory && memory->anonymous.value >= 2 * bytes && memory->pss.value >= 2 * bytes);
        QVERIFY(!readFamilyMemory(0x7ffffff0) && !readFamilyAnonymous(0x7ffffff0));
    }

    void aLevelRisesAtItsLineAndFallsUnderIt()
    {
        PressureGauge gauge;
        QCOMPARE(gauge.update(0.69, 0.8), PressureLevel::Normal);
        QCOMPARE(gauge.update(0.70, 0.8), PressureLevel::Medium);
        QCOMPARE(gauge.update(0.80, 0.8), PressureLevel::High);
        QCOMPARE(gauge.update(0.76, 0.8), PressureLevel::High);
        QCOMPARE(gauge.update(0.74, 0.8), PressureLevel::Medium);
        QCOMPARE(gauge.update(0.66, 0.8), PressureLevel::Medium);
        QCOMPARE(gauge.update(0.64, 0.8), PressureLevel::Normal);
        QCOMPARE(gauge.update(0.96, 0.8), PressureLevel::Critical);
        QCOMPARE(gauge.update(0.60, 0.8), PressureLevel::Normal);
    }
};

MODELDECK_TEST(MemoryTest)
#include "memory_test.moc"
