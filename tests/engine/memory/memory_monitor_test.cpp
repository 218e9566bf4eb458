// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/memory_monitor.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_tree.h"
#include "tests/support/test_program.h"

#include <QSignalSpy>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

constexpr Bytes gibibytes(double n)
{
    return {qint64(n * 1024 * 1024 * 1024)};
}

// What the probes tell; the test changes it.
struct World
{
    std::optional<MemInfo> info = MemInfo{gibibytes(100), gibibytes(60), gibibytes(8), gibibytes(7)};
    std::optional<CgroupReading> cgroup;
    std::optional<MemoryStalls> stalls;
    std::vector<GpuReading> gpus;
    std::map<qint64, std::map<QString, Bytes>> processes;
    std::map<qint64, qint64> majorFaults; // by process
    bool opening = false;
};

class FakeGpus : public GpuProbe
{
public:
    explicit FakeGpus(const World &world) : m_world(world) {}
    std::vector<GpuReading> read() override { return m_world.gpus; }
    std::map<QString, Bytes> memoryOf(qint64 process) override
    {
        const auto it = m_world.processes.find(process);
        return it == m_world.processes.end() ? std::map<QString, Bytes>() : it->second;
    }
    bool isOpening() const override { return m_world.opening; }

private:
    const World &m_world;
};

} // namespace

class MemoryMonitorTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<World> m_world;
    FakeClock m_clock;
    std::unique_ptr<MemoryMonitor> m_monitor;
    QStringList m_told;

    const MemoryReadings &sample()
    {
        m_told.clear();
        m_clock.advance(250ms);
        m_monitor->sample();
        return m_monitor->readings();
    }
    void available(double share) { m_world->info->available = gibibytes(100 * share); }
    void stall(std::chrono::microseconds all) { m_world->stalls->full.total += all; }

private Q_SLOTS:
    void init()
    {
        m_world = std::make_unique<World>();
        MemoryProbes probes;
        probes.memInfo = [this] { return m_world->info; };
        probes.cgroup = [this] { return m_world->cgroup; };
        probes.stalls = [this] { return m_world->stalls; };
        probes.majorFaults = [this](qint64 process) {
            const auto it = m_world->majorFaults.find(process);
            return it == m_world->majorFaults.end() ? std::nullopt : std::optional(it->second);
        };
        probes.gpus.push_back(std::make_unique<FakeGpus>(*m_world));
        m_monitor = std::make_unique<MemoryMonitor>(std::move(probes), m_clock);
        connect(m_monitor.get(), &MemoryMonitor::levelChanged, this,
                [this](const Text &text) { m_told << text.english(); });
    }

    void withNothingPressing()
    {
        const MemoryReadings &now = sample();
        QCOMPARE(now.system.total, gibibytes(100));
        QCOMPARE(now.system.available, gibibytes(60));
        QCOMPARE(now.system.swapFree, gibibytes(7));
        QCOMPARE(now.system.used, 0.4);
        QVERIFY(!now.system.cgroup);
        QVERIFY(!now.system.stalled);
        QCOMPARE(now.ramLevel, PressureLevel::Normal);
        QCOMPARE(now.ramExcess, Bytes{0});
        QCOMPARE(now.ramFree, gibibytes(60));
        QVERIFY(now.gpus.empty());
        QCOMPARE(now.deviceLevel, PressureLevel::Normal);
        QVERIFY(!now.deviceFree);
        QVERIFY(m_told.isEmpty());
    }

    void theMachinesLevelRisesAndFallsWithHysteresis()
    {
        available(0.2);
        QCOMPARE(sample().ramLevel, PressureLevel::High);
        QCOMPARE(m_told, QStringList{u"System memory: pressure is now high, 80.0 of 100.0 GiB are in use"_s});
        available(0.24);
        QCOMPARE(sample().ramLevel, PressureLevel::High);
        QVERIFY(m_told.isEmpty());
        available(0.26);
        QCOMPARE(sample().ramLevel, PressureLevel::Medium);
        QCOMPARE(m_told.size(), 1);
        available(0.04);
        QCOMPARE(sample().ramLevel, PressureLevel::Critical);
        available(0.6);
        QCOMPARE(sample().ramLevel, PressureLevel::Normal);
    }

    void theExcessIsWhatBringsTheLevelDown_data()
    {
        QTest::addColumn<double>("threshold");
        QTest::addColumn<double>("share");
        for (const double threshold : {0.3, 0.5, 0.8, 0.9, 0.95}) {
            for (const double free : {0.0, 0.01, 0.04, 0.1, 0.2, 0.21, 0.45})
                QTest::addRow("%g, %g free", threshold, free) << threshold << free;
        }
    }
    void theExcessIsWhatBringsTheLevelDown()
    {
        QFETCH(const double, threshold);
        QFETCH(const double, share);
        m_monitor->setThreshold(threshold);
        available(share);
        const MemoryReadings before = sample();
        if (before.ramLevel < PressureLevel::High) {
            QCOMPARE(before.ramExcess, Bytes{0});
            return;
        }
        m_world->info->available += before.ramExcess - Bytes::fromMebibytes(1);
        QVERIFY(sample().ramLevel >= PressureLevel::High);
        m_world->info->available += Bytes::fromMebibytes(1);
        QVERIFY(sample().ramLevel < PressureLevel::High);
        QCOMPARE(m_monitor->readings().ramExcess, Bytes{0});
    }

    void aControlGroupsLimitCountsToo()
    {
        m_world->cgroup = CgroupReading{gibibytes(8), gibibytes(7), gibibytes(0.5)};
        const MemoryReadings &now = sample();
        QCOMPARE(now.system.level, PressureLevel::Normal);
        QVERIFY(now.system.cgroup);
        QCOMPARE(now.system.cgroup->level, PressureLevel::High);
        QCOMPARE(now.ramLevel, PressureLevel::High);
        QCOMPARE(now.ramFree, gibibytes(0.5));
        QVERIFY(now.ramExcess >= gibibytes(1) && now.ramExcess < gibibytes(1.01)); // 8 × 0.75 = 6
        QCOMPARE(
            m_told,
            QStringList{u"Memory of the control group: pressure is now high, 7.0 of 8.0 GiB are in use"_s});
    }

    void aLimitOverWhatTheMachineHasIsNone()
    {
        m_world->cgroup = CgroupReading{gibibytes(200), gibibytes(190), gibibytes(10)};
        QVERIFY(!sample().system.cgroup);
        QCOMPARE(m_monitor->readings().ramLevel, PressureLevel::Normal);
        QCOMPARE(m_monitor->readings().ramFree, gibibytes(60));
    }

    void aStallRaisesTheLevelByWhatIsInUse_data()
    {
        QTest::addColumn<double>("availableShare");
        QTest::addColumn<PressureLevel>("without");
        QTest::addColumn<PressureLevel>("stalled");
        QTest::newRow("half in use") << 0.5 << PressureLevel::Normal << PressureLevel::Medium;
        QTest::newRow("just below medium") << 0.301 << PressureLevel::Normal << PressureLevel::Medium;
        QTest::newRow("at medium") << 0.3 << PressureLevel::Medium << PressureLevel::High;
        QTest::newRow("just below the threshold") << 0.201 << PressureLevel::Medium << PressureLevel::High;
        QTest::newRow("at the threshold") << 0.2 << PressureLevel::High << PressureLevel::Critical;
    }
    void aStallRaisesTheLevelByWhatIsInUse()
    {
        QFETCH(double, availableShare);
        QFETCH(PressureLevel, without);
        QFETCH(PressureLevel, stalled);
        m_world->stalls = MemoryStalls{{}, {}, 0};
        available(availableShare);
        QCOMPARE(sample().ramLevel, without);
        QCOMPARE(m_monitor->readings().ramBelowThreshold, without < PressureLevel::High);
        stall(200ms);
        m_world->stalls->reclaims = 5000;
        const MemoryReadings &now = sample();
        QVERIFY(now.system.stalled);
        QCOMPARE(now.system.level, stalled);
        QCOMPARE(now.ramLevel, stalled);
        QVERIFY(now.ramLevelFromStall);
        QCOMPARE(now.ramBelowThreshold, without < PressureLevel::High);
        QCOMPARE(now.ramExcess > Bytes{0}, stalled >= PressureLevel::High);
        QCOMPARE(m_told.size(), 1);
        QVERIFY2(m_told[0].startsWith(u"System memory: programs wait for memory"_s), qPrintable(m_told[0]));
        for (int i = 0; i < 10; ++i)
            sample();
        QCOMPARE(m_monitor->readings().ramLevel, without);
        QVERIFY(!m_monitor->readings().ramLevelFromStall);
    }

    void aStallWhileRunnersThrashIsHighHoweverMuchIsAvailable_data()
    {
        QTest::addColumn<int>("faults"); // in a quarter of a second, of two that count
        QTest::addColumn<PressureLevel>("level");
        QTest::newRow("100 a second") << 200 << PressureLevel::Medium;
        QTest::newRow("more") << 201 << PressureLevel::High;
    }
    void aStallWhileRunnersThrashIsHighHoweverMuchIsAvailable()
    {
        QFETCH(int, faults);
        QFETCH(PressureLevel, level);
        m_world->stalls = MemoryStalls{{}, {}, 0};
        m_world->majorFaults = {{7, 1'000'000}, {8, 0}, {9, 0}};
        m_monitor->setRunners({7, 8});
        sample();
        m_world->majorFaults[7] += faults - 1;
        m_world->majorFaults[8] += 1;
        m_world->majorFaults[9] += 1'000'000;               // none of ours
        QCOMPARE(sample().ramLevel, PressureLevel::Normal); // nothing stalls
        stall(200ms);
        m_world->stalls->reclaims = 5000;
        QCOMPARE(sample().ramLevel, level);
        QCOMPARE(m_monitor->readings().ramExcess > Bytes{0}, level >= PressureLevel::High);
    }

    void theFaultsOfAProcessAreReadFromItsStat()
    {
        const QByteArray stat = "7 (a) b (c) S 1 7 7 0 -1 4194560 151 0 42 0 1 2 0 0 20 0 1 0 100 5000 10\n";
        QCOMPARE(parseMajorFaults(stat), std::optional<qint64>(42));
        QCOMPARE(parseMajorFaults({}), std::nullopt);
        QCOMPARE(parseMajorFaults("7 (a) S 1"), std::nullopt);
        QVERIFY(probesOf({}).majorFaults(QCoreApplication::applicationPid()));
        QVERIFY(!probesOf({}).majorFaults(0));
    }

    // A container at its own limit: no unload of ours would help it.
    void tasksThatStallElsewhereAreNoLackOfMemoryHere()
    {
        m_world->stalls = MemoryStalls{{}, {}, 5000};
        sample();
        stall(200ms);
        QVERIFY(!sample().system.stalled);
        QCOMPARE(m_monitor->readings().ramLevel, PressureLevel::Normal);
        QCOMPARE(m_monitor->readings().ramExcess, Bytes{0});
    }

    void ownStallsOfTheControlGroupCountByItsOwnLimit()
    {
        m_world->cgroup = CgroupReading{gibibytes(8), gibibytes(6.5), gibibytes(1.5), MemoryStalls{}, 0};
        QCOMPARE(sample().ramLevel, PressureLevel::High);
        QVERIFY(!m_monitor->readings().ramBelowThreshold);
        m_world->cgroup->stalls->full.total += 200ms;
        QCOMPARE(sample().system.cgroup->level, PressureLevel::Critical);
        QCOMPARE(m_monitor->readings().system.level, PressureLevel::Normal);
        QCOMPARE(m_monitor->readings().ramLevel, PressureLevel::Critical);
        QVERIFY(m_monitor->readings().ramLevelFromStall);
        m_world->cgroup->used = gibibytes(1);
        m_world->cgroup->stalls->full.total += 200ms;
        QCOMPARE(sample().ramLevel, PressureLevel::Medium);
        QVERIFY(m_monitor->readings().ramBelowThreshold);
        m_world->cgroup->group = 1; // another group is the fullest: its past is none of this one's
        m_world->cgroup->stalls->full.total += 50s;
        QCOMPARE(sample().ramLevel, PressureLevel::Normal);
    }

    // The program is in /a/b and the limit is that of /a, where others live, too.
    void inAGroupAroundUsTasksStallForItsMemoryOnlyWhileItsLimitIsHit()
    {
        const MemoryTree tree;
        const QString a = u"/sys/fs/cgroup/a"_s;
        const auto stalled = [&](int milliseconds, int hits) {
            const QByteArray total = QByteArray::number(milliseconds * 1000) + '\n';
            tree.write(a + u"/memory.pressure"_s,
                       "some avg10=90.00 total=" + total + "full avg10=90.00 total=" + total);
            tree.write(a + u"/memory.events.local"_s, "high 0\nmax " + QByteArray::number(hits) + '\n');
        };
        tree.write(u"/proc/self/mountinfo"_s, memoryFixture("cgroup_v2/mountinfo"));
        tree.write(u"/proc/self/cgroup"_s, "0::/a/b\n");
        tree.write(a + u"/memory.max"_s, "8000000000\n");
        tree.write(a + u"/memory.current"_s, "2000000000\n");
        tree.write(a + u"/memory.stat"_s, "active_file 0\ninactive_file 0\n");
        MemoryMonitor monitor(probesOf({tree.root(), u"none"_s}), m_clock);
        const auto level = [&](int milliseconds, int hits) {
            stalled(milliseconds, hits);
            m_clock.advance(250ms);
            monitor.sample();
            return monitor.readings().system.cgroup->level;
        };
        QCOMPARE(level(10'000, 7), PressureLevel::Normal); // one beside us thrashes at its own limit
        QCOMPARE(level(10'250, 7), PressureLevel::Normal);
        QCOMPARE(level(10'500, 7), PressureLevel::Normal);
        QCOMPARE(level(10'750, 8), PressureLevel::Medium);
    }

    void aGroupThatDoesNotTellStallsWithAllWhileItIsNotAtEase()
    {
        m_world->stalls = MemoryStalls{{}, {}, 0};
        m_world->cgroup = CgroupReading{gibibytes(8), gibibytes(1), gibibytes(7)};
        sample();
        stall(200ms);
        QCOMPARE(sample().ramLevel, PressureLevel::Normal);
        m_world->cgroup->used = gibibytes(5.8);
        QCOMPARE(sample().system.cgroup->level, PressureLevel::High);
    }

    void everyGpuHasItsLevel()
    {
        m_world->gpus = {{u"a"_s, u"Card A"_s, gibibytes(24), gibibytes(20)},
                         {u"b"_s, u"Card B"_s, gibibytes(16), gibibytes(1)}};
        const MemoryReadings &now = sample();
        QCOMPARE(now.gpus.size(), std::size_t(2));
        QCOMPARE(now.gpus[0].level, PressureLevel::High);
        QCOMPARE(now.gpus[1].level, PressureLevel::Normal);
        QVERIFY(!now.gpus[0].usable);
        QCOMPARE(now.deviceLevel, PressureLevel::High);
        QCOMPARE(*now.deviceFree, gibibytes(15));
        QVERIFY(now.deviceExcess >= gibibytes(2) && now.deviceExcess < gibibytes(2.01)); // 24 × 0.75 = 18
        QCOMPARE(m_told, QStringList{u"Card A: memory pressure is now high, 20.0 of 24.0 GiB are in use"_s});
        m_world->gpus.erase(m_world->gpus.begin());
        QCOMPARE(sample().gpus.size(), std::size_t(1));
        QCOMPARE(m_monitor->readings().deviceLevel, PressureLevel::Normal);
    }

    void anIntegratedGpusOwnMemoryHoldsNoModels()
    {
        m_world->gpus = {{u"a"_s, u"Integrated"_s, gibibytes(0.5), gibibytes(0.499)}};
        QCOMPARE(sample().gpus[0].level, PressureLevel::Critical);
        QCOMPARE(m_monitor->readings().deviceLevel, PressureLevel::Normal);
        QVERIFY(!m_monitor->readings().deviceFree);
    }

    void onceARunnerIsSeenOnAGpuThatOneCounts()
    {
        m_world->gpus = {{u"a"_s, u"Card A"_s, gibibytes(24), gibibytes(23)},
                         {u"b"_s, u"Card B"_s, gibibytes(16), gibibytes(1)}};
        m_world->processes[7] = {{u"b"_s, gibibytes(0.5)}};
        QVERIFY(!m_monitor->deviceMemoryOf(8));
        QCOMPARE(sample().deviceLevel, PressureLevel::Critical);
        QCOMPARE(*m_monitor->deviceMemoryOf(7), gibibytes(0.5));
        const MemoryReadings &now = sample();
        QVERIFY(!now.gpus[0].usable);
        QVERIFY(now.gpus[1].usable);
        QCOMPARE(now.deviceLevel, PressureLevel::Normal);
        QCOMPARE(*now.deviceFree, gibibytes(15));
    }

    void withoutProbesThereIsNothing()
    {
        m_world->info.reset();
        const MemoryReadings &now = sample();
        QCOMPARE(now.system.total, Bytes{0});
        QCOMPARE(now.ramLevel, PressureLevel::Normal);
        QCOMPARE(now.ramExcess, Bytes{0});
        m_world->cgroup = CgroupReading{gibibytes(8), gibibytes(1), gibibytes(7)};
        QCOMPARE(sample().ramFree, gibibytes(7));
    }

    void aChangeThatWasReadInSilenceIsToldNext()
    {
        available(0.1);
        QCOMPARE(m_monitor->read().ramLevel, PressureLevel::High);
        QVERIFY(m_told.isEmpty());
        sample();
        QCOMPARE(m_told.size(), 1);
    }

    void itReadsOftenWhileSomethingIsResidentAndWhileADriverStarts()
    {
        QCOMPARE(m_monitor->interval(), 5s);
        m_monitor->setResident(true);
        QCOMPARE(m_monitor->interval(), 250ms);
        sample();
        QCOMPARE(m_monitor->interval(), 250ms);
        m_monitor->setResident(false);
        QCOMPARE(m_monitor->interval(), 5s);
        m_world->opening = true;
        sample();
        QCOMPARE(m_monitor->interval(), 250ms);
        m_world->opening = false;
        sample();
        QCOMPARE(m_monitor->interval(), 5s);
    }

    void itReadsByItself()
    {
        QSignalSpy sampled(m_monitor.get(), &MemoryMonitor::sampled);
        m_monitor->setResident(true);
        QTRY_VERIFY_WITH_TIMEOUT(sampled.size() >= 2, 30'000);
    }

    void itReadsWhatTheFilesOfAMachineSay()
    {
        const MemoryTree tree;
        tree.write(u"/proc/meminfo"_s, memoryFixture("meminfo_with_swap"));
        tree.write(u"/proc/pressure/memory"_s, memoryFixture("pressure_memory"));
        tree.write(u"/sys/class/drm/card0/device/mem_info_vram_total"_s, "17163091968\n");
        tree.write(u"/sys/class/drm/card0/device/mem_info_vram_used"_s, "4294967296\n");
        MemoryMonitor monitor(probesOf({tree.root(), u"none"_s}), m_clock);
        monitor.sample();
        const MemoryReadings &now = monitor.readings();
        QCOMPARE(now.system.available, Bytes::fromKibibytes(11534336));
        QVERIFY(!now.system.stalled); // 4.56 and 12.34 %
        QCOMPARE(now.gpus.size(), std::size_t(1));
        tree.write(u"/proc/meminfo"_s, "MemTotal: 32768000 kB\nMemAvailable: 327680 kB\n");
        monitor.sample();
        QCOMPARE(now.ramLevel, PressureLevel::Critical);
        QCOMPARE(now.ramFree, Bytes::fromKibibytes(327680));
    }

    void oneReadingOfThisMachine()
    {
        MemoryMonitor monitor(probesOf({}), m_clock);
        QBENCHMARK
        {
            monitor.sample();
        }
        QVERIFY(monitor.readings().system.total > Bytes{0});
    }
};

MODELDECK_TEST(MemoryMonitorTest)
#include "memory_monitor_test.moc"
