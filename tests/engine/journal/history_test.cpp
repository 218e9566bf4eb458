// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/journal/history_folder.h"

#include "engine/journal/analytics.h"
#include "engine/journal/history_json.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace Qt::StringLiterals;

class HistoryTest : public QObject, private HistoryFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { renew(); }

    void aReceiptComesBackWholeAfterARestart()
    {
        {
            History history;
            QVERIFY(history.open(folder(), now));
            QVERIFY(history.isKept());
            QCOMPARE(history.append(someReceipt(u"first"_s)), 1);
            QCOMPARE(history.append(someReceipt()), 2);
        }
        History history;
        QVERIFY(history.open(folder(), now));
        QVERIFY(history.notes().empty());
        const auto receipts = history.receipts(10);
        QCOMPARE(receipts.size(), 2U);
        const Receipt &receipt = receipts.front();
        QCOMPARE(receipt.id, 2);
        QCOMPARE(receipt.modelId, u"ViT-L-14/openai"_s);
        QCOMPARE(receipt.at, 1700000000.5);
        QCOMPARE(receipt.reason, UnloadReason::MemoryPressure);
        QCOMPARE(receipt.rule.english(), u"idle timeout, 600 s"_s);
        QVERIFY(!receipt.held.device);
        QCOMPARE(receipt.held.anonymous.value, 600);
        QCOMPARE(receipt.returned.device->value, 7);
        QCOMPARE(receipt.systemAvailable.value, -5);
        QCOMPARE(receipt.seconds, 0.25);
        QVERIFY(receipt.movedToRam);
        QCOMPARE(receipt.candidates.size(), 1U);
        QCOMPARE(receipt.candidates[0].whyNot.english(), u"pinned"_s);
        QCOMPARE(history.append(someReceipt()), 3); // numbers go on
        QCOMPARE(history.receipts(1).size(), 1U);
        QCOMPARE(history.receipts(-1).size(), 0U);
    }

    void eventsComeBackWithTheirReceipts()
    {
        {
            History history;
            QVERIFY(history.open(folder(), now));
            history.append(someEvent(u"this"_s, 7));
            Event event = someEvent(u"that"_s, 8);
            event.kind = EventKind::Receipt;
            event.receipt = someReceipt();
            event.receipt->id = history.append(*event.receipt);
            history.append(event);
        }
        History history;
        QVERIFY(history.open(folder(), now));
        QCOMPARE(history.lastSequence(), 8U);
        const auto events = history.events(5);
        QCOMPARE(events.size(), 2U);
        QCOMPARE(events[0].receipt->held.anonymous.value, 600);
        QCOMPARE(events[1].text.english(), u"this happened"_s);
        QCOMPARE(events[1].sequence, 7U);
        QCOMPARE(*events[1].state, ModelState::ResidentInRam);
    }

    void textsComeBackWithAllTheirArguments()
    {
        Event event = someEvent(u"this"_s, 7);
        event.text = {MD_TEXT("%1 %2 %3 %4"), 7, TextArgument::Decimal{1.5, 2},
                      std::chrono::milliseconds(1500), Text(MD_TEXT("because of %1"), u"that"_s)};
        {
            History history;
            QVERIFY(history.open(folder(), now));
            history.append(event);
        }
        History history;
        QVERIFY(history.open(folder(), now));
        QVERIFY(history.events(1)[0].text == event.text);
    }

    void usageIsKeptByHourAndByModel()
    {
        const EpochSeconds hour = 472223 * 3600.0;
        {
            History history;
            QVERIFY(history.open(folder(), now));
            history.addUses(uses(u"m"_s, hour + 10, 3));
            history.addUses(uses(u"m"_s, hour + 3599, 2));
            history.addUses(uses(u"m"_s, hour + 3600, 1));
        }
        History history;
        QVERIFY(history.open(folder(), now));
        QCOMPARE(history.usage().size(), 2U);
        const UsageHour &first = history.usage().begin()->second;
        QCOMPARE(first.hour, 472223);
        QCOMPARE(first.requests, 5);
        QCOMPARE(first.coldStarts, 2);
        QCOMPARE(first.inferenceSeconds, 2.5);
        QCOMPARE(first.lastUsed, hour + 3599);
        QCOMPARE(first.twelfths, 0b1000'0000'0001U);
        QCOMPARE(history.state().usage.at(u"m"_s).count, 6U);
        QCOMPARE(*history.state().usage.at(u"m"_s).lastUsed, hour + 3600);
    }

    void whatTheEngineGoesOnFromComesBack()
    {
        {
            History history;
            QVERIFY(history.open(folder(), now));
            history.remember(u"a"_s, {u"a"_s, u"b"_s},
                             {{u"here"_s, {u"t"_s, u"u"_s}}, {u"there"_s, {u"t"_s}}});
            history.remember(u"c"_s, {u"b"_s}, {{u"here"_s, {u"t"_s}}});
            history.addLoad(u"t"_s, ModelType::Text, now, 1.5, false);
        }
        History history;
        QVERIFY(history.open(folder(), now));
        QCOMPARE(history.state().currentVisionModel, u"c"_s);
        QCOMPARE(history.state().pinned, std::set<QString>{u"b"_s});
        QCOMPARE(history.state().leftInOllama, (std::map<QString, std::set<QString>>{{u"here"_s, {u"t"_s}}}));
        QVERIFY(history.notes().empty()); // a text model is not lost with us: Ollama may have it still
        QCOMPARE(history.state().usage.at(u"t"_s).type, ModelType::Text);
        QCOMPARE(*history.state().usage.at(u"t"_s).loadSeconds, 1.5);
    }

    void whatWasLoadedWhenTheProgramDiedIsClosedAsLost()
    {
        {
            History history;
            QVERIFY(history.open(folder(), now));
            history.addLoad(u"given back"_s, ModelType::Vision, now, 1, false);
            history.append(someReceipt(u"given back"_s));
            history.unloaded(u"given back"_s, now + 5);
            history.addLoad(u"lost"_s, ModelType::Vision, now + 10, 1, false);
            history.addLoadFailure(u"failed"_s, now + 20, false);
        }
        {
            History history;
            QVERIFY(history.open(folder(), now + 5000));
            QCOMPARE(history.notes().size(), 1U);
            QVERIFY(history.notes()[0].text.english().startsWith(u"lost was still loaded"_s));
            QCOMPARE(*history.loads()[1].unloadedAt, now + 20); // the last sign of life
            QCOMPARE(history.receipts(10).size(), 1U);          // none is invented
        }
        History history;
        QVERIFY(history.open(folder(), now + 6000));
        QVERIFY(history.notes().empty());
    }

    void analyticsAddItAllUp()
    {
        History history;
        history.addUses(uses(u"m"_s, now, 4));
        history.addLoad(u"m"_s, ModelType::Vision, now, 1, true);
        history.judgePreload(u"m"_s, true);
        history.judgePreload(u"m"_s, false); // judged already
        history.unloaded(u"m"_s, now + 1800);
        history.addLoad(u"m"_s, ModelType::Vision, now + 3600, 3, false);
        history.addLoadFailure(u"broken"_s, now, false);
        const Analytics analytics = analyticsOf(history, now + 5400);
        QCOMPARE(analytics.models.size(), 2U);
        QCOMPARE(analytics.models[0].loadFailures, 1U);
        const ModelAnalytics &model = analytics.models[1];
        QCOMPARE(model.requests, 4U);
        QCOMPARE(model.coldStarts, 1U);
        QCOMPARE(model.inferenceSeconds, 0.5);
        QCOMPARE(model.loads, 2U);
        QCOMPARE(model.loadSeconds, 2.0);
        QCOMPARE(model.hoursLoaded, 1.0);
        QCOMPARE(model.preloads, 1U);
        QCOMPARE(model.preloadsUsed, 1U);
        QCOMPARE(model.preloadsWasted, 0U);
        QVERIFY(analytics.since <= now && analytics.since > now - 3600);
    }

    void memorySamplesComeBack()
    {
        Snapshot snapshot;
        snapshot.system.total = Bytes{100};
        {
            History history;
            QVERIFY(history.open(folder(), now));
            for (int i = 0; i < 130; ++i) {
                snapshot.at = now + i;
                snapshot.system.available = Bytes{50};
                history.sample(snapshot);
            }
        }
        QVERIFY(look(u"SELECT count(*) FROM samples WHERE step = 60"_s) >= 1);
        History history;
        QVERIFY(history.open(folder(), now));
        const auto samples = history.memory(now, now + 130);
        QVERIFY(samples.size() >= 19);
        QCOMPARE(samples[1].at - samples[0].at, 6.0);
        QCOMPARE(samples[0].available.value, 50);
    }

    void withoutAFileAllIsHeldInMemory()
    {
        History history;
        QVERIFY(!history.isKept());
        QCOMPARE(history.append(someReceipt()), 1);
        history.append(someEvent(u"x"_s));
        history.addUses(uses(u"m"_s, 1, 1));
        QCOMPARE(history.receipts(10).size(), 1U);
        QCOMPARE(history.events(10).size(), 1U);
        QCOMPARE(history.usage().size(), 1U);
    }

    void whatCannotBeUnderstoodIsPassedOver()
    {
        for (const char *json :
             {"", "[]", "{", "{}", R"({"model_id": "m"})", R"({"model_id": "m", "reason": "no_such"})",
              R"({"model_id": 1, "reason": "manual"})"})
            QVERIFY2(!receiptFromJson(json), json);
        for (const char *json : {"", "[]", "{}", R"({"kind": "no_such"})", R"({"kind": 1})"})
            QVERIFY2(!eventFromJson(json), json);
        for (const char *json :
             {"", "[]", "{}", R"({"level": "normal"})", R"({"level": "no_such", "at": 1})"})
            QVERIFY2(!sampleFromJson(json), json);
        // Wrong types in places that do not matter become nothing.
        const auto receipt = receiptFromJson(
            R"({"model_id": "m", "reason": "manual", "rule": [1], "held": "x", "candidates": {"a": 1}, "at": "x"})");
        QVERIFY(receipt && receipt->rule.english().isEmpty() && receipt->candidates.empty());
    }
};

MODELDECK_TEST(HistoryTest)
#include "history_test.moc"
