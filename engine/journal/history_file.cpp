// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/history_file.h"

#include <QFile>
#include <QSqlError>
#include <QUuid>
#include <span>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

// Each migrates a file to the next version. Never change one that was released. user_version counts how many
// a file has seen.
constexpr const char *toVersion1[] = {
    "CREATE TABLE IF NOT EXISTS receipts (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS usage (model_id TEXT NOT NULL, hour INTEGER NOT NULL, requests INTEGER NOT "
    "NULL, "
    "last_used REAL NOT NULL, PRIMARY KEY (model_id, hour)) WITHOUT ROWID",
};
constexpr const char *toVersion2[] = {
    "ALTER TABLE usage ADD COLUMN cold_starts INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE usage ADD COLUMN inference_seconds REAL NOT NULL DEFAULT 0",
    "ALTER TABLE usage ADD COLUMN twelfths INTEGER NOT NULL DEFAULT 0", // one bit for each five minutes with
                                                                        // a use
    "UPDATE usage SET twelfths = 1 << ((CAST(last_used AS INTEGER) % 3600) / 300)",
    "CREATE TABLE models (model_id TEXT PRIMARY KEY, vision INTEGER NOT NULL, uses INTEGER NOT NULL DEFAULT "
    "0, "
    "last_used REAL, load_seconds REAL) WITHOUT ROWID",
    "INSERT INTO models (model_id, vision, uses, last_used) "
    "SELECT model_id, 1, sum(requests), max(last_used) FROM usage GROUP BY model_id",
    "CREATE TABLE pins (model_id TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE current (type TEXT PRIMARY KEY, model_id TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE loads (id INTEGER PRIMARY KEY, model_id TEXT NOT NULL, at REAL NOT NULL, seconds REAL NOT "
    "NULL, "
    "failed INTEGER NOT NULL, preloaded INTEGER NOT NULL, used INTEGER, ended_at REAL)",
    "CREATE TABLE samples (step INTEGER NOT NULL, at REAL NOT NULL, body TEXT NOT NULL, PRIMARY KEY (step, "
    "at)) "
    "WITHOUT ROWID",
};
constexpr const char *toVersion3[] = {
    "CREATE TABLE in_ollama (model_id TEXT PRIMARY KEY) WITHOUT ROWID",
};
// Older versions did not record the server of a model, so none of these models counts as ours.
constexpr const char *toVersion4[] = {
    "DROP TABLE in_ollama",
    "CREATE TABLE in_ollama (server TEXT NOT NULL, model_id TEXT NOT NULL, PRIMARY KEY (server, model_id)) "
    "WITHOUT ROWID",
};
constexpr std::span<const char *const> migrations[] = {toVersion1, toVersion2, toVersion3, toVersion4};

// SQLite's result codes, https://www.sqlite.org/rescode.html
HistoryFile::Trouble troubleOf(const QSqlError &error)
{
    using enum HistoryFile::Trouble;
    switch (error.nativeErrorCode().toInt() & 0xff) { // the rest only adds details
    case 1:  // ERROR: a statement of ours that the file's tables do not fit
    case 11: // CORRUPT
    case 26: // NOTADB
        return Damage;
    case 5:  // BUSY
    case 6:  // LOCKED
    case 7:  // NOMEM
    case 8:  // READONLY
    case 10: // IOERR
    case 13: // FULL
    case 14: // CANTOPEN
        return Passing;
    default:
        return Other;
    }
}

QVariant toVariant(const HistoryWrite::Value &value)
{
    if (const auto *integer = std::get_if<qint64>(&value))
        return *integer;
    if (const auto *real = std::get_if<double>(&value))
        return *real;
    if (const auto *text = std::get_if<std::string>(&value))
        return QString::fromStdString(*text);
    return {};
}

} // namespace

tl::unexpected<Error> historyNotKept(const QString &why)
{
    return failure(Error(ErrorCode::Internal, MD_TEXT("The history can't be saved: %1"), why)
                       .withHint(MD_TEXT("The program continues and shows what it has in memory")));
}

tl::unexpected<Error> HistoryFile::failed(const QSqlError &error)
{
    m_trouble = troubleOf(error);
    const QString said = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    return historyNotKept(said.trimmed());
}

void HistoryFile::close()
{
    const QString name = m_database.connectionName();
    if (name.isEmpty())
        return;
    m_prepared.clear();
    m_database.close();
    m_database = QSqlDatabase(); // removeDatabase() needs it to be unused
    QSqlDatabase::removeDatabase(name);
}

Result<void> HistoryFile::open(const QString &path)
{
    close();
    m_trouble = Trouble::None;
    // Only the owner can read a new file, as with the folder.
    if (QFile file(path); !file.exists() && file.open(QIODevice::WriteOnly))
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, QUuid::createUuid().toString());
    m_database.setDatabaseName(path);
    m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=1000"_s);
    Result<void> opened;
    if (!m_database.open())
        opened = failed(m_database.lastError());
    else
        opened = migrate();
    if (!opened)
        close();
    return opened;
}

Result<void> HistoryFile::migrate()
{
    std::size_t version = 0;
    if (auto result =
            read("PRAGMA user_version", [&](const QSqlQuery &row) { version = row.value(0).toUInt(); });
        !result)
        return result;
    if (version > std::size(migrations)) {
        m_trouble = Trouble::Other;
        return historyNotKept(u"it was written by a later version of this program"_s);
    }
    for (const char *pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL",
                               "PRAGMA journal_size_limit = 4194304"}) {
        if (auto result = read(pragma, {}); !result)
            return result;
    }
    if (version == std::size(migrations))
        return {};
    std::vector<HistoryWrite> writes;
    for (const auto &migration : std::span(migrations).subspan(version)) {
        for (const char *statement : migration)
            writes.push_back({statement, {}});
    }
    static_assert(std::size(migrations) == 4);
    writes.push_back({"PRAGMA user_version = 4", {}});
    return apply(writes);
}

Result<void> HistoryFile::check()
{
    QString health;
    if (auto result =
            read("PRAGMA quick_check(1)", [&](const QSqlQuery &row) { health = row.value(0).toString(); });
        !result)
        return result;
    if (health == u"ok"_s)
        return {};
    m_trouble = Trouble::Damage;
    return historyNotKept(health);
}

Result<void> HistoryFile::read(const char *statement, const std::function<void(const QSqlQuery &)> &onRow)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    const bool ok = query.exec(QString::fromLatin1(statement));
    while (ok && onRow && query.next())
        onRow(query);
    if (!ok || query.lastError().isValid())
        return failed(query.lastError());
    return {};
}

Result<void> HistoryFile::apply(const std::vector<HistoryWrite> &writes)
{
    // IMMEDIATE waits for other writers here, rather than in the middle.
    if (auto begun = read("BEGIN IMMEDIATE", {}); !begun)
        return begun;
    Result<void> result;
    for (const HistoryWrite &one : writes) {
        if (result)
            result = write(one);
    }
    if (result)
        result = read("COMMIT", {});
    if (!result)
        m_database.rollback(); // no error matters if SQLite has already rolled back
    return result;
}

Result<void> HistoryFile::write(const HistoryWrite &write)
{
    auto it = m_prepared.find(write.statement);
    if (it == m_prepared.end()) {
        QSqlQuery query(m_database);
        if (!query.prepare(QString::fromLatin1(write.statement)))
            return failed(query.lastError());
        it = m_prepared.emplace(write.statement, std::move(query)).first;
    }
    QSqlQuery &query = it->second;
    for (std::size_t i = 0; i < write.values.size(); ++i)
        query.bindValue(int(i), toVariant(write.values[i]));
    const bool ok = query.exec();
    const QSqlError error = query.lastError();
    query.finish(); // releases its locks
    if (!ok)
        return failed(error);
    return {};
}

} // namespace modeldeck
