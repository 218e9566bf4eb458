// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/journal/history_folder.h"

#include "engine/journal/history_json.h"
#include "tests/support/test_program.h"

#include <csignal>
#include <sys/resource.h>

using namespace modeldeck;
using namespace modeldeck::test;
using namespace Qt::StringLiterals;

class HistoryFileTest : public QObject, private HistoryFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { renew(); }

    void aFolderThatCannotBeUsedIsAnErrorAndTheProgramGoesOn()
    {
        QFile file(path(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QDir().mkpath(database()); // a folder in the database's place
        for (const QString &where : {file.fileName(), u"/proc/no/such"_s, folder()}) {
            History history;
            const auto opened = history.open(where, now);
            QVERIFY2(!opened, qPrintable(where));
            QVERIFY(opened.error().message.english().startsWith(u"The history can't be saved"_s));
            QVERIFY(!history.isKept());
            history.append(someReceipt());
            QCOMPARE(history.receipts(10).size(), 1U);
        }
    }

    // Files of the first version are out there.
    void aFileOfTheFirstVersionIsBroughtUpToDate()
    {
        run({u"CREATE TABLE receipts (id INTEGER PRIMARY KEY, body TEXT NOT NULL)"_s,
             u"CREATE TABLE events (id INTEGER PRIMARY KEY, body TEXT NOT NULL)"_s,
             u"CREATE TABLE usage (model_id TEXT NOT NULL, hour INTEGER NOT NULL, requests INTEGER NOT NULL, "
             "last_used REAL NOT NULL, PRIMARY KEY (model_id, hour)) WITHOUT ROWID"_s,
             u"INSERT INTO receipts VALUES (41, '%1')"_s.arg(QString::fromUtf8(toJson(someReceipt()))),
             u"INSERT INTO events VALUES (5, '%1')"_s.arg(QString::fromUtf8(toJson(someEvent(u"it"_s)))),
             u"INSERT INTO usage VALUES ('m', 472222, 3, 1700000000)"_s,
             u"INSERT INTO usage VALUES ('m', 472223, 4, 1700003000)"_s, u"PRAGMA user_version = 1"_s});
        {
            History history;
            QVERIFY(history.open(folder(), now));
            QVERIFY(history.notes().empty());
            QCOMPARE(history.receipts(10)[0].id, 41);
            QCOMPARE(history.append(someReceipt()), 42);
            QCOMPARE(history.lastSequence(), 5U);
            QCOMPARE(history.state().usage.at(u"m"_s).count, 7U);
            QCOMPARE(*history.state().usage.at(u"m"_s).lastUsed, 1700003000.0);
            QCOMPARE(history.usage().begin()->second.twelfths, 1U << ((1700000000 % 3600) / 300));
        }
        QCOMPARE(look(u"PRAGMA user_version"_s), 4);
        QCOMPARE(look(u"SELECT count(*) FROM receipts"_s), 2);
    }

    void aDamagedFileIsMovedAsideAndANewOneBegun_data()
    {
        QTest::addColumn<int>("damage");
        QTest::newRow("no database at all") << 0;
        QTest::newRow("pages overwritten") << 1;
        QTest::newRow("cut short") << 2;
        QTest::newRow("a table is gone") << 3;
        QTest::newRow("tables of another program") << 4;
    }
    void aDamagedFileIsMovedAsideAndANewOneBegun()
    {
        QFETCH(int, damage);
        fill(50);
        QFile file(database());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.size() > 8192);
        if (damage == 0) {
            file.write(QByteArray(9000, 'x'));
        } else if (damage == 1) {
            file.seek(4096);
            file.write(QByteArray(int(file.size() - 4096), '\x5a'));
        } else if (damage == 2) {
            QVERIFY(file.resize(5000));
        }
        file.close();
        if (damage == 3)
            run({u"DROP TABLE loads"_s});
        if (damage == 4)
            run({u"ALTER TABLE receipts RENAME COLUMN body TO verse"_s});
        {
            History history;
            const auto opened = history.open(folder(), now);
            QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message.english()));
            QCOMPARE(history.notes().size(), 1U);
            QVERIFY(QFile::exists(database() + u".corrupt"_s));
            QCOMPARE(history.receipts(10).size(), 0U);
            history.append(someReceipt(u"after"_s));
        }
        History history;
        QVERIFY(history.open(folder(), now));
        QVERIFY(history.notes().empty());
        QCOMPARE(history.receipts(10).front().modelId, u"after"_s);
    }

    void anEmptyFileIsANewOne()
    {
        QDir().mkpath(folder());
        QVERIFY(QFile(database()).open(QIODevice::WriteOnly));
        fill(1);
        QCOMPARE(look(u"SELECT count(*) FROM receipts"_s), 1);
    }

    void aLaterVersionsFileIsLeftAlone()
    {
        fill(1);
        run({u"PRAGMA user_version = 99"_s});
        History history;
        QVERIFY(!history.open(folder(), now));
        QVERIFY(!history.isKept());
        QVERIFY(!QFile::exists(database() + u".corrupt"_s));
    }

    void theFileIsItsOwnersAlone()
    {
        fill(1);
        constexpr auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup |
                                QFileDevice::WriteOther;
        QVERIFY(!(QFile::permissions(database()) & others));
    }

    void writesAreOnTheDiskSoonWithoutBeingAskedFor()
    {
        History history;
        QVERIFY(history.open(folder(), now));
        history.append(someReceipt());
        QTRY_COMPARE_WITH_TIMEOUT(look(u"SELECT count(*) FROM receipts"_s), 1, 30'000);
    }

    void aFileThatIsLockedAtTheStartIsNotWaitedForLong()
    {
        fill(1);
        HistoryFile holder;
        QVERIFY(holder.open(database()));
        QVERIFY(holder.read("PRAGMA locking_mode = EXCLUSIVE", {}));
        QVERIFY(holder.read("BEGIN EXCLUSIVE", {}));
        {
            History history;
            QVERIFY(!history.open(folder(), now));
            history.append(someReceipt());
            QCOMPARE(history.receipts(10).size(), 1U);
        }
        QVERIFY(!QFile::exists(database() + u".corrupt"_s));
        holder.close();
        History history;
        QVERIFY(history.open(folder(), now));
        QCOMPARE(history.receipts(10).size(), 1U);
    }

    // Somebody holds the lock for a while: what was to be written then is written later.
    void whatALockKeepsOutIsWrittenWhenItIsGone()
    {
        HistoryFile holder;
        fill(1);
        QVERIFY(holder.open(database()));
        QVERIFY(holder.read("BEGIN IMMEDIATE", {}));
        HistoryFile file;
        QVERIFY(file.open(database()));
        const std::vector<HistoryWrite> writes{{"DELETE FROM receipts", {}}};
        QVERIFY(!file.apply(writes));
        QCOMPARE(file.trouble(), HistoryFile::Trouble::Passing);
        QVERIFY(holder.read("COMMIT", {}));
        QVERIFY(file.apply(writes));
    }

    void aTransactionIsWrittenWholeOrNotAtAll()
    {
        fill(2);
        HistoryFile file;
        QVERIFY(file.open(database()));
        QVERIFY(
            !file.apply({{"DELETE FROM receipts", {}},
                         {"INSERT INTO receipts (id, body) VALUES (?, ?)", {qint64(1), std::monostate()}}}));
        QCOMPARE(look(u"SELECT count(*) FROM receipts"_s), 2);
    }

    // A limit on the size of files stands in for a full disk: writes fail in the same way.
    void aFullDiskIsAnErrorAndWritingGoesOnWhenThereIsRoomAgain()
    {
        fill(1);
        HistoryFile file;
        QVERIFY(file.open(database()));
        const std::string longText(1'000'000, 'x');
        const std::vector<HistoryWrite> writes{
            {"INSERT INTO events (id, body) VALUES (?, ?)", {qint64(1), longText}}};
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{65536, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto full = file.apply(writes);
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, oldHandler);
        QVERIFY(!full);
        QCOMPARE(file.trouble(), HistoryFile::Trouble::Passing);
        QVERIFY(file.apply(writes));
        QVERIFY(file.check());
        QCOMPARE(look(u"SELECT count(*) FROM events"_s), 1);
    }
};

MODELDECK_TEST(HistoryFileTest)
#include "history_file_test.moc"
