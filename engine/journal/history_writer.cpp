// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/history_writer.h"

#include <QLoggingCategory>
#include <QThread>
#include <QTimer>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(historyLog, "modeldeck.history")

constexpr auto betweenTransactions = 1s;
constexpr auto afterTrouble = 30s;
constexpr std::size_t mostUnwritten = 20'000; // some megabytes

// Lives in the worker's thread.
class Batch : public QObject
{
public:
    explicit Batch(QString path) : m_path(std::move(path))
    {
        m_timer.setSingleShot(true);
        connect(&m_timer, &QTimer::timeout, this, &Batch::commit);
    }

    void add(HistoryWrite write)
    {
        m_unwritten.push_back(std::move(write));
        if (m_unwritten.size() > mostUnwritten) // the newest is worth most
            m_unwritten.erase(m_unwritten.begin(), m_unwritten.begin() + mostUnwritten / 2);
        if (!m_timer.isActive())
            m_timer.start(betweenTransactions);
    }

    void commit()
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
                qCInfo(historyLog) << "The history is kept again";
            return;
        }
        if (!std::exchange(m_inTrouble, true)) // said once
            qCWarning(historyLog).noquote() << written.error().message.english();
        m_file.close(); // a new connection sees a file that was put right
        if (m_file.trouble() == HistoryFile::Trouble::Passing)
            m_timer.start(afterTrouble);
        else
            m_unwritten.clear(); // it would fail for ever; the next start looks at the file
    }

private:
    QString m_path;
    HistoryFile m_file;
    QTimer m_timer;
    std::vector<HistoryWrite> m_unwritten;
    bool m_inTrouble = false;
};

} // namespace

class HistoryWriter::Worker : public QThread
{
public:
    explicit Worker(const QString &path) : m_path(path) { setObjectName(QStringLiteral("history")); }
    Batch &batch() { return *m_batch; } // in this thread only

private:
    void run() override
    {
        Batch batch(m_path);
        m_batch = &batch;
        exec();
        batch.commit();
    }

    QString m_path;
    Batch *m_batch = nullptr;
};

HistoryWriter::HistoryWriter(const QString &path)
    : m_worker(std::make_unique<Worker>(path)), m_mailbox(Mailbox::create())
{
    m_mailbox->moveToThread(m_worker.get()); // what is posted from now on waits until the thread runs
    m_worker->start();
}

HistoryWriter::~HistoryWriter()
{
    m_mailbox->post([this] {
        m_mailbox->close();
        m_worker->quit();
    });
    m_worker->wait();
}

void HistoryWriter::write(HistoryWrite write)
{
    // Moved, not copied: a letter is a function that can be copied.
    m_mailbox->post([worker = m_worker.get(), write = std::make_shared<HistoryWrite>(std::move(write))] {
        worker->batch().add(std::move(*write));
    });
}

} // namespace modeldeck
