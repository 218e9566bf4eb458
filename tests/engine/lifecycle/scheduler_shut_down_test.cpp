// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/lifecycle/scheduler_world.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace std::chrono_literals;

// The program's end: drain, break off, leave nothing.
class SchedulerShutDownTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shuttingDownDrainsThenBreaksLeasesOff()
    {
        World w;
        Answer<Embeddings> quick, hanging, refused;
        const auto id = w.ask(A, quick);
        w.finishLoad(A);
        w.ask(B, hanging);
        w.finishLoad(B);
        Answer<int> down;
        w.scheduler.shutDown(3s, down.done());
        w.ask(A, refused);
        QVERIFY(refused.failedWith(ErrorCode::ShuttingDown));
        w.finishWork(A, id);
        QVERIFY(quick.ok());
        w.finishUnload(A);
        w.wait(3s);
        QVERIFY(hanging.failedWith(ErrorCode::ShuttingDown));
        QVERIFY(!down.came());
        w.finishUnload(B);
        QVERIFY(down.ok());
    }

    void shuttingDownEndsALoad()
    {
        World w;
        Answer<Embeddings> answer;
        w.ask(A, answer);
        Answer<int> down;
        w.scheduler.shutDown(3s, down.done());
        QVERIFY(answer.failedWith(ErrorCode::ShuttingDown));
        QCOMPARE(w.effects.unloads, QStringList{A});
        w.finishUnload(A);
        QVERIFY(down.ok());
    }

    void shuttingDownWithNothingLoadedAnswersAtOnce()
    {
        World w;
        Answer<int> down;
        w.scheduler.shutDown(3s, down.done());
        QVERIFY(down.ok());
    }

    void aLoadThatWaitsForADrainIsRefusedOnShutDown()
    {
        World w;
        w.load(A);
        Answer<Embeddings> a1;
        Answer<UnloadReport> gone;
        Answer<LoadReport> again;
        Answer<int> ended;
        const auto one = w.ask(A, a1);
        w.scheduler.unload(A, w.order(30s), gone.done());
        w.scheduler.load(A, again.done());
        w.scheduler.shutDown(3s, ended.done());
        w.finishWork(A, one);
        w.finishUnload(A);
        QCOMPARE(w.effects.loads, QStringList{A}); // nothing is started while shutting down
        QVERIFY(again.failedWith(ErrorCode::ShuttingDown));
        QVERIFY(ended.ok());
    }

    void aLoadThatWaitsForAnUnloadIsRefusedOnShutDown()
    {
        World w;
        w.load(A);
        Answer<UnloadReport> gone;
        Answer<LoadReport> again;
        Answer<int> ended;
        w.scheduler.unload(A, w.order(30s), gone.done());
        w.scheduler.load(A, again.done());
        w.scheduler.shutDown(3s, ended.done());
        w.finishUnload(A);
        QCOMPARE(w.effects.loads, QStringList{A});
        QVERIFY(ended.ok());
    }
};

MODELDECK_TEST(SchedulerShutDownTest)
#include "scheduler_shut_down_test.moc"
