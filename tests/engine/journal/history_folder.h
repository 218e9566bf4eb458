// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/history.h"

#include <QDir>
#include <QFile>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

// What the tests of the history have in common.
namespace modeldeck::test {

using namespace Qt::StringLiterals;

inline Receipt someReceipt(const QString &model = u"ViT-L-14/openai"_s)
{
    Receipt receipt;
    receipt.modelId = model;
    receipt.at = 1700000000.5;
    receipt.reason = UnloadReason::MemoryPressure;
    receipt.rule = {MD_TEXT("idle timeout, %1"), std::chrono::seconds(600)};
    receipt.held = {Bytes{1000}, Bytes{600}, Bytes{400}, std::nullopt};
    receipt.returned = {Bytes{900}, Bytes{600}, Bytes{300}, Bytes{7}};
    receipt.systemAvailable = Bytes{-5};
    receipt.seconds = 0.25;
    receipt.candidates = {{u"ViT-B-32/openai"_s, MD_TEXT("pinned")}};
    receipt.movedToRam = true;
    return receipt;
}

inline Event someEvent(const QString &argument, quint64 sequence = 1)
{
    Event event;
    event.sequence = sequence;
    event.at = 1700000000;
    event.kind = EventKind::State;
    event.modelId = u"m"_s;
    event.state = ModelState::ResidentInRam;
    event.text = {MD_TEXT("%1 happened"), argument};
    return event;
}

constexpr EpochSeconds now = 1700003600;

inline ModelUses uses(const QString &model, EpochSeconds at, qint64 requests)
{
    return {model, ModelType::Vision, requests, 1, 0.5 * double(requests), at};
}

// A folder of its own for each test, and the history's file in it.
class HistoryFolder
{
protected:
    void renew() { m_dir = std::make_unique<QTemporaryDir>(); }
    QString path(const QString &name) const { return m_dir->filePath(name); }
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

private:
    std::unique_ptr<QTemporaryDir> m_dir;
};

} // namespace modeldeck::test
