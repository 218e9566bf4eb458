// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/lifecycle/scheduler_world.h"
#include "tests/support/test_program.h"

#include <random>
#include <set>

using namespace modeldeck;
using namespace modeldeck::test;
using namespace std::chrono_literals;

namespace {

// A machine whose processes do what they are told, in any order and at any time, or die; and people who ask
// for anything at any time. It checks what must hold whatever happens.
class Machine : public FakeEffects
{
public:
    explicit Machine(unsigned seed) : m_random(seed)
    {
        std::vector<CatalogEntry> entries;
        for (const QString &id : m_ids) {
            CatalogEntry entry;
            entry.id = id;
            entry.installed = true;
            entries.push_back(entry);
        }
        scheduler.setCatalog(Catalog(entries));
        memory.system.total = Bytes::fromMebibytes(16000);
        memory.ramFree = Bytes::fromMebibytes(8000);
        settings.set(VisionEmbeddingVramTimeout, 20s); // so that there are moves, and unloads after them
        settings.set(VisionEmbeddingRamTimeout, 40s);
        scheduler.setSettings(settings);
    }

    void step()
    {
        pick(3) == 0 ? ask() : happen();
        if (pick(4) == 0) {
            clock.advance(std::chrono::seconds(pick(40)));
            if (alarm && *alarm <= clock.now())
                scheduler.alarm();
        }
    }
    // Everybody waits for what is under way; nobody asks for more.
    void comeToRest()
    {
        for (int i = 0; i < 10'000 && anythingUnderWay(); ++i) {
            happen(false);
            clock.advance(1s);
            if (alarm && *alarm <= clock.now())
                scheduler.alarm();
        }
    }

    int unanswered() const { return m_unanswered; }
    bool hasMoved() const { return std::ranges::any_of(receipts, &Receipt::movedToRam); }
    int withoutReceipt() const { return m_ended - int(receipts.size()); }
    QStringList faults;

    // Effects
    void startLoad(const CatalogEntry &model) override
    {
        const Process &old = m_processes[model.id];
        expect(old.state == Process::None || old.state == Process::InRam,
               u"a second process of "_s + model.id);
        m_processes[model.id].inRamStill = old.state == Process::InRam;
        m_processes[model.id].state = Process::Loading;
        expect(processes() <= m_limit, u"more models than allowed"_s);
    }
    void startWork(const QString &id, RequestId request, const EmbedRequest &) override
    {
        Process &process = m_processes[id];
        expect(process.state == Process::Ready, u"work for a process that is not ready: "_s + id);
        process.work.push_back(request);
    }
    void cancelWork(const QString &, RequestId) override {}
    void startMoveToRam(const QString &id) override { m_processes[id].moving = true; }
    void stopDeviceRunner(const QString &id) override
    {
        m_processes[id].moving = false;
        m_processes[id].state = Process::InRam;
        ++m_processes[id].finishing;
    }
    void cancelMoveToRam(const QString &id) override { m_processes[id].moving = false; }
    void startUnload(const QString &id) override
    {
        Process &process = m_processes[id];
        expect(process.state != Process::None && process.state != Process::Stopping,
               u"nothing to stop: "_s + id);
        for (const RequestId request : process.work)
            expect(m_cancelled.contains(request), u"unloaded under a lease: "_s + id);
        m_ended += process.state != Process::Loading || process.inRamStill;
        process.state = Process::Stopping;
        process.moving = false;
        process.work.clear();
    }
    MemoryReadings readMemory() override { return memory; }

    FakeClock clock;
    Settings settings;
    Scheduler scheduler{*this, clock, settings};

private:
    struct Process
    {
        enum State { None, Loading, Ready, InRam, Stopping } state = None;
        std::vector<RequestId> work;
        bool moving = false;     // a second runner is on its way
        bool inRamStill = false; // while it loads onto the GPU
        int finishing = 0;       // those on the GPU that are on their way out
    };

    int pick(int below) { return int(m_random() % unsigned(below)); }
    void expect(bool holds, const QString &fault)
    {
        if (!holds)
            faults += fault;
    }
    int processes() const
    {
        return int(std::ranges::count_if(
            m_processes, [](const auto &item) { return item.second.state != Process::None; }));
    }
    bool anythingUnderWay() const
    {
        return m_unanswered > 0 || std::ranges::any_of(m_processes, [](const auto &item) {
                   const Process &p = item.second;
                   return p.state == Process::Loading || p.state == Process::Stopping || !p.work.empty() ||
                          p.moving || p.finishing > 0;
               });
    }
    template <class T>
    Done<T> answer()
    {
        ++m_unanswered;
        return [this, came = std::make_shared<bool>(false)](const Result<T> &) {
            expect(!std::exchange(*came, true), u"answered twice"_s);
            --m_unanswered;
        };
    }

    void ask()
    {
        const QString id = m_ids[pick(int(m_ids.size()))];
        const UnloadOrder order{
            UnloadReason::Manual, {"requested", {}}, {}, clock.now() + std::chrono::seconds(pick(60)), false};
        switch (pick(14)) {
        case 0:
            return scheduler.load(id, answer<LoadReport>());
        case 1:
            return scheduler.unload(id, order, answer<UnloadReport>());
        case 2:
            return scheduler.unloadAll(ModelType::Vision, order, answer<UnloadReport>());
        case 3:
            return scheduler.reload(id, order, answer<LoadReport>());
        case 4:
            return scheduler.switchTo(id, answer<SwitchReport>());
        case 5:
            return scheduler.setPinned(id, pick(3) == 0, answer<LoadReport>());
        case 6:
            return scheduler.cancelLoad(id, answer<LoadReport>());
        case 7:
            return scheduler.preload(id, answer<LoadReport>());
        case 8:
            return cancelOne();
        case 9:
            return press();
        default:
            return embed(id);
        }
    }
    void embed(const QString &id)
    {
        EmbedRequest request;
        request.model = id;
        request.inputs = {{EmbedInput::Kind::Text, "a photo"}};
        if (pick(4) == 0)
            request.keepAlive = std::chrono::seconds(pick(30) - 1);
        const RequestId number = ++m_lastRequest;
        m_open.insert(number);
        ++m_unanswered;
        scheduler.embed(number, request, [this, number](const Result<Embeddings> &) {
            expect(m_open.erase(number) == 1, u"an embed was answered twice, or after it was cancelled"_s);
            --m_unanswered;
        });
    }
    void cancelOne()
    {
        if (m_open.empty())
            return;
        const RequestId number = *std::next(m_open.begin(), pick(int(m_open.size())));
        m_open.erase(number);
        m_cancelled.insert(number);
        --m_unanswered;
        scheduler.cancel(number);
    }
    void press()
    {
        memory.ramLevel = PressureLevel(pick(4));
        memory.ramExcess = Bytes::fromMebibytes(memory.ramLevel >= PressureLevel::High ? 1 + pick(300) : 0);
        memory.ramFree = Bytes::fromMebibytes(pick(4) == 0 ? 900 : 8000);
        scheduler.remember(memory);
    }

    // Something of what is under way comes about.
    void happen(bool mayFail = true)
    {
        const QString id = m_ids[pick(int(m_ids.size()))];
        Process &process = m_processes[id];
        const Error error = Error(ErrorCode::RunnerCrashed, Text{"it died", {}});
        if (process.finishing > 0 && pick(2) == 0) {
            --process.finishing;
            ++m_ended;
            return scheduler.movedToRam(id, {});
        }
        const auto end = [&process] {
            const int finishing = process.finishing;
            process = {};
            process.finishing = finishing;
        };
        switch (process.state) {
        case Process::None:
            return;
        case Process::Loading:
            if (mayFail && pick(5) == 0) {
                const bool wasInRam = process.inRamStill;
                m_ended += wasInRam;
                end();
                return wasInRam ? scheduler.crashed(id, error, {}) : scheduler.loadFailed(id, error);
            }
            process.inRamStill = false;
            process.state = Process::Ready;
            scheduler.loaded(id, {pick(2) ? u"cuda"_s : u"cpu"_s, u"float32"_s, 512, 77, 224, 0.5});
            return scheduler.measured(id,
                                      {Bytes::fromMebibytes(120), Bytes::fromMebibytes(100), {}, Bytes{0}});
        case Process::InRam:
        case Process::Ready:
            if (mayFail && pick(20) == 0) {
                end();
                ++m_ended;
                return scheduler.crashed(id, error, {});
            }
            if (process.moving && pick(2) == 0)
                return pick(4) == 0 ? scheduler.moveFailed(id, error)
                                    : scheduler.readyInRam(id, {u"cpu"_s, u"float32"_s, 512, 77, 224, 0.5});
            if (!process.work.empty()) {
                const RequestId request = process.work.front();
                process.work.erase(process.work.begin());
                scheduler.workDone(id, request, Embeddings{id, 512, {}, 3, 0ns, 1ms});
            }
            return;
        case Process::Stopping:
            end();
            return scheduler.unloaded(id, {});
        }
    }

    std::mt19937 m_random;
    const QStringList m_ids{A, B, C, u"demo/d"_s};
    std::map<QString, Process> m_processes;
    std::set<RequestId> m_open, m_cancelled;
    RequestId m_lastRequest = 0;
    int m_unanswered = 0;
    int m_ended = 0; // processes that had a model loaded, and were let go of or died
    int m_limit = 2;
};

} // namespace

// Whatever comes in whatever order: every call is answered once, nothing with a lease is unloaded, no model
// has two processes, there are never more of them than allowed, and each that ends leaves its receipt.
class SchedulerRandomTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void promisesHoldInAnyOrder()
    {
        int moved = 0;
        for (unsigned seed = 1; seed <= 300; ++seed) {
            Machine machine(seed);
            for (int i = 0; i < 400 && machine.faults.isEmpty(); ++i)
                machine.step();
            machine.comeToRest();
            QVERIFY2(machine.faults.isEmpty(),
                     qPrintable(u"seed %1: %2"_s.arg(seed).arg(machine.faults.join(u"; "_s))));
            moved += machine.hasMoved();
            QVERIFY2(
                machine.withoutReceipt() == 0,
                qPrintable(u"seed %1: %2 ended without a receipt"_s.arg(seed).arg(machine.withoutReceipt())));
            QVERIFY2(
                machine.unanswered() == 0,
                qPrintable(u"seed %1: %2 calls were never answered"_s.arg(seed).arg(machine.unanswered())));
        }
        QVERIFY(moved > 100); // else nothing of them was tried
    }
};

MODELDECK_TEST(SchedulerRandomTest)
#include "scheduler_random_test.moc"
