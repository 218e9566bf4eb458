// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/history.h"

#include "engine/history/history_json.h"

#include <QDir>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr int schemaVersion = 1;
constexpr qint64 hourSeconds = 3600;

// SQLite's result codes, https://www.sqlite.org/rescode.html
bool isDamage(const QSqlError &error)
{
    bool ok = false;
    const int primary = error.nativeErrorCode().toInt(&ok) & 0xff; // the rest says more of the same
    constexpr int corrupt = 11;
    constexpr int notADatabase = 26;
    return ok && (primary == corrupt || primary == notADatabase);
}

tl::unexpected<Error> notKept(const QString &why)
{
    return failure(ErrorCode::Internal, {MD_TEXT("The history can't be kept: %1"), {why}},
                   {MD_TEXT("The program goes on and shows what it holds in memory"), {}});
}

template <class T>
void bound(std::deque<T> &rows, qsizetype limit)
{
    while (qsizetype(rows.size()) > limit)
        rows.pop_front();
}

template <class T>
std::vector<T> newest(const std::deque<T> &rows, int limit)
{
    const auto count = std::min(rows.size(), std::size_t(std::max(limit, 0)));
    return std::vector<T>(rows.rbegin(), rows.rbegin() + std::ptrdiff_t(count));
}

} // namespace

History::~History()
{
    close();
}

void History::close()
{
    const QString name = m_database.connectionName();
    if (name.isEmpty())
        return;
    m_database.close();
    m_database = QSqlDatabase(); // removeDatabase() wants no one to hold it
    QSqlDatabase::removeDatabase(name);
}

Result<void> History::open(const QString &directory)
{
    close();
    QDir().mkpath(QFileInfo(directory).absolutePath());
    QDir().mkdir(directory, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    const QString path = directory + u"/history.db"_s;
    if (QFileInfo::exists(path) && !QFileInfo(path).isFile())
        return notKept(u"%1 is not a file"_s.arg(path));
    auto opened = openFile(path);
    if (!opened && m_damaged) {
        close();
        moveAside(path);
        opened = openFile(path);
    }
    if (!opened)
        close();
    return opened;
}

void History::moveAside(const QString &path)
{
    const QString aside = path + u".corrupt"_s;
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
        QFile::remove(aside + suffix);
        QFile::rename(path + suffix, aside + suffix);
    }
    m_warnings.push_back(
        {MD_TEXT("The history was damaged; it now lies in %1, and a new one was begun"), {aside}});
}

Result<void> History::openFile(const QString &path)
{
    m_damaged = false;
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, QUuid::createUuid().toString());
    m_database.setDatabaseName(path);
    m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=1000"_s);
    if (!m_database.open())
        return notKept(m_database.lastError().text());
    if (auto prepared = prepare(); !prepared)
        return prepared;
    return readAll();
}

Result<void> History::run(const QString &statement, const QVariantList &values,
                          const std::function<void(const QSqlQuery &)> &onRow)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    bool ok = query.prepare(statement);
    for (const QVariant &value : values)
        query.addBindValue(value);
    ok = ok && query.exec();
    while (ok && onRow && query.next())
        onRow(query);
    if (!ok || query.lastError().isValid()) {
        m_damaged = m_damaged || isDamage(query.lastError());
        return notKept(query.lastError().text());
    }
    return {};
}

// The schema's version lies in user_version, so that a later program can bring an older file up to date.
Result<void> History::prepare()
{
    int version = 0;
    QString health;
    auto result =
        run(u"PRAGMA user_version"_s, {}, [&](const QSqlQuery &row) { version = row.value(0).toInt(); });
    if (result && version > schemaVersion)
        return notKept(u"it was written by a later version of this program"_s);
    if (result)
        result = run(u"PRAGMA quick_check(1)"_s, {},
                     [&](const QSqlQuery &row) { health = row.value(0).toString(); });
    if (result && health != u"ok"_s) {
        m_damaged = true;
        return notKept(health);
    }
    for (const QString &statement :
         {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = NORMAL"_s,
          u"PRAGMA journal_size_limit = 4194304"_s,
          u"CREATE TABLE IF NOT EXISTS receipts (id INTEGER PRIMARY KEY, body TEXT NOT NULL)"_s,
          u"CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, body TEXT NOT NULL)"_s,
          u"CREATE TABLE IF NOT EXISTS usage (model_id TEXT NOT NULL, hour INTEGER NOT NULL, "
          "requests INTEGER NOT NULL, last_used REAL NOT NULL, PRIMARY KEY (model_id, hour)) WITHOUT ROWID"_s,
          u"PRAGMA user_version = %1"_s.arg(schemaVersion)}) {
        if (result)
            result = run(statement);
    }
    return result;
}

Result<void> History::readAll()
{
    const QString newestRows = u"SELECT id, body FROM %1 ORDER BY id DESC LIMIT %2"_s;
    auto result = run(newestRows.arg(u"receipts"_s).arg(m_limits.receipts), {}, [this](const QSqlQuery &row) {
        const qint64 id = row.value(0).toLongLong();
        m_nextReceipt = std::max(m_nextReceipt, id + 1);
        if (auto receipt = receiptFromJson(row.value(1).toByteArray())) {
            receipt->id = id;
            m_receipts.push_front(std::move(*receipt));
        }
    });
    if (result) {
        result = run(newestRows.arg(u"events"_s).arg(m_limits.events), {}, [this](const QSqlQuery &row) {
            if (auto event = eventFromJson(row.value(1).toByteArray()))
                m_events.push_front(std::move(*event));
        });
    }
    if (!result)
        return result;
    return run(u"SELECT model_id, hour, requests, last_used FROM usage"_s, {}, [this](const QSqlQuery &row) {
        const UsageHour hour{row.value(0).toString(), row.value(1).toLongLong(), row.value(2).toLongLong(),
                             row.value(3).toDouble()};
        m_usage[{hour.modelId, hour.hour}] = hour;
    });
}

// Without a file there is nothing to save, and open() has said so.
Result<void> History::save(const QString &statement, const QVariantList &values)
{
    return isKept() ? run(statement, values) : Result<void>();
}

Result<qint64> History::append(const Receipt &receipt)
{
    m_receipts.push_back(receipt);
    m_receipts.back().id = m_nextReceipt++;
    bound(m_receipts, m_limits.receipts);
    const qint64 id = m_receipts.back().id;
    auto saved =
        save(u"INSERT INTO receipts (id, body) VALUES (?, ?)"_s, {id, QString::fromUtf8(toJson(receipt))});
    if (saved)
        saved = save(u"DELETE FROM receipts WHERE id <= ?"_s, {id - m_limits.receipts});
    if (!saved)
        return tl::unexpected(std::move(saved.error()));
    return id;
}

Result<void> History::append(const Event &event)
{
    m_events.push_back(event);
    m_events.back().receipt.reset();
    bound(m_events, m_limits.events);
    auto saved = save(u"INSERT INTO events (body) VALUES (?)"_s, {QString::fromUtf8(toJson(event))});
    if (saved)
        saved = save(u"DELETE FROM events WHERE id <= (SELECT max(id) FROM events) - ?"_s, {m_limits.events});
    return saved;
}

Result<void> History::addUse(const QString &modelId, EpochSeconds at, qint64 requests)
{
    const qint64 hour = qint64(at) / hourSeconds;
    UsageHour &row = m_usage[{modelId, hour}];
    row = {modelId, hour, row.requests + requests, std::max(row.lastUsed, at)};
    std::erase_if(m_usage,
                  [&](const auto &entry) { return entry.first.second <= hour - m_limits.usageHours; });
    auto saved =
        save(u"INSERT OR REPLACE INTO usage (model_id, hour, requests, last_used) VALUES (?, ?, ?, ?)"_s,
             {modelId, hour, row.requests, row.lastUsed});
    if (saved)
        saved = save(u"DELETE FROM usage WHERE hour <= ?"_s, {hour - m_limits.usageHours});
    return saved;
}

std::vector<Receipt> History::receipts(int limit) const
{
    return newest(m_receipts, limit);
}

std::vector<Event> History::events(int limit) const
{
    return newest(m_events, limit);
}

std::vector<UsageHour> History::usage() const
{
    std::vector<UsageHour> out;
    for (const auto &[key, hour] : m_usage)
        out.push_back(hour);
    return out;
}

} // namespace modeldeck
