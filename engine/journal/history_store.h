// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/worker_thread.h"
#include "engine/journal/history_writer.h"

#include <algorithm>
#include <deque>

namespace modeldeck {

// The history's file: read once at the start, then written by a thread of its own, so that nobody waits for a
// disk. Writes are dropped until it is open, and if it can't be opened. Engine thread.
class HistoryStore
{
public:
    // Creates the directory and the file, and reads it. A damaged file is moved aside and a new one started;
    // `forget` drops what was read from it. This waits for the disk, because nobody is served yet.
    Result<void> open(const QString &directory, const std::function<Result<void>(HistoryFile &)> &read,
                      const std::function<void()> &forget);
    bool isOpen() const { return m_writer != nullptr; }
    const QString &movedAside() const
    {
        return m_movedAside;
    } // where the damaged file lies; empty: there was none

    // `statement`: SQL with ? placeholders; a literal.
    template <class... Values>
    void write(const char *statement, const Values &...values)
    {
        if (m_writer)
            post({statement, {toValue(values)...}});
    }

private:
    using Value = HistoryWrite::Value;
    static Value toValue(qint64 number) { return number; }
    static Value toValue(bool flag) { return qint64(flag); }
    static Value toValue(double number) { return number; }
    static Value toValue(const QString &text) { return text.toStdString(); }
    static Value toValue(const QByteArray &text) { return text.toStdString(); }
    template <class T>
    static Value toValue(const std::optional<T> &maybe)
    {
        return maybe ? toValue(*maybe) : Value();
    }
    void post(HistoryWrite write);
    void moveAside(const QString &path);

    QString m_movedAside;
    std::unique_ptr<InThread<HistoryWriter>> m_writer;
};

// The numbered rows of one table, oldest first. If there are too many, the oldest are deleted,
// from the file, too.
template <class Row, auto number>
class HistoryRows
{
public:
    HistoryRows(HistoryStore &store, const char *dropUpTo, std::size_t most)
        : m_store(store), m_dropUpTo(dropUpTo), m_most(most)
    {
    }

    Row &add(Row row)
    {
        m_rows.push_back(std::move(row));
        prune(0);
        return m_rows.back();
    }
    void restore(Row row) { m_rows.push_back(std::move(row)); }
    void forget() { m_rows.clear(); }
    // Also drops those before `oldest`.
    void prune(EpochSeconds oldest)
    {
        qint64 dropped = 0;
        while (!m_rows.empty() && (m_rows.size() > m_most || m_rows.front().at < oldest)) {
            dropped = qint64(m_rows.front().*number);
            m_rows.pop_front();
        }
        if (dropped)
            m_store.write(m_dropUpTo, dropped);
    }

    const std::deque<Row> &all() const { return m_rows; }
    std::vector<Row> newest(int limit) const // first
    {
        const auto count = std::min(m_rows.size(), std::size_t(std::max(limit, 0)));
        return std::vector<Row>(m_rows.rbegin(), m_rows.rbegin() + std::ptrdiff_t(count));
    }
    // The newest one that matches; null if none does.
    template <class Matches>
    Row *findNewest(const Matches &matches)
    {
        const auto row = std::find_if(m_rows.rbegin(), m_rows.rend(), matches);
        return row == m_rows.rend() ? nullptr : &*row;
    }
    EpochSeconds lastAt() const { return m_rows.empty() ? 0 : m_rows.back().at; }
    auto lastNumber() const { return m_rows.empty() ? 0 : m_rows.back().*number; }

private:
    HistoryStore &m_store;
    const char *m_dropUpTo;
    std::size_t m_most;
    std::deque<Row> m_rows;
};

} // namespace modeldeck
