// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/history_writer.h"

#include <QLoggingCategory>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(historyLog, "modeldeck.history")

constexpr auto betweenTransactions = 1s;
constexpr auto afterTrouble = 30s;
constexpr std::size_t mostUnwritten = 20'000; // some megabytes

} // namespace

HistoryWriter::HistoryWriter(QString path) : m_path(std::move(path))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &HistoryWriter::commit);
}

HistoryWriter::~HistoryWriter()
{
    commit();
}

void HistoryWriter::write(HistoryWrite write)
{
    m_unwritten.push_back(std::move(write));
    if (m_unwritten.size() > mostUnwritten) // the newest is the most valuable
        m_unwritten.erase(m_unwritten.begin(), m_unwritten.begin() + mostUnwritten / 2);
    if (!m_timer.isActive())
        m_timer.start(betweenTransactions);
}

void HistoryWriter::commit()
{
    if (m_unwritten.empty())
        return;
    Result<void> written;
    if (!m_file.isOpen())
        written = m_file.open(m_path);
    if (written)
        written = m_file.apply(m_unwritten);
    if (written) {
        m_unwritten.clear();
        if (std::exchange(m_inTrouble, false))
            qCInfo(historyLog) << "The history is saved again";
        return;
    }
    if (!std::exchange(m_inTrouble, true)) // logged once
        qCWarning(historyLog).noquote() << written.error().message.english();
    m_file.close(); // a new connection sees a repaired file
    if (m_file.trouble() == HistoryFile::Trouble::Passing)
        m_timer.start(afterTrouble);
    else
        m_unwritten.clear(); // it would always fail; the next start checks the file
}

} // namespace modeldeck
