// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/journal/history_folder.h"
#include "tests/support/test_program.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace Qt::StringLiterals;

namespace {

constexpr EpochSeconds hour = 3600, day = 24 * hour, year = 365 * day;

// The program runs on.
void runFor(History &history, EpochSeconds from, int hours)
{
    Snapshot snapshot;
    for (int i = 1; i <= hours; ++i) {
        snapshot.at = from + i * hour;
        history.sample(snapshot);
    }
}

std::size_t recordsOf(const History &history)
{
    return history.receipts(100).size() + history.events(100).size() + history.loads().size() +
           history.usage().size();
}

} // namespace

class HistoryAgeTest : public QObject, private HistoryFolder
{
    Q_OBJECT

    // One of each kind.
    void fillWithFour(History &history) const
    {
        QVERIFY(history.open(folder(), now));
        history.append(someReceipt());
        history.append(someEvent(u"it"_s));
        history.addLoadFailure(u"m"_s, now, false);
        history.addUses(uses(u"m"_s, now, 1));
    }

private Q_SLOTS:
    void init() { renew(); }

    void rowsAreBoundedInNumber()
    {
        {
            History history(History::Limits{3, 2, 4});
            QVERIFY(history.open(folder(), now));
            for (int i = 0; i < 9; ++i) {
                history.append(someReceipt());
                history.append(someEvent(QString::number(i), quint64(i) + 1));
                history.addLoadFailure(u"m"_s, now, false);
            }
            QCOMPARE(history.receipts(100).size(), 3U);
        }
        History history; // with the usual limits: what the file holds
        QVERIFY(history.open(folder(), now));
        QCOMPARE(history.receipts(100).size(), 3U);
        QCOMPARE(history.receipts(100)[0].id, 9);
        QCOMPARE(history.events(100).size(), 2U);
        QCOMPARE(history.events(100)[0].text.arguments, TextArguments{u"8"_s});
        QCOMPARE(history.loads().size(), 4U);
    }

    void rowsAreBoundedInAge()
    {
        {
            History history;
            fillWithFour(history);
        }
        {
            History history;
            history.setAge(std::chrono::days(10));
            QVERIFY(history.open(folder(), now + 9 * day));
            QCOMPARE(history.receipts(10).size(), 1U);
            Snapshot later;
            later.at = now + 11 * day;
            history.sample(later); // the clock may have leapt, and be put right soon
            QCOMPARE(history.receipts(10).size(), 1U);
            later.at = now + 9 * day;
            history.sample(later);
            QCOMPARE(history.receipts(10).size(), 1U);
            for (const EpochSeconds at : {11 * day, 11 * day + 3600}) { // it looks once an hour
                later.at = now + at;
                history.sample(later);
            }
            QCOMPARE(history.receipts(10).size(), 0U);
        }
        History history;
        QVERIFY(history.open(folder(), now));
        QCOMPARE(history.receipts(10).size(), 0U);
        QCOMPARE(history.events(10).size(), 0U);
        QCOMPARE(history.loads().size(), 0U);
        QCOMPARE(history.usage().size(), 0U);
        QCOMPARE(history.state().usage.size(), 1U); // how often it was used at all stays
    }

    void memoryIsKeptNoLonger()
    {
        {
            History history;
            fillWithFour(history);
            runFor(history, now, 3 * 24); // each an hour after the other: a point of every tier
            const auto kept = history.memory(now, now + 3 * day);
            QVERIFY(kept.front().at < now + 2 * hour);
            history.setAge(std::chrono::days(1));
            history.prune(now + 3 * day); // at once, not with the next hour
            QCOMPARE(recordsOf(history), 0U);
            QVERIFY(history.memory(now, now + 3 * day).front().at >= now + 2 * day);
        }
        History history; // what the file holds
        QVERIFY(history.open(folder(), now + 3 * day));
        const auto kept = history.memory(now, now + 3 * day);
        QVERIFY(!kept.empty());
        QVERIFY(kept.front().at >= now + 2 * day);
    }

    void aClockThatLeapsWhileTheProgramRunsCostsNothing()
    {
        History history;
        fillWithFour(history);
        runFor(history, now + year, 20); // nobody sets it right for most of a day
        QCOMPARE(recordsOf(history), 4U);
        runFor(history, now, 20);
        runFor(history, 0, 20);
        runFor(history, now + day, 20);
        QCOMPARE(recordsOf(history), 4U);
    }

    // As where the battery is empty, until the network tells the time.
    void aClockThatIsWrongAtTheStartCostsNothing()
    {
        {
            History history;
            fillWithFour(history);
        }
        const EpochSeconds starts[] = {now + year, now + day, now + year, 1, now + 30 * day, now + year};
        quint64 sequence = 1;
        for (const EpochSeconds start : starts) {
            History history;
            QVERIFY(history.open(folder(), start));
            Event event = someEvent(u"it"_s, ++sequence);
            event.at = start;
            history.append(event);
            runFor(history, start, 20);
        }
        History history;
        QVERIFY(history.open(folder(), now + 31 * day));
        QCOMPARE(recordsOf(history), 4U + 6U);
    }

    void whenTheProgramWasNotUsedForAYearItsRecordsGoADayLater()
    {
        {
            History history;
            fillWithFour(history);
        }
        History history;
        QVERIFY(history.open(folder(), now + year));
        runFor(history, now + year, 30);
        QCOMPARE(recordsOf(history), 0U);
    }

    void aLeapIsBelievedWhenTheClockHasGoneOnFromThereForADay()
    {
        BelievedClock clock;
        QCOMPARE(clock.look(now), now);
        QCOMPARE(clock.look(now + 6 * day), now + 6 * day); // so long the machine may well have slept
        QCOMPARE(clock.look(now + year), now + 6 * day);
        QCOMPARE(clock.look(now + year + 23 * hour), now + 6 * day);
        QCOMPARE(clock.look(now + 7 * day), now + 7 * day); // put right
        QCOMPARE(clock.look(now + year + 2 * day), now + 7 * day);
        QCOMPARE(clock.look(now + year + 3 * day), now + year + 3 * day);
        QCOMPARE(clock.look(now + 8 * day), now + 8 * day); // never later than the clock
        QCOMPARE(clock.look(now + year + 4 * day), now + year + 4 * day);
        QCOMPARE(clock.look(now + 8 * day), now + 8 * day);
        QCOMPARE(clock.look(now + 9 * day), now + 9 * day);
        QCOMPARE(clock.look(now + year + 5 * day), now + 9 * day);
    }
};

MODELDECK_TEST(HistoryAgeTest)
#include "history_age_test.moc"
