// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/lifecycle/scheduler_world.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace std::chrono_literals;

namespace {

// A model that serves from RAM, while its runner on the GPU is still on its way out.
struct MovingWorld : MemoryWorld
{
    MovingWorld()
    {
        loadAndMeasure(A, u"cuda"_s);
        wait(600s);
        scheduler.readyInRam(A, {u"cpu"_s, u"float32"_s, 512, 77, 224, 0.5});
    }
    void gpuRunnerEnds()
    {
        const MemoryUse held{120 * mebi, 100 * mebi, 20 * mebi, 800 * mebi};
        scheduler.movedToRam(A, {held, held, {}, 0.2});
    }
    bool gpuHasItsReceipt() const
    {
        return std::ranges::count_if(effects.receipts, [](const Receipt &receipt) {
                   return receipt.movedToRam && receipt.modelId == A &&
                          receipt.rule.english() == u"VRAM timeout, 600 s"_s &&
                          receipt.returned.device == 800 * mebi;
               }) == 1;
    }
};

} // namespace

// The way from the GPU to RAM and back.
class SchedulerMoveTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theVramTimeoutMovesAModelToRam()
    {
        MemoryWorld w;
        w.loadAndMeasure(A, u"cuda"_s);
        QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + 600);
        QCOMPARE(w.view(A).unloadRule.english(), u"VRAM timeout, 600 s"_s);
        w.wait(600s);
        QCOMPARE(w.effects.moves, QStringList{A});
        QCOMPARE(w.state(A), ModelState::Ready); // it serves from the GPU until it can serve from RAM
        QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + 1200); // it does not stay for ever
        w.scheduler.alarm();                                   // a sweep, or another model's time
        QCOMPARE(w.effects.unloads, QStringList());
        w.scheduler.readyInRam(A, {u"cpu"_s, u"float32"_s, 512, 77, 224, 0.5});
        QCOMPARE(w.state(A), ModelState::ResidentInRam);
        QCOMPARE(w.effects.stoppedDeviceRunners, QStringList{A});
        w.scheduler.movedToRam(A, {{120 * mebi, 100 * mebi, 20 * mebi, 800 * mebi},
                                   {120 * mebi, 100 * mebi, 20 * mebi, 800 * mebi},
                                   {},
                                   0.2});
        QCOMPARE(*w.effects.receipts.back().returned.device, 800 * mebi);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::IdleTimeout);
        QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + 1200); // RAM's timeout began with the same idleness
        w.wait(1200s);
        QCOMPARE(w.effects.unloads, QStringList{A});
        w.finishUnload(A);
        QCOMPARE(w.state(A), ModelState::Unloaded);
    }

    void aRequestBringsAModelFromRamBackOntoTheGpu()
    {
        MemoryWorld w;
        w.loadAndMeasure(A, u"cuda"_s);
        w.wait(600s);
        w.scheduler.readyInRam(A, {u"cpu"_s, u"float32"_s, 512, 77, 224, 0.5});
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        QCOMPARE(w.effects.loads, (QStringList{A, A}));
        w.scheduler.loaded(A, {u"cuda"_s, u"float32"_s, 512, 77, 224, 0.5});
        w.finishWork(A, id);
        QVERIFY(answer.ok());
        QCOMPARE(w.view(A).device, u"cuda"_s);
    }

    void aRequestDuringTheMoveKeepsTheModelOnTheGpu()
    {
        MemoryWorld w;
        w.loadAndMeasure(A, u"cuda"_s);
        w.wait(600s);
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        QCOMPARE(w.effects.cancelledMoves, QStringList{A});
        w.scheduler.readyInRam(A, {u"cpu"_s, u"float32"_s, 512, 77, 224, 0.5}); // it was on its way already
        w.finishWork(A, id);
        QVERIFY(answer.ok());
        QCOMPARE(w.state(A), ModelState::Ready);
        QCOMPARE(w.view(A).device, u"cuda"_s);
    }

    void aMoveThatFailsUnloadsTheModelAltogether()
    {
        MemoryWorld w;
        w.loadAndMeasure(A, u"cuda"_s);
        w.wait(600s);
        w.scheduler.moveFailed(A, Error(ErrorCode::ModelLoadFailed, Text{"no", {}}));
        QCOMPARE(w.effects.unloads, QStringList{A});
        w.finishUnload(A);
        QCOMPARE(w.effects.receipts.back().rule.english(), u"VRAM timeout, 600 s"_s);
    }

    void anUnloadDuringTheMoveEndsBoth()
    {
        MemoryWorld w;
        w.loadAndMeasure(A, u"cuda"_s);
        w.wait(600s);
        Answer<UnloadReport> answer;
        w.scheduler.unload(A, w.order(), answer.done());
        QCOMPARE(w.effects.cancelledMoves, QStringList{A});
        w.finishUnload(A);
        QVERIFY(answer.ok());
    }

    void anUnloadThatOvertakesTheGpuRunnerLeavesItItsReceipt()
    {
        MovingWorld w;
        Answer<UnloadReport> unloaded;
        w.scheduler.unload(A, w.order(), unloaded.done());
        w.finishUnload(A);
        QVERIFY(unloaded.ok());
        QCOMPARE(w.effects.receipts.size(), 1U);
        w.scheduler.setCatalog(Catalog(std::vector<CatalogEntry>{})); // a rescan finds its folder gone
        w.gpuRunnerEnds();
        QVERIFY(w.gpuHasItsReceipt());
        QCOMPARE(w.effects.receipts.size(), 2U);
    }

    void aCrashThatOvertakesTheGpuRunnerLeavesItItsReceipt()
    {
        MovingWorld w;
        w.crash(A);
        w.gpuRunnerEnds();
        QVERIFY(w.gpuHasItsReceipt());
        QCOMPARE(w.effects.receipts.front().reason, UnloadReason::Failure);
        QVERIFY(!w.effects.receipts.front().movedToRam);
    }

    void aRequestThatOvertakesTheGpuRunnerLeavesItItsReceipt()
    {
        MovingWorld w;
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        w.scheduler.loaded(A, {u"cuda"_s, u"float32"_s, 512, 77, 224, 0.5}); // on the GPU again
        QCOMPARE(w.effects.cancelledMoves, QStringList());
        w.finishWork(A, id);
        w.wait(600s);
        QCOMPARE(w.effects.moves,
                 (QStringList{A, A})); // the second move does not wait for the first one's end
        w.gpuRunnerEnds();
        QVERIFY(w.gpuHasItsReceipt());
    }

    void theProgramsEndWaitsForTheGpuRunner()
    {
        MovingWorld w;
        Answer<int> ended;
        w.scheduler.shutDown(3s, ended.done());
        w.finishUnload(A);
        QVERIFY(!ended.came());
        w.gpuRunnerEnds();
        QVERIFY(ended.ok());
        QVERIFY(w.gpuHasItsReceipt());
    }

    void whatTheGpuRunnerGivesBackIsNotTakenFromOthersToo()
    {
        MovingWorld w;
        w.loadAndMeasure(B, u"cuda"_s);
        w.wait(70s);
        MemoryReadings readings;
        readings.deviceLevel = PressureLevel::High;
        readings.deviceExcess = 700 * mebi;
        w.scheduler.remember(readings);
        QCOMPARE(w.effects.moves, QStringList{A});
        QCOMPARE(w.effects.unloads, QStringList());
        w.gpuRunnerEnds();
        w.scheduler.remember(readings); // and it is still short
        QCOMPARE(w.effects.moves, (QStringList{A, B}));
    }

    void aRunnerInRamThatDiesOnTheWayBackHasItsReceiptAndTheModelLoadsAgain()
    {
        MovingWorld w;
        w.gpuRunnerEnds();
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        QCOMPARE(w.state(A), ModelState::Loading);
        w.crash(A);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::Failure);
        QCOMPARE(w.effects.loads, (QStringList{A, A, A}));
        w.scheduler.loaded(A, {u"cuda"_s, u"float32"_s, 512, 77, 224, 0.5});
        w.finishWork(A, id);
        QVERIFY(answer.ok());
    }
};

MODELDECK_TEST(SchedulerMoveTest)
#include "scheduler_move_test.moc"
