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

// One change to the database. Plain standard types, because it crosses threads: nothing in it is shared.
struct HistoryWrite
{
    using Value = std::variant<std::monostate, qint64, double, std::string>; // text is UTF-8

    const char *statement; // SQL with ? places; a literal
    std::vector<Value> values;
};

// One connection to the history's SQLite file, used in the thread that opened it.
class HistoryFile
{
public:
    // What an error means for what was not written.
    enum class Trouble {
        None,
        Passing, // locked, full, out of reach: it may succeed later
        Damage,  // the file is no (whole) database, or not one of ours
        Other
    };

    HistoryFile() = default;
    ~HistoryFile() { close(); }
    HistoryFile(const HistoryFile &) = delete;
    HistoryFile &operator=(const HistoryFile &) = delete;

    // Makes the file where there is none, and brings an older one up to date. A later version's
    // is left alone.
    Result<void> open(const QString &path);
    void close();
    bool isOpen() const { return m_database.isOpen(); }

    // Looks at the whole file: some damage is only found so.
    Result<void> check();
    // Rows go to `onRow`, one call each, in the columns' order.
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

// The error for a history that is not kept, for the reason given.
tl::unexpected<Error> historyNotKept(const QString &why);

} // namespace modeldeck
