// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QSqlDatabase>
#include <deque>
#include <functional>
#include <map>

class QSqlQuery;

namespace modeldeck {

// Requests for one model in one hour.
struct UsageHour
{
    QString modelId;
    qint64 hour = 0; // since the epoch
    qint64 requests = 0;
    EpochSeconds lastUsed = 0;
};

// What outlives the program: receipts, events and usage, in DIRECTORY/history.db (SQLite). All of it is held
// in memory, bounded, and read from there; the file only keeps it. So nothing that befalls the file stops the
// program: a call that could not write says so, and what it was given is in memory all the same.
// One thread, in which open() is called.
class History
{
public:
    struct Limits
    {
        qsizetype receipts = 1000;
        qsizetype events = 5000;
        qint64 usageHours = 90 * 24; // how far back
    };

    History() = default; // in memory alone
    explicit History(Limits limits) : m_limits(limits) {}
    ~History();
    History(const History &) = delete;
    History &operator=(const History &) = delete;

    // Makes the directory, reads what the file holds. A file that is damaged is moved to history.db.corrupt
    // and a new one begun: warnings() tells. On an error nothing is kept beyond this run.
    Result<void> open(const QString &directory);
    const std::vector<Text> &warnings() const { return m_warnings; }
    bool isKept() const { return m_database.isOpen(); }

    // The number given to it (the receipt's own is ignored), also where it could not be kept: see receipts().
    Result<qint64> append(const Receipt &receipt);
    Result<void> append(const Event &event); // its receipt is not kept here
    // Many requests in one call, so that a busy model does not write all the time.
    Result<void> addUse(const QString &modelId, EpochSeconds at, qint64 requests);

    std::vector<Receipt> receipts(int limit) const; // newest first
    std::vector<Event> events(int limit) const;     // newest first
    std::vector<UsageHour> usage() const;           // by model, then by hour

private:
    Result<void> openFile(const QString &path);
    Result<void> prepare();
    Result<void> readAll();
    // Rows go to `onRow`, one call each, in the columns' order.
    Result<void> run(const QString &statement, const QVariantList &values = {},
                     const std::function<void(const QSqlQuery &)> &onRow = {});
    Result<void> save(const QString &statement, const QVariantList &values);
    void close();
    void moveAside(const QString &path);

    Limits m_limits;
    QSqlDatabase m_database;
    bool m_damaged = false; // SQLite found the file damaged
    std::vector<Text> m_warnings;
    std::deque<Receipt> m_receipts; // oldest first
    std::deque<Event> m_events;     // oldest first
    std::map<std::pair<QString, qint64>, UsageHour> m_usage;
    qint64 m_nextReceipt = 1;
};

} // namespace modeldeck
