// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/worker_thread.h"
#include "tests/support/test_program.h"

#include <QTimer>

using namespace modeldeck;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Writes down in which thread it lives.
class Resident : public QObject
{
public:
    explicit Resident(std::vector<QThread *> *seen) : m_seen(seen)
    {
        m_seen->push_back(QThread::currentThread());
    }
    ~Resident() override { m_seen->push_back(QThread::currentThread()); }
    void look() { m_seen->push_back(QThread::currentThread()); }

private:
    std::vector<QThread *> *m_seen;
};

} // namespace

class WorkerThreadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workRunsInOrderInTheNamedThread()
    {
        std::vector<int> order;
        QString name;
        {
            WorkerThread thread(u"reader"_s);
            for (int i = 0; i < 100; ++i)
                thread.post([&order, i] { order.push_back(i); });
            thread.post([&name] { name = QThread::currentThread()->objectName(); });
        }
        QCOMPARE(order.size(), 100U);
        QVERIFY(std::ranges::is_sorted(order));
        QCOMPARE(name, u"reader"_s);
    }

    void theEndWaitsForWhatWasPosted()
    {
        std::atomic_bool isDone = false;
        {
            WorkerThread thread(u"slow"_s);
            thread.post([&isDone] {
                QThread::msleep(20);
                isDone = true;
            });
        }
        QVERIFY(isDone);
    }

    void timersFireThere()
    {
        WorkerThread thread(u"loop"_s);
        std::atomic<QThread *> fired = nullptr;
        thread.post([&fired] { QTimer::singleShot(0ms, [&fired] { fired = QThread::currentThread(); }); });
        QTRY_VERIFY(fired);
        QVERIFY(fired != QThread::currentThread());
    }

    void theResultComesToTheMailboxOfWhoAsked()
    {
        const auto mailbox = Mailbox::create();
        WorkerThread thread(u"worker"_s);
        QThread *worked = nullptr, *told = nullptr;
        thread.run(
            mailbox, [] { return QThread::currentThread(); },
            [&](QThread *where) {
                worked = where;
                told = QThread::currentThread();
            });
        QTRY_VERIFY(told);
        QCOMPARE(told, QThread::currentThread());
        QVERIFY(worked != told);
    }

    void nobodyIsToldWhoseMailboxIsClosed()
    {
        bool told = false;
        const auto mailbox = Mailbox::create();
        {
            WorkerThread thread(u"worker"_s);
            thread.run(
                mailbox, [] { return 1; }, [&told](int) { told = true; });
            mailbox->close();
        }
        QCoreApplication::processEvents();
        QVERIFY(!told);
    }

    void anObjectLivesAndDiesInItsThread()
    {
        std::vector<QThread *> seen;
        {
            InThread<Resident> resident(u"home"_s, &seen);
            resident.post([](Resident &one) { one.look(); });
        }
        QCOMPARE(seen.size(), 3U);
        QVERIFY(std::ranges::all_of(seen, [&](QThread *thread) { return thread == seen[0]; }));
        QVERIFY(seen[0] != QThread::currentThread());
    }

    void aMailboxMayOutliveItsThread()
    {
        std::shared_ptr<Mailbox> mailbox;
        {
            WorkerThread thread(u"short"_s);
            mailbox = thread.mailbox();
        }
        mailbox->post([] { QFAIL("it is closed"); });
        mailbox.reset();
    }
};

MODELDECK_TEST(WorkerThreadTest)
#include "worker_thread_test.moc"
