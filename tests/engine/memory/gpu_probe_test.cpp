// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/amdgpu_probe.h"
#include "engine/memory/nvml_probe.h"
#include "tests/support/memory_tree.h"
#include "tests/support/test_program.h"

#include <memory>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

constexpr qint64 gibibyte = 1024 * 1024 * 1024;
constexpr char twoCards[] = "device|00000000:01:00.0|NVIDIA GeForce RTX 4090|25757220864|4294967296\n"
                            "device|00000000:0A:00.0|NVIDIA T400|2147483648|104857600\n";

QString library(const QString &name)
{
    return QStringLiteral(MODELDECK_FAKE_NVML_FOLDER) + u'/' + name + u".so"_s;
}

} // namespace

class GpuProbeTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<MemoryTree> m_tree;

    void script(const QByteArray &text) { m_tree->write(u"/script"_s, text); }
    std::unique_ptr<NvmlProbe> nvidia(const QString &name = u"fake_nvml"_s)
    {
        auto probe = std::make_unique<NvmlProbe>(library(name), m_tree->root());
        [&] { QTRY_VERIFY_WITH_TIMEOUT(!probe->isOpening(), 30'000); }();
        return probe;
    }
    void card(const QString &name, const QByteArray &place, const QByteArray &total, const QByteArray &used)
    {
        const QString device = u"/sys/class/drm/"_s + name + u"/device/"_s;
        m_tree->write(device + u"uevent"_s, "DRIVER=amdgpu\nPCI_ID=1002:73BF\nPCI_SLOT_NAME=" + place + '\n');
        m_tree->write(device + u"mem_info_vram_total"_s, total);
        m_tree->write(device + u"mem_info_vram_used"_s, used);
    }

private Q_SLOTS:
    void init()
    {
        m_tree = std::make_unique<MemoryTree>();
        qputenv("MODELDECK_FAKE_NVML", QFile::encodeName(m_tree->root() + u"/script"_s));
    }
    void cleanup() { qunsetenv("MODELDECK_FAKE_NVML"); }

    void nvidiaCardsAreReadEachTime()
    {
        script(twoCards);
        const auto probe = nvidia();
        auto cards = probe->read();
        QCOMPARE(cards.size(), std::size_t(2));
        QCOMPARE(cards[0].id, u"0000:01:00.0"_s);
        QCOMPARE(cards[0].name, u"NVIDIA GeForce RTX 4090"_s);
        QCOMPARE(cards[0].total, Bytes{25757220864});
        QCOMPARE(cards[0].used, Bytes{4 * gibibyte});
        QCOMPARE(cards[1].id, u"0000:0a:00.0"_s);
        script(
            "device|00000000:01:00.0|NVIDIA GeForce RTX 4090|25757220864|1073741824\n"); // the other is lost
        cards = probe->read();
        QCOMPARE(cards.size(), std::size_t(1));
        QCOMPARE(cards[0].used, Bytes{gibibyte});
    }

    void whatFailsOfNvidiaIsAbsent_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        const QByteArray cards = twoCards;
        QTest::newRow("no library") << u"no_such_library"_s << cards;
        QTest::newRow("no driver") << u"fake_nvml"_s << cards + "fail|nvmlInit_v2|9\n";
        QTest::newRow("versions differ") << u"fake_nvml"_s << cards + "fail|nvmlInit_v2|18\n";
        QTest::newRow("no cards") << u"fake_nvml"_s << QByteArray();
        QTest::newRow("no count") << u"fake_nvml"_s << cards + "fail|nvmlDeviceGetCount_v2|999\n";
        QTest::newRow("no handles") << u"fake_nvml"_s << cards + "fail|nvmlDeviceGetHandleByIndex_v2|4\n";
        QTest::newRow("no memory") << u"fake_nvml"_s << cards + "fail|nvmlDeviceGetMemoryInfo|3\n";
        QTest::newRow("memory of 0") << u"fake_nvml"_s << QByteArray("device|0:1:0.0|x|0|0\n");
        QTest::newRow("memory without end")
            << u"fake_nvml"_s << QByteArray("device|0:1:0.0|x|18446744073709551615|0\n");
    }
    void whatFailsOfNvidiaIsAbsent()
    {
        QFETCH(const QString, name);
        QFETCH(const QByteArray, text);
        script(text);
        const auto probe = nvidia(name);
        QVERIFY(probe->read().empty());
        QVERIFY(probe->memoryOf(1234).empty());
    }

    void aLibraryWithoutTheFunctionsIsNone()
    {
        NvmlProbe probe(u"libm.so.6"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!probe.isOpening(), 30'000);
        QVERIFY(probe.read().empty());
    }

    void withoutNameAndPlaceACardIsReadAllTheSame()
    {
        script(QByteArray(twoCards) + "fail|nvmlDeviceGetName|999\nfail|nvmlDeviceGetPciInfo_v3|999\n");
        const auto cards = nvidia()->read();
        QCOMPARE(cards.size(), std::size_t(2));
        QCOMPARE(cards[0].name, u"NVIDIA GPU"_s);
        QVERIFY(cards[0].id != cards[1].id);
    }

    void moreUsedThanThereIsMeansFull()
    {
        script("device|0:1:0.0|x|100|18446744073709551615\n");
        QCOMPARE(nvidia()->read().at(0).used, Bytes{100});
    }

    void aSleepingCardIsNotWoken()
    {
        script(twoCards);
        const QString state = u"/sys/bus/pci/devices/0000:01:00.0/power/runtime_status"_s;
        m_tree->write(state, "suspended\n");
        const auto probe = nvidia();
        QCOMPARE(probe->read().size(), std::size_t(1)); // the other one
        m_tree->write(state, "active\n");
        QCOMPARE(probe->read().size(), std::size_t(2));
        m_tree->write(state, "suspended\n");
        script("device|00000000:01:00.0|NVIDIA GeForce RTX 4090|25757220864|1073741824\n");
        QCOMPARE(probe->read().at(0).used, Bytes{4 * gibibyte}); // as last seen
    }

    void aProcessIsFoundInEveryFormOfTheList_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"fake_nvml", "fake_nvml_535", "fake_nvml_v2", "fake_nvml_v1"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void aProcessIsFoundInEveryFormOfTheList()
    {
        QFETCH(const QString, name);
        QByteArray text = twoCards;
        for (int i = 0; i < 100; ++i) // more than it first has room for
            text += "process|0|compute|" + QByteArray::number(5000 + i) + "|1048576\n";
        text += "process|0|compute|1234|536870912\n";
        text += "process|0|graphics|1234|536870912\n";                              // both: the same memory
        text += "process|1|compute|1234|1048576\nprocess|1|compute|1234|2097152\n"; // parts of a divided GPU
        text += "process|1|graphics|7|1048576\n";
        script(text);
        const auto probe = nvidia(name);
        QCOMPARE(probe->memoryOf(1234), (std::map<QString, Bytes>{{u"0000:01:00.0"_s, {536870912}},
                                                                  {u"0000:0a:00.0"_s, {3145728}}}));
        QCOMPARE(probe->memoryOf(7), (std::map<QString, Bytes>{{u"0000:0a:00.0"_s, {1048576}}}));
        QCOMPARE(probe->memoryOf(5099), (std::map<QString, Bytes>{{u"0000:01:00.0"_s, {1048576}}}));
        QVERIFY(probe->memoryOf(8).empty());
        QVERIFY(probe->memoryOf(-1).empty());
    }

    void aProcessWhoseMemoryIsNotToldIsAbsent()
    {
        script(QByteArray(twoCards) + "process|0|compute|1234|18446744073709551615\n");
        QVERIFY(nvidia()->memoryOf(1234).empty());
        script(QByteArray(twoCards) +
               "process|0|compute|1234|5\nfail|nvmlDeviceGetComputeRunningProcesses|3\n");
        QVERIFY(nvidia()->memoryOf(1234).empty());
    }

    void amdCardsAreThoseWithAmdsFiles()
    {
        card(u"card0"_s, "0000:03:00.0", "17163091968\n", "4294967296\n");
        card(u"card1"_s, "0000:0b:00.0", "536870912\n", "536870000\n");
        card(u"card0-DP-1"_s, "", "1\n", "1\n"); // a screen
        m_tree->write(u"/sys/class/drm/card2/device/uevent"_s, "DRIVER=nvidia\n");
        m_tree->write(u"/sys/class/drm/card1/device/product_name"_s, "Radeon Pro W6800\n");
        AmdgpuProbe probe(m_tree->root());
        auto cards = probe.read();
        QCOMPARE(cards.size(), std::size_t(2));
        QCOMPARE(cards[0].name, u"AMD GPU 0000:03:00.0"_s);
        QCOMPARE(cards[0].total, Bytes{17163091968});
        QCOMPARE(cards[0].used, Bytes{4 * gibibyte});
        QCOMPARE(cards[1].id, u"0000:0b:00.0"_s);
        QCOMPARE(cards[1].name, u"Radeon Pro W6800"_s);
        card(u"card0"_s, "0000:03:00.0", "17163091968\n", "1073741824\n");
        QCOMPARE(probe.read().at(0).used, Bytes{gibibyte});
    }

    void whatAmdsFilesDoNotTellIsAbsent_data()
    {
        QTest::addColumn<QByteArray>("total");
        QTest::addColumn<QByteArray>("used");
        QTest::newRow("empty") << QByteArray() << QByteArray("1\n");
        QTest::newRow("no use") << QByteArray("1\n") << QByteArray();
        QTest::newRow("0") << QByteArray("0\n") << QByteArray("0\n");
        QTest::newRow("negative") << QByteArray("100\n") << QByteArray("-1\n");
        QTest::newRow("overflow") << QByteArray("99999999999999999999\n") << QByteArray("1\n");
        QTest::newRow("huge") << QByteArray("9223372036854775807\n") << QByteArray("1\n");
        QTest::newRow("binary") << QByteArray("\xff\xfe\n") << QByteArray("1\n");
    }
    void whatAmdsFilesDoNotTellIsAbsent()
    {
        QFETCH(const QByteArray, total);
        QFETCH(const QByteArray, used);
        card(u"card0"_s, "0000:03:00.0", total, used);
        QVERIFY(AmdgpuProbe(m_tree->root()).read().empty());
    }

    void anOpenFileOfAProcessTellsItsShare()
    {
        const auto client = parseAmdgpuClient(memoryFixture("amdgpu_fdinfo"));
        QVERIFY(client);
        QCOMPARE(client->gpu, u"0000:03:00.0"_s);
        QCOMPARE(client->id, qint64(58));
        QCOMPARE(client->vram, Bytes{gibibyte});
        const QByteArray start =
            "drm-driver:\tamdgpu\ndrm-client-id: 1\ndrm-pdev: 0000:03:00.0\ndrm-memory-vram: ";
        QCOMPARE(parseAmdgpuClient(start + "3 MiB\n")->vram, Bytes::fromMebibytes(3));
        QCOMPARE(parseAmdgpuClient(start + "12\n")->vram, Bytes{12});
        for (const char *size :
             {"\n", "-1 KiB\n", "1 GiB\n", "9007199254740993 KiB\n", "99999999999999999999\n", "\xff\n"})
            QVERIFY2(!parseAmdgpuClient(start + size), size);
        QVERIFY(!parseAmdgpuClient("drm-driver:\ti915\ndrm-client-id: 1\ndrm-pdev: a\ndrm-memory-vram: 1\n"));
        QVERIFY(!parseAmdgpuClient(""));
        QVERIFY(!parseAmdgpuClient("pos:\t0\nflags:\t02\n"));
    }

    void copiesOfAnOpenFileCountOnce()
    {
        card(u"card0"_s, "0000:03:00.0", "17163091968\n", "4294967296\n");
        const QByteArray first = memoryFixture("amdgpu_fdinfo");
        m_tree->write(u"/proc/77/fdinfo/3"_s, first);
        m_tree->write(u"/proc/77/fdinfo/4"_s, first);
        m_tree->write(u"/proc/77/fdinfo/5"_s, QByteArray(first).replace("58", "59"));
        m_tree->write(u"/proc/77/fdinfo/6"_s, "pos:\t0\n");
        AmdgpuProbe probe(m_tree->root());
        QCOMPARE(probe.memoryOf(77), (std::map<QString, Bytes>{{u"0000:03:00.0"_s, {2 * gibibyte}}}));
        QVERIFY(probe.memoryOf(78).empty());
    }
};

MODELDECK_TEST(GpuProbeTest)
#include "gpu_probe_test.moc"
