// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/history/history_folder.h"

using namespace modeldeck;
using namespace modeldeck::test;
using namespace Qt::StringLiterals;

class HistoryAgeTest : public QObject, private HistoryFolder
{
    Q_OBJECT

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
        const EpochSeconds day = 24 * 3600;
        {
            History history;
            QVERIFY(history.open(folder(), now));
            history.append(someReceipt());
            history.append(someEvent(u"old"_s));
            history.addLoadFailure(u"m"_s, now, false);
            history.addUses(uses(u"m"_s, now, 1));
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
};

QTEST_GUILESS_MAIN(HistoryAgeTest)
#include "history_age_test.moc"
