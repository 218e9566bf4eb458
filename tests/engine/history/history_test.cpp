// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/history.h"

#include "engine/history/history_json.h"

#include "engine/history/analytics.h"

#include <QDir>
#include <QFile>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>

using namespace modeldeck;
using namespace Qt::StringLiterals;

namespace {

Receipt someReceipt(const QString &model = u"ViT-L-14/openai"_s)
{
    Receipt receipt;
    receipt.modelId = model;
    receipt.at = 1700000000.5;
    receipt.reason = UnloadReason::MemoryPressure;
    receipt.rule = {MD_TEXT("idle timeout, %1"), {std::chrono::seconds(600)}};
    receipt.held = {Bytes{1000}, Bytes{600}, Bytes{400}, std::nullopt};
    receipt.returned = {Bytes{900}, Bytes{600}, Bytes{300}, Bytes{7}};
    receipt.systemAvailable = Bytes{-5};
    receipt.seconds = 0.25;
    receipt.candidates = {{u"ViT-B-32/openai"_s, {MD_TEXT("pinned"), {}}}};
    receipt.movedToRam = true;
    return receipt;
}

Event someEvent(const QString &argument, quint64 sequence = 1)
{
    Event event;
    event.sequence = sequence;
    event.at = 1700000000;
    event.kind = EventKind::State;
    event.modelId = u"m"_s;
    event.state = ModelState::ResidentInRam;
    event.text = {MD_TEXT("%1 happened"), {argument}};
    return event;
}

constexpr EpochSeconds now = 1700003600;

ModelUses uses(const QString &model, EpochSeconds at, qint64 requests)
{
    return {model, ModelType::Vision, requests, 1, 0.5 * double(requests), at};
}

} // namespace

class HistoryTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString folder() const { return m_dir->filePath(u"state"_s); }
    QString database() const { return folder() + u"/history.db"_s; }
    // One number out of the file, as another program sees it; -1 where it can't be read.
    qint64 look(const QString &query) const
    {
        const QString name = u"look"_s;
        qint64 number = -1;
        {
            QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
            other.setDatabaseName(database());
            other.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
            if (other.open()) {
                QSqlQuery found(query, other);
                number = found.next() ? found.value(0).toLongLong() : -1;
            }
        }
        QSqlDatabase::removeDatabase(name);
        return number;
    }
    void run(const QStringList &statements) const
    {
        QDir().mkpath(folder());
        const QString name = u"run"_s;
        {
            QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
            other.setDatabaseName(database());
            QVERIFY(other.open());
            for (const QString &statement : statements)
                QVERIFY2(QSqlQuery(other).exec(statement), qPrintable(statement));
        }
        QSqlDatabase::removeDatabase(name);
    }
    void fill(int receipts) const
    {
        History history;
        QVERIFY(history.open(folder(), now));
        for (int i = 0; i < receipts; ++i)
            history.append(someReceipt());
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

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
        event.text = {MD_TEXT("%1 %2 %3 %4"),
                      {7, TextArgument::Decimal{1.5, 2}, std::chrono::milliseconds(1500),
                       Text{MD_TEXT("because of %1"), {u"that"_s}}}};
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
            history.remember(u"a"_s, {u"a"_s, u"b"_s}, {{u"here"_s, {u"t"_s, u"u"_s}}, {u"there"_s, {u"t"_s}}});
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
            history.endLoad(u"given back"_s, now + 5);
            history.addLoad(u"lost"_s, ModelType::Vision, now + 10, 1, false);
            history.addLoadFailure(u"failed"_s, now + 20, false);
        }
        {
            History history;
            QVERIFY(history.open(folder(), now + 5000));
            QCOMPARE(history.notes().size(), 1U);
            QVERIFY(history.notes()[0].text.english().startsWith(u"lost was loaded"_s));
            QCOMPARE(*history.loads()[1].endedAt, now + 20); // the last sign of life
            QCOMPARE(history.receipts(10).size(), 1U);       // none is invented
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
        history.endLoad(u"m"_s, now + 1800);
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

    void aFolderThatCannotBeUsedIsAnErrorAndTheProgramGoesOn()
    {
        QFile file(m_dir->filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QDir().mkpath(database()); // a folder in the database's place
        for (const QString &where : {file.fileName(), u"/proc/no/such"_s, folder()}) {
            History history;
            const auto opened = history.open(where, now);
            QVERIFY2(!opened, qPrintable(where));
            QVERIFY(opened.error().message.english().startsWith(u"The history can't be kept"_s));
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

QTEST_GUILESS_MAIN(HistoryTest)
#include "history_test.moc"
