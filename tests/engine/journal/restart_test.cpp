// SPDX-License-Identifier: GPL-3.0-or-later
// The whole engine, ended and started again on the same state.
#include "engine/base/clock.h"
#include "engine/journal/history.h"
#include "tests/support/engine_desk.h"
#include "tests/support/test_program.h"
#include "tests/support/wait.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

class RestartTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<EngineDesk> m_desk;

    void start()
    {
        m_desk->start();
        WAIT(m_desk->snapshot);
    }
    // Its end is the program's death: nobody shuts it down.
    void restart()
    {
        m_desk->stop();
        m_desk->snapshot.reset();
        start();
    }
    void useSwitchAndPin()
    {
        const auto used = m_desk->embed(u"a"_s);
        WAIT(used.ok());
        Answer<SwitchReport> switched;
        m_desk->engine->switchTo(idOf(u"b"_s), switched.reply(m_desk->mailbox));
        WAIT(switched.ok());
        Answer<LoadReport> pinned;
        m_desk->engine->setPinned(idOf(u"a"_s), true, pinned.reply(m_desk->mailbox));
        WAIT(pinned.ok());
    }
    Analytics analytics()
    {
        Answer<Analytics> answer;
        m_desk->engine->analytics(answer.reply(m_desk->mailbox));
        if (!QTest::qWaitFor([&] { return answer.came(); }, 30'000) || !answer.ok())
            return {};
        return *answer.get();
    }
    QStringList events()
    {
        Answer<std::vector<Event>> answer;
        m_desk->engine->events(100, answer.reply(m_desk->mailbox));
        QStringList texts;
        if (QTest::qWaitFor([&] { return answer.came(); }, 30'000) && answer.ok()) {
            for (const Event &event : *answer.get())
                texts += event.text.english();
        }
        return texts;
    }

private Q_SLOTS:
    void init()
    {
        m_state = std::make_unique<QTemporaryDir>();
        m_desk = std::make_unique<EngineDesk>();
        m_desk->stateDirectory = m_state->path();
        m_desk->addModel(u"a"_s);
        m_desk->addModel(u"b"_s);
        start();
    }
    void cleanup() { m_desk.reset(); }

    void theEngineGoesOnWhereItEnded()
    {
        useSwitchAndPin();
        restart();
        QCOMPARE(m_desk->snapshot->currentVisionModel, idOf(u"b"_s));
        QVERIFY(m_desk->snapshot->find(idOf(u"a"_s))->pinned);
        QVERIFY(!m_desk->snapshot->find(idOf(u"b"_s))->pinned);
        QCOMPARE(m_desk->snapshot->find(idOf(u"a"_s))->usageCount, 1U);
        QVERIFY(m_desk->snapshot->find(idOf(u"a"_s))->lastUsed);
        QCOMPARE(m_desk->state(u"b"_s), ModelState::Unloaded);
        QCOMPARE(m_desk->snapshot->receipts->size(), 1U); // of the switch; none for what was lost
        QVERIFY(events().filter(u"demo/b was still loaded when the program stopped unexpectedly"_s).size() ==
                1);
        QVERIFY(events().contains(u"switched to demo/b"_s)); // of the earlier run
    }

    void whatIsOlderThanALoweredAgeGoesAtOnce()
    {
        m_desk->stop();
        {
            History history;
            QVERIFY(history.open(m_state->path(), SystemClock().epoch()));
            Receipt receipt;
            receipt.modelId = idOf(u"a"_s);
            receipt.at = SystemClock().epoch() - 2 * 24 * 3600;
            history.append(receipt);
        }
        restart();
        QCOMPARE(m_desk->snapshot->receipts->size(), 1U);
        Answer<Settings> changed;
        m_desk->engine->changeSettings({{u"history_days"_s, 1}}, changed.reply(m_desk->mailbox));
        WAIT(changed.ok());
        QTRY_COMPARE(m_desk->snapshot->receipts->size(), 0U);
    }

    void aPinTakenBackStaysTakenBack()
    {
        useSwitchAndPin();
        Answer<LoadReport> unpinned;
        m_desk->engine->setPinned(idOf(u"a"_s), false, unpinned.reply(m_desk->mailbox));
        WAIT(unpinned.ok());
        restart();
        QVERIFY(!m_desk->snapshot->find(idOf(u"a"_s))->pinned);
    }

    void afterAnOrderlyEndNothingWasLost()
    {
        useSwitchAndPin();
        Answer<int> ended;
        m_desk->engine->shutDown(ended.reply(m_desk->mailbox));
        WAIT(ended.ok());
        restart();
        QVERIFY(events().filter(u"died"_s).isEmpty());
        QCOMPARE(m_desk->snapshot->receipts->size(), 2U);
    }

    void analyticsTellOfAllRuns()
    {
        useSwitchAndPin();
        restart();
        const auto used = m_desk->embed(u"a"_s);
        WAIT(used.ok());
        const Analytics all = analytics();
        QCOMPARE(all.models.size(), 2U);
        QCOMPARE(all.models[0].modelId, idOf(u"a"_s));
        QCOMPARE(all.models[0].requests, 2U);
        QCOMPARE(all.models[0].coldStarts, 2U);
        QCOMPARE(all.models[0].loads, 2U);
        QCOMPARE(all.models[1].requests, 0U);
        QVERIFY(all.preloadThreshold > 0.5);
        QVERIFY(all.since > 0 && all.since <= m_desk->snapshot->at);
    }

    void aDamagedHistoryDoesNotStopTheStart()
    {
        useSwitchAndPin();
        m_desk->stop();
        QFile file(m_state->filePath(u"history.db"_s));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write(QByteArray(5000, 'x'));
        file.close();
        start();
        QVERIFY(events().filter(u"The history was damaged"_s).size() == 1);
        const auto used = m_desk->embed(u"a"_s);
        WAIT(used.ok());
    }

    void memoryIsSampledAndKept()
    {
        Answer<std::vector<HistorySample>> answer;
        const auto ask = [&] {
            answer = {};
            m_desk->engine->memoryHistory(0, 1e12, answer.reply(m_desk->mailbox));
            return QTest::qWaitFor([&] { return answer.came(); }, 30'000) && !answer.get()->empty();
        };
        const auto loaded = m_desk->embed(u"a"_s); // while a model is there it samples four times a second
        WAIT(loaded.ok());
        WAIT(ask());
        QVERIFY(answer.get()->back().total.value > 0);
    }
};

MODELDECK_TEST(RestartTest)
#include "restart_test.moc"
