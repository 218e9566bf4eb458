// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace modeldeck {

// One change to the database. Uses plain standard types that share nothing, because it crosses threads.
struct HistoryWrite
{
    using Value = std::variant<std::monostate, qint64, double, std::string>; // text is UTF-8

    const char *statement; // SQL with ? placeholders; a literal
    std::vector<Value> values;
};

// One connection to the history's SQLite file, used in the thread that opened it.
class HistoryFile
{
public:
    // What an error means for unwritten data.
    enum class Trouble {
        None,
        Passing, // locked, full or unreachable: may succeed later
        Damage,  // the file is not a complete database, or not ours
        Other
    };

    HistoryFile() = default;
    ~HistoryFile() { close(); }
    HistoryFile(const HistoryFile &) = delete;
    HistoryFile &operator=(const HistoryFile &) = delete;

    // Creates the file if it is missing, and updates an older one. Refuses a newer one.
    Result<void> open(const QString &path);
    void close();
    bool isOpen() const { return m_database.isOpen(); }

    // Checks the whole file, because some damage is only found that way.
    Result<void> check();
    // Calls `onRow` for each row, with the columns in order.
    Result<void> read(const char *statement, const std::function<void(const QSqlQuery &)> &onRow);
    // All or nothing.
    Result<void> apply(const std::vector<HistoryWrite> &writes);
    Trouble trouble() const { return m_trouble; } // of the last error

private:
    Result<void> migrate();
    Result<void> write(const HistoryWrite &write);
    tl::unexpected<Error> failed(const QSqlError &error);

    QSqlDatabase m_database;
    std::map<const char *, QSqlQuery> m_prepared;
    Trouble m_trouble = Trouble::None;
};

// The error for a history that is not saved, with the reason.
tl::unexpected<Error> historyNotKept(const QString &why);

} // namespace modeldeck
