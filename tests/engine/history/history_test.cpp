// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/history.h"

#include "engine/history/history_json.h"

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
    receipt.rule = {MD_TEXT("idle timeout, %1 s"), {u"600"_s}};
    receipt.held = {Bytes{1000}, Bytes{600}, Bytes{400}, std::nullopt};
    receipt.returned = {Bytes{900}, Bytes{600}, Bytes{300}, Bytes{7}};
    receipt.systemAvailable = Bytes{-5};
    receipt.seconds = 0.25;
    receipt.candidates = {{u"ViT-B-32/openai"_s, {MD_TEXT("pinned"), {}}}};
    return receipt;
}

Event someEvent(const QString &argument)
{
    Event event;
    event.at = 1700000000;
    event.kind = EventKind::State;
    event.modelId = u"m"_s;
    event.state = ModelState::ResidentInRam;
    event.text = {MD_TEXT("%1 happened"), {argument}};
    return event;
}

} // namespace

class HistoryTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString folder() const { return m_dir->filePath(u"state"_s); }
    QString database() const { return folder() + u"/history.db"_s; }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void aReceiptComesBackWholeAfterARestart()
    {
        {
            History history;
            QVERIFY(history.open(folder()));
            QVERIFY(history.isKept());
            QCOMPARE(history.append(someReceipt(u"first"_s)).value(), 1);
            QCOMPARE(history.append(someReceipt()).value(), 2);
        }
        History history;
        QVERIFY(history.open(folder()));
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
        QCOMPARE(receipt.candidates.size(), 1U);
        QCOMPARE(receipt.candidates[0].whyNot.english(), u"pinned"_s);
        QCOMPARE(history.append(someReceipt()).value(), 3); // numbers go on
        QCOMPARE(history.receipts(1).size(), 1U);
        QCOMPARE(history.receipts(-1).size(), 0U);
    }

    void eventsAndUsageComeBackToo()
    {
        {
            History history;
            QVERIFY(history.open(folder()));
            QVERIFY(history.append(someEvent(u"this"_s)));
            QVERIFY(history.addUse(u"m"_s, 7200.5, 3));
            QVERIFY(history.addUse(u"m"_s, 7300, 2));
            QVERIFY(history.addUse(u"m"_s, 10800, 1));
        }
        History history;
        QVERIFY(history.open(folder()));
        QCOMPARE(history.events(5).size(), 1U);
        QCOMPARE(history.events(5)[0].text.english(), u"this happened"_s);
        QCOMPARE(*history.events(5)[0].state, ModelState::ResidentInRam);
        const auto usage = history.usage();
        QCOMPARE(usage.size(), 2U);
        QCOMPARE(usage[0].hour, 2);
        QCOMPARE(usage[0].requests, 5);
        QCOMPARE(usage[0].lastUsed, 7300.0);
    }

    void rowsAreBounded()
    {
        const History::Limits limits{3, 2, 10};
        {
            History history(limits);
            QVERIFY(history.open(folder()));
            for (int i = 0; i < 9; ++i) {
                QVERIFY(history.append(someReceipt()));
                QVERIFY(history.append(someEvent(QString::number(i))));
                QVERIFY(history.addUse(u"m"_s, 3600.0 * 4 * i, 1));
            }
            QCOMPARE(history.receipts(100).size(), 3U);
        }
        History history; // with the usual limits: what the file holds
        QVERIFY(history.open(folder()));
        QCOMPARE(history.receipts(100).size(), 3U);
        QCOMPARE(history.receipts(100)[0].id, 9);
        QCOMPARE(history.events(100).size(), 2U);
        QCOMPARE(history.events(100)[0].text.arguments, QStringList{u"8"_s});
        QCOMPARE(history.usage().size(), 3U);
    }

    void withoutAFileAllIsHeldInMemory()
    {
        History history;
        QVERIFY(!history.isKept());
        QCOMPARE(history.append(someReceipt()).value(), 1);
        QVERIFY(history.append(someEvent(u"x"_s)));
        QVERIFY(history.addUse(u"m"_s, 1, 1));
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
            const auto opened = history.open(where);
            QVERIFY2(!opened, qPrintable(where));
            QVERIFY(opened.error().message.english().startsWith(u"The history can't be kept"_s));
            QVERIFY(!history.isKept());
            QVERIFY(history.append(someReceipt()));
            QCOMPARE(history.receipts(10).size(), 1U);
        }
    }

    void aDamagedFileIsMovedAsideAndANewOneBegun_data()
    {
        QTest::addColumn<int>("damage");
        QTest::newRow("no database at all") << 0;
        QTest::newRow("pages overwritten") << 1;
        QTest::newRow("cut short") << 2;
    }
    void aDamagedFileIsMovedAsideAndANewOneBegun()
    {
        QFETCH(int, damage);
        {
            History history;
            QVERIFY(history.open(folder()));
            for (int i = 0; i < 50; ++i)
                QVERIFY(history.append(someReceipt()));
        }
        QFile file(database());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.size() > 8192);
        if (damage == 0) {
            file.write(QByteArray(9000, 'x'));
        } else if (damage == 1) {
            file.seek(4096);
            file.write(QByteArray(int(file.size() - 4096), '\x5a'));
        } else {
            QVERIFY(file.resize(5000));
        }
        file.close();
        {
            History history;
            const auto opened = history.open(folder());
            QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message.english()));
            QCOMPARE(history.warnings().size(), 1U);
            QVERIFY(QFile::exists(database() + u".corrupt"_s));
            QVERIFY(history.append(someReceipt(u"after"_s)));
        }
        History history;
        QVERIFY(history.open(folder()));
        QVERIFY(history.warnings().empty());
        QCOMPARE(history.receipts(10).front().modelId, u"after"_s);
    }

    void aLaterVersionsFileIsLeftAlone()
    {
        {
            History history;
            QVERIFY(history.open(folder()));
        }
        {
            QSqlDatabase later = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"later"_s);
            later.setDatabaseName(database());
            QVERIFY(later.open());
            later.exec(u"PRAGMA user_version = 99"_s);
        }
        QSqlDatabase::removeDatabase(u"later"_s);
        History history;
        QVERIFY(!history.open(folder()));
        QVERIFY(!history.isKept());
        QVERIFY(!QFile::exists(database() + u".corrupt"_s));
    }

    // A limit on the size of files stands in for a full disk: writes fail in the same way.
    void aFullDiskIsAnErrorAndWritingGoesOnWhenThereIsRoomAgain()
    {
        History history;
        QVERIFY(history.open(folder()));
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{65536, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        int failures = 0;
        for (int i = 0; i < 100; ++i)
            failures += history.append(someReceipt(u"full"_s)) ? 0 : 1;
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, oldHandler);
        QVERIFY(failures > 0);
        QCOMPARE(history.receipts(1000).size(), 100U);
        const auto saved = history.append(someReceipt(u"room"_s));
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message.english()));
        QCOMPARE(*saved, 101);

        History again;
        QVERIFY(again.open(folder()));
        QVERIFY(again.warnings().empty());
        QCOMPARE(again.receipts(1)[0].modelId, u"room"_s);
    }

    void whatCannotBeUnderstoodIsPassedOver()
    {
        for (const char *json :
             {"", "[]", "{", "{}", R"({"model_id": "m"})", R"({"model_id": "m", "reason": "no_such"})",
              R"({"model_id": 1, "reason": "manual"})"})
            QVERIFY2(!receiptFromJson(json), json);
        for (const char *json : {"", "[]", "{}", R"({"kind": "no_such"})", R"({"kind": 1})"})
            QVERIFY2(!eventFromJson(json), json);
        // Wrong types in places that do not matter become nothing.
        const auto receipt = receiptFromJson(
            R"({"model_id": "m", "reason": "manual", "rule": [1], "held": "x", "candidates": {"a": 1}, "at": "x"})");
        QVERIFY(receipt && receipt->rule.english().isEmpty() && receipt->candidates.empty());
    }
};

QTEST_GUILESS_MAIN(HistoryTest)
#include "history_test.moc"
