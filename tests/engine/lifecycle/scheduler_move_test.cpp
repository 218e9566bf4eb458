// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/lifecycle/scheduler_world.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace std::chrono_literals;

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
        w.scheduler.alarm(); // a sweep, or another model's time
        QCOMPARE(w.effects.stops, QStringList());
        w.scheduler.readyInRam(A, {u"cpu"_s, u"float32"_s, 512, 77, 224, 0.5});
        QCOMPARE(w.state(A), ModelState::ResidentInRam);
        QCOMPARE(w.effects.finishedMoves, QStringList{A});
        w.scheduler.movedToRam(A, {{120 * mebi, 100 * mebi, 20 * mebi, 800 * mebi}, {120 * mebi, 100 * mebi, 20 * mebi, 800 * mebi}, {}, 0.2});
        QCOMPARE(*w.effects.receipts.back().returned.device, 800 * mebi);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::IdleTimeout);
        QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + 1200); // RAM's timeout began with the same idleness
        w.wait(1200s);
        QCOMPARE(w.effects.stops, QStringList{A});
        w.finishStop(A);
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
        w.scheduler.moveFailed(A, {ErrorCode::ModelLoadFailed, {"no", {}}, {}, {}, {}, {}});
        QCOMPARE(w.effects.stops, QStringList{A});
        w.finishStop(A);
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
        w.finishStop(A);
        QVERIFY(answer.ok());
    }
};

QTEST_GUILESS_MAIN(SchedulerMoveTest)
#include "scheduler_move_test.moc"
