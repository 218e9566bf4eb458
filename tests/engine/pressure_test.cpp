// SPDX-License-Identifier: GPL-3.0-or-later
// The whole engine on a machine whose memory fills up as the test says.
#include "tests/support/engine_desk.h"
#include "tests/support/memory_tree.h"
#include "tests/support/test_program.h"
#include "tests/support/wait.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

class PressureTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<MemoryTree> m_machine;
    std::unique_ptr<EngineDesk> m_desk;

    // Of 100 GiB.
    void fill(int gibibytes)
    {
        const auto kibibytes = [](int n) { return QByteArray::number(qint64(n) * 1024 * 1024) + " kB\n"; };
        m_machine->write(u"/proc/meminfo"_s,
                         "MemTotal: " + kibibytes(100) + "MemAvailable: " + kibibytes(100 - gibibytes));
    }
    void fillGroup(qint64 gibibytes)
    {
        const QString group = u"/sys/fs/cgroup/app"_s;
        const auto number = [](qint64 n) { return QByteArray::number(n << 30) + '\n'; };
        m_machine->write(u"/proc/self/mountinfo"_s, memoryFixture("cgroup_v2/mountinfo"));
        m_machine->write(group + u"/memory.stat"_s, "inactive_file 0\nactive_file 0\n");
        m_machine->write(group + u"/memory.current"_s, number(gibibytes));
        m_machine->write(group + u"/memory.max"_s, number(10));
        m_machine->write(u"/proc/self/cgroup"_s, "0::/app\n");
    }
    void script(const QByteArray &used, const QByteArray &processes = {})
    {
        m_machine->write(u"/script"_s, "device|00000000:01:00.0|Card|10737418240|" + used + '\n' + processes);
    }
    void loadA(const QByteArray &behaviour = "normal")
    {
        m_desk->memory.root = m_machine->root();
        m_desk->addModel(u"a"_s, behaviour);
        m_desk->start();
        Answer<Settings> set;
        m_desk->engine->changeSettings({{u"lazy_loading_unloading_memory_pressure_timeout"_s, 0}},
                                       set.reply(m_desk->mailbox));
        const auto answer = m_desk->embed(u"a"_s);
        WAIT(answer.ok());
        WAIT(set.ok());
    }
    bool wasTold(const QString &text) const
    {
        return std::ranges::any_of(m_desk->events, [&](const Event &event) {
            return event.kind == EventKind::Pressure && event.text.english() == text;
        });
    }
    void theModelGoes(const QString &told)
    {
        WAIT(m_desk->state(u"a"_s) == ModelState::Unloaded && !m_desk->isRunning(u"a"_s));
        WAIT(!m_desk->snapshot->receipts->empty());
        QCOMPARE(m_desk->snapshot->receipts->front().reason, UnloadReason::MemoryPressure);
        QVERIFY(wasTold(told));
    }

private Q_SLOTS:
    void init()
    {
        m_machine = std::make_unique<MemoryTree>();
        m_desk = std::make_unique<EngineDesk>();
        m_desk->memory.nvmlLibrary = u"none"_s;
        fill(50);
    }
    void cleanup()
    {
        m_desk.reset();
        m_machine.reset();
        qunsetenv("MODELDECK_FAKE_NVML");
    }

    void aMachineThatFillsUpTakesTheModel()
    {
        loadA();
        QCOMPARE(m_desk->snapshot->visionPressure, PressureLevel::Normal);
        fill(85);
        theModelGoes(u"System memory: pressure is now high, 85.0 of 100.0 GiB are in use"_s);
        WAIT(m_desk->snapshot->system.level == PressureLevel::High);
        QCOMPARE(m_desk->snapshot->textPressure, PressureLevel::High);
    }

    void soDoesItsControlGroup()
    {
        fillGroup(2);
        loadA();
        WAIT(m_desk->snapshot->system.cgroup);
        fillGroup(9);
        theModelGoes(u"Memory of the control group: pressure is now high, 9.0 of 10.0 GiB are in use"_s);
        QCOMPARE(m_desk->snapshot->system.level, PressureLevel::Normal);
    }

    void aGpuShowsWhatTheModelHoldsThere()
    {
        m_desk->memory.nvmlLibrary = QStringLiteral(MODELDECK_FAKE_NVML_FOLDER) + u"/fake_nvml.so"_s;
        qputenv("MODELDECK_FAKE_NVML", QFile::encodeName(m_machine->root() + u"/script"_s));
        script("1073741824");
        loadA("cuda");
        script("2147483648",
               "process|0|compute|" + m_desk->read(u"a"_s, u"pid"_s).trimmed() + "|536870912\n");
        WAIT(m_desk->snapshot->find(idOf(u"a"_s))->memory.device == Bytes{536870912});
        WAIT(m_desk->snapshot->gpus.size() == 1 && m_desk->snapshot->gpus[0].usable);
        QCOMPARE(m_desk->snapshot->gpus[0].name, u"Card"_s);
        QCOMPARE(m_desk->snapshot->gpus[0].level, PressureLevel::Normal);
    }
};

MODELDECK_TEST(PressureTest)
#include "pressure_test.moc"
