// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/admission.h"
#include "engine/lifecycle/pressure_policy.h"

#include "tests/support/test_program.h"
#include <algorithm>
#include <random>

using namespace modeldeck;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr BootTime now{1'000'000s};
constexpr Bytes mebi = Bytes::fromMebibytes(1);

ResidentModel model(const QString &id, std::chrono::seconds idle, qint64 megabytes)
{
    ResidentModel m;
    m.id = id;
    m.idleSince = now - idle;
    m.loadedAt = now - 1h;
    m.ram = Bytes::fromMebibytes(megabytes);
    m.ramTimeout = 1800s;
    m.vramTimeout = 600s;
    m.loadSeconds = 1;
    return m;
}

MemoryReadings shortOf(qint64 megabytes, PressureLevel level = PressureLevel::High)
{
    MemoryReadings readings;
    readings.ramLevel = level;
    readings.ramExcess = Bytes::fromMebibytes(megabytes);
    return readings;
}

QStringList chosen(const std::vector<UnloadAction> &actions)
{
    QStringList ids;
    for (const UnloadAction &action : actions)
        ids += action.modelId;
    return ids;
}

QStringList candidatesOf(const UnloadAction &action)
{
    QStringList why;
    for (const ReceiptCandidate &candidate : action.candidates)
        why += candidate.modelId + u": "_s + candidate.whyNot.english();
    return why;
}

QStringList underPressure(const std::vector<ResidentModel> &models, const MemoryReadings &readings,
                          const Settings &settings = {})
{
    return chosen(LruPressurePolicy().decide(models, readings, {}, {}, now, settings));
}

} // namespace

class PolicyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void belowHighNothingGoes()
    {
        QCOMPARE(underPressure({model(u"a"_s, 1h, 100)}, shortOf(100, PressureLevel::Medium)), QStringList());
    }

    void theLeastRecentlyUsedGoFirstUntilEnoughIsBack()
    {
        const std::vector models{model(u"a"_s, 100s, 100), model(u"b"_s, 300s, 100),
                                 model(u"c"_s, 200s, 100)};
        QCOMPARE(underPressure(models, shortOf(50)), QStringList{u"b"_s});
        QCOMPARE(underPressure(models, shortOf(150)), (QStringList{u"b"_s, u"c"_s}));
        QCOMPARE(underPressure(models, shortOf(1000)), (QStringList{u"b"_s, u"c"_s, u"a"_s}));
    }

    void idleTimeCountsFromThePressureTimeoutUnlessCritical()
    {
        const std::vector models{model(u"a"_s, 59s, 100)};
        QCOMPARE(underPressure(models, shortOf(50)), QStringList());
        QCOMPARE(underPressure(models, shortOf(50, PressureLevel::Critical)), QStringList{u"a"_s});
        Settings atOnce;
        atOnce.set(MemoryPressureTimeout, 0s);
        QCOMPARE(underPressure(models, shortOf(50), atOnce), QStringList{u"a"_s});
    }

    void pinsYieldOnlyWhenCriticalAndTheSettingsSaySo()
    {
        std::vector models{model(u"a"_s, 1h, 100), model(u"b"_s, 61s, 100)};
        models[0].pinned = true;
        QCOMPARE(underPressure(models, shortOf(1000)), QStringList{u"b"_s});
        QCOMPARE(underPressure(models, shortOf(50, PressureLevel::Critical)),
                 QStringList{u"b"_s}); // the unpinned first
        QCOMPARE(underPressure(models, shortOf(1000, PressureLevel::Critical)),
                 (QStringList{u"b"_s, u"a"_s}));
        Settings holdOn;
        holdOn.set(PressureOverridesPins, false);
        QCOMPARE(underPressure(models, shortOf(1000, PressureLevel::Critical), holdOn), QStringList{u"b"_s});
    }

    void busyModelsAndThoseThatGiveNothingBackStay()
    {
        std::vector models{model(u"a"_s, 1h, 100), model(u"mapped"_s, 1h, 0)};
        models[0].busy = true;
        QCOMPARE(underPressure(models, shortOf(1000, PressureLevel::Critical)), QStringList());
    }

    void whatIsLeavingAlreadyCounts()
    {
        const std::vector models{model(u"a"_s, 1h, 100)};
        QVERIFY(LruPressurePolicy().decide(models, shortOf(100), 100 * mebi, {}, now, {}).empty());
        QCOMPARE(LruPressurePolicy().decide(models, shortOf(101), 100 * mebi, {}, now, {}).size(), 1U);
    }

    void aFreshlyLoadedModelGoesLast()
    {
        std::vector models{model(u"fresh"_s, 29s, 100), model(u"old"_s, 1s, 100)};
        models[0].loadedAt = now - 29s;
        Settings atOnce;
        atOnce.set(MemoryPressureTimeout, 0s);
        QCOMPARE(underPressure(models, shortOf(50), atOnce), QStringList{u"old"_s});
        QCOMPARE(underPressure(models, shortOf(150), atOnce), (QStringList{u"old"_s, u"fresh"_s}));
    }

    void theCostAwarePolicyKeepsWhatIsSlowToLoad()
    {
        std::vector models{model(u"slow"_s, 200s, 100), model(u"quick"_s, 100s, 100),
                           model(u"large"_s, 100s, 500)};
        models[0].loadSeconds = 10;
        const CostAwarePressurePolicy policy;
        QCOMPARE(chosen(policy.decide(models, shortOf(10000), {}, {}, now, {})),
                 (QStringList{u"large"_s, u"quick"_s, u"slow"_s}));
    }

    void theSettingChoosesThePolicy()
    {
        Settings settings;
        QVERIFY(dynamic_cast<LruPressurePolicy *>(pressurePolicy(settings).get()));
        settings.set(PressureUnloadPolicy, u"cost_aware"_s);
        QVERIFY(dynamic_cast<CostAwarePressurePolicy *>(pressurePolicy(settings).get()));
    }

    void aShortGpuSendsModelsToRamWhereThatHasRoom()
    {
        std::vector models{model(u"a"_s, 1h, 100)};
        models[0].device = Bytes::fromMebibytes(800);
        models[0].onDevice = models[0].canMoveToRam = true;
        MemoryReadings readings;
        readings.deviceLevel = PressureLevel::High;
        readings.deviceExcess = mebi;
        auto actions = LruPressurePolicy().decide(models, readings, {}, {}, now, {});
        QCOMPARE(actions.size(), 1U);
        QCOMPARE(actions.front().kind, UnloadKind::ToRam);
        readings.ramLevel = PressureLevel::High; // but nothing is to be freed there
        actions = LruPressurePolicy().decide(models, readings, {}, {}, now, {});
        QCOMPARE(actions.front().kind, UnloadKind::Unload);
    }

    void anUnloadThatMakesRoomNamesTheOthersAndWhyTheyStay()
    {
        std::vector models{model(u"busy"_s, 1h, 500), model(u"large"_s, 1h, 500), model(u"mapped"_s, 1h, 0),
                           model(u"new-ish"_s, 1s, 500), model(u"pinned"_s, 1h, 500)};
        models[0].busy = models[4].pinned = true;
        const auto decision = admit(500, 600, models);
        QCOMPARE(chosen(decision.actions), QStringList{u"large"_s});
        QCOMPARE(candidatesOf(decision.actions[0]),
                 (QStringList{u"busy: busy"_s, u"mapped: unloading it would free nothing"_s,
                              u"new-ish: enough memory is freed without it"_s, u"pinned: pinned"_s}));
    }

    void aReceiptNamesTheOthersAndWhyTheyStay()
    {
        std::vector models{model(u"a"_s, 1h, 100), model(u"b"_s, 1h, 100), model(u"c"_s, 10s, 100),
                           model(u"d"_s, 61s, 100)};
        models[1].busy = true;
        const auto actions = LruPressurePolicy().decide(models, shortOf(50), {}, {}, now, {});
        QCOMPARE(actions.size(), 1U);
        QCOMPARE(actions[0].rule.english(), u"memory pressure is high: idle for 3600 s"_s);
        QCOMPARE(candidatesOf(actions[0]), (QStringList{u"b: busy"_s, u"c: idle for only 10 s"_s,
                                                        u"d: enough memory is freed without it"_s}));
    }

    void belowTheThresholdNothingGoesThatWasLoadedOrUsedInTheLastHalfMinute()
    {
        Settings atOnce;
        atOnce.set(MemoryPressureTimeout, 0s);
        auto loaded = model(u"loaded"_s, 1h, 100), used = model(u"used"_s, 1h, 100);
        loaded.loadedAt = now - 29s;
        used.idleSince = now - 29s;
        auto readings = shortOf(1000);
        QCOMPARE(underPressure({loaded, used}, readings, atOnce).size(), 2);
        readings.ramBelowThreshold = readings.ramLevelFromStall = true;
        QCOMPARE(underPressure({loaded, used}, readings, atOnce), QStringList());
        QCOMPARE(PressurePolicy::deadline(used, readings, atOnce)->at, now + 1s);
        loaded.loadedAt = used.idleSince = now - 30s;
        QCOMPARE(underPressure({loaded, used}, readings, atOnce).size(), 2);
    }

    void theRuleSaysWhetherProgramsWaitOrMemoryIsUsedUp()
    {
        auto readings = shortOf(50);
        const std::vector models{model(u"a"_s, 1h, 100)};
        const auto rule = [&] {
            return LruPressurePolicy().decide(models, readings, {}, {}, now, {}).at(0).rule.english();
        };
        QCOMPARE(rule(), u"memory pressure is high: idle for 3600 s"_s);
        readings.ramLevelFromStall = true;
        QCOMPARE(rule(), u"programs wait for memory, pressure is high: idle for 3600 s"_s);
    }

    void theTrackerSwitchedOffStopsPressureUnloadsToo()
    {
        Settings off;
        off.set(ModelUsageTrackerEnabled, false);
        QCOMPARE(underPressure({model(u"a"_s, 1h, 100)}, shortOf(50, PressureLevel::Critical), off),
                 QStringList());
        QVERIFY(!PressurePolicy::deadline(model(u"a"_s, 1s, 100), shortOf(50), off));
    }

    // Whatever the models are like: no plan touches a busy one, none goes on once enough is back, and the
    // order in which the models are told does not matter.
    void plansHoldTheirPromises_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::newRow("lru") << u"lru"_s;
        QTest::newRow("cost-aware") << u"cost_aware"_s;
    }

    void plansHoldTheirPromises()
    {
        QFETCH(QString, policy);
        Settings settings;
        settings.set(PressureUnloadPolicy, policy);
        const auto planner = pressurePolicy(settings);
        std::mt19937 random(7);
        const auto pick = [&](int below) { return int(random() % unsigned(below)); };
        for (int round = 0; round < 3000; ++round) {
            std::vector<ResidentModel> models;
            for (int i = pick(12); i > 0; --i) {
                ResidentModel m = model(u"m%1"_s.arg(i), std::chrono::seconds(pick(300)), pick(4) * 100);
                m.busy = pick(4) == 0;
                m.pinned = pick(4) == 0;
                m.loadedAt = now - std::chrono::seconds(pick(120));
                m.loadSeconds = pick(5);
                models.push_back(m);
            }
            const auto readings = shortOf(pick(1500), PressureLevel(pick(4)));
            const auto plan = planner->decide(models, readings, {}, {}, now, settings);
            Bytes back;
            for (const UnloadAction &action : plan) {
                QVERIFY(back < readings.ramExcess); // the one before had not been enough
                const auto it = std::ranges::find(models, action.modelId, &ResidentModel::id);
                QVERIFY(!it->busy);
                back += it->ram;
            }
            std::ranges::shuffle(models, random);
            QCOMPARE(chosen(planner->decide(models, readings, {}, {}, now, settings)), chosen(plan));
        }
    }

    void theShorterOfTheGpusAndRamsTimeoutsDecides_data()
    {
        QTest::addColumn<int>("vram");
        QTest::addColumn<int>("ram");
        QTest::addColumn<bool>("vision");
        QTest::addColumn<int>("after"); // seconds; -1: never
        QTest::addColumn<bool>("toRam");
        QTest::newRow("leaves the GPU first") << 600 << 1800 << true << 600 << true;
        QTest::newRow("RAM's is shorter") << 600 << 300 << true << 300 << false;
        QTest::newRow("both alike") << 600 << 600 << true << 600 << false;
        QTest::newRow("never from the GPU") << 0 << 1800 << true << 1800 << false;
        QTest::newRow("never from RAM") << 600 << 0 << true << 600 << true;
        QTest::newRow("never") << 0 << 0 << true << -1 << false;
        QTest::newRow("a text model can't stay in RAM") << 600 << 1800 << false << 600 << false;
    }

    void theShorterOfTheGpusAndRamsTimeoutsDecides()
    {
        QFETCH(int, vram);
        QFETCH(int, ram);
        QFETCH(bool, vision);
        QFETCH(int, after);
        QFETCH(bool, toRam);
        ResidentModel m = model(u"a"_s, 0s, 100);
        m.onDevice = true;
        m.canMoveToRam = vision;
        m.vramTimeout = std::chrono::seconds(vram);
        m.ramTimeout = std::chrono::seconds(ram);
        const auto due = IdleTimeoutPolicy::deadline(m, {});
        QCOMPARE(due.has_value(), after >= 0);
        if (due) {
            QVERIFY(due->at == now + std::chrono::seconds(after));
            QCOMPARE(due->kind == UnloadKind::ToRam, toRam);
        }
    }

    void aLoadThatFitsNeedsNobodyToGo()
    {
        const auto decision = admit(1000, 2000, {model(u"a"_s, 1h, 500)});
        QVERIFY(decision.actions.empty() && !decision.refusal && !decision.wait);
    }

    void aLoadThatDoesNotFitSendsTheLeastRecentlyUsedAway()
    {
        // 1000 needed, 600 free of which 512 are headroom.
        const auto decision =
            admit(1000, 600, {model(u"a"_s, 1h, 500), model(u"b"_s, 2h, 500), model(u"c"_s, 1min, 500)});
        QCOMPARE(chosen(decision.actions), (QStringList{u"b"_s, u"a"_s}));
    }

    void aLoadThatCanNeverFitIsRefusedWithTheNumbers()
    {
        auto busy = model(u"a"_s, 1h, 5000);
        busy.busy = true;
        const auto decision = admit(1000, 600, {busy, model(u"b"_s, 1h, 100)});
        QVERIFY(decision.actions.empty());
        QVERIFY(decision.refusal);
        QCOMPARE(decision.refusal->code, ErrorCode::InsufficientMemory);
        QCOMPARE(
            decision.refusal->message.english(),
            u"“new” needs 1000 MiB of memory; 88 MiB are free beyond the headroom, and unloading idle models would free 100 MiB"_s);
    }

    void whereMemoryCannotBeReadNothingIsRefused()
    {
        QVERIFY(!MemoryAdmission::makeRoom(u"new"_s, {1000 * mebi, {}}, {}, {}, {}, {}, {}, {}).refusal);
    }

    void loadsThatRunAndUnloadsThatRunAreReckonedWith()
    {
        MemoryReadings readings;
        readings.system.total = 8000 * mebi;
        readings.ramFree = 2000 * mebi;
        const LoadEstimate need{1000 * mebi, {}};
        QVERIFY(
            MemoryAdmission::makeRoom(u"new"_s, need, {}, readings, {1000 * mebi, {}}, {}, {}, {}).refusal);
        QVERIFY(MemoryAdmission::makeRoom(u"new"_s, need, {}, readings, {1000 * mebi, {}}, {1000 * mebi, {}},
                                          {}, {})
                    .wait);
    }

    void anEstimateLearnsFromWhatALoadReallyTook()
    {
        LoadEstimator estimator;
        CatalogEntry entry;
        entry.id = u"a"_s;
        entry.bytesOnDisk = 1000 * mebi;
        QCOMPARE(estimator.estimate(entry, {}).ram, 1256 * mebi);
        estimator.learn(LoadEstimator::configuration(u"a"_s, {}),
                        {600 * mebi, 500 * mebi, 100 * mebi, Bytes{0}});
        QCOMPARE(estimator.estimate(entry, {}).ram, 600 * mebi);
        Settings other;
        other.set(ClipDtype, u"float32"_s);
        QCOMPARE(estimator.estimate(entry, other).ram, 1256 * mebi); // another format is another load
    }

private:
    static RoomDecision admit(qint64 need, qint64 free, const std::vector<ResidentModel> &models)
    {
        MemoryReadings readings;
        readings.system.total = 8000 * mebi;
        readings.ramFree = Bytes::fromMebibytes(free) + (free > 1000 ? 512 * mebi : Bytes{});
        return MemoryAdmission::makeRoom(u"new"_s, {Bytes::fromMebibytes(need), {}}, models, readings, {}, {},
                                         {}, {});
    }
};

MODELDECK_TEST(PolicyTest)
#include "policy_test.moc"
