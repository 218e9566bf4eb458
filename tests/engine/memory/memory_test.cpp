// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/pressure_gauge.h"
#include "engine/memory/system_memory.h"

#include <QTest>
#include <unistd.h>

using namespace modeldeck;

class MemoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void memInfoIsReadFromTheKernelsText()
    {
        const auto info = parseMemInfo("MemTotal:       24689764 kB\nMemFree:  100 kB\nMemAvailable:   20000000 kB\n");
        QVERIFY(info);
        QCOMPARE(info->total, Bytes::fromKibibytes(24689764));
        QCOMPARE(info->available, Bytes::fromKibibytes(20000000));
    }

    void memInfoWithoutWhatItNeedsIsAbsent_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no MemAvailable") << QByteArray("MemTotal: 5 kB\n");
        QTest::newRow("zero total") << QByteArray("MemTotal: 0 kB\nMemAvailable: 0 kB\n");
        QTest::newRow("negative") << QByteArray("MemTotal: -5 kB\nMemAvailable: 1 kB\n");
        QTest::newRow("overflow") << QByteArray("MemTotal: 99999999999999999999 kB\nMemAvailable: 1 kB\n");
        QTest::newRow("not a number") << QByteArray("MemTotal: many kB\nMemAvailable: 1 kB\n");
        QTest::newRow("noise") << QByteArray("\0\xff:::\n kB\n:", 10);
    }
    void memInfoWithoutWhatItNeedsIsAbsent()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!parseMemInfo(text));
    }

    void smapsRollupTellsAnonymousFromFile()
    {
        const auto memory = parseSmapsRollup("55d-7ff ---p 00000000 00:00 0 [rollup]\nRss:  1000 kB\nPss:  700 kB\n"
                                             "Anonymous:  300 kB\nSwap: 0 kB\n");
        QVERIFY(memory);
        QCOMPARE(memory->pss, Bytes::fromKibibytes(700));
        QCOMPARE(memory->anonymous, Bytes::fromKibibytes(300));
        QCOMPARE(memory->file, Bytes::fromKibibytes(400));
        QVERIFY(!parseSmapsRollup("Rss: 1 kB\n"));
    }

    void ownMemoryIsReadAndAGoneProcessHasNone()
    {
        const auto own = readProcessMemory(getpid());
        QVERIFY(own);
        QVERIFY(own->pss.value > 0);
        QVERIFY(!readProcessMemory(0x7ffffff0));
    }

    void aLevelRisesAtItsLineAndFallsUnderIt()
    {
        PressureGauge gauge;
        QCOMPARE(gauge.update(0.69, 0.8), PressureLevel::Normal);
        QCOMPARE(gauge.update(0.70, 0.8), PressureLevel::Medium);
        QCOMPARE(gauge.update(0.80, 0.8), PressureLevel::High);
        QCOMPARE(gauge.update(0.76, 0.8), PressureLevel::High);
        QCOMPARE(gauge.update(0.74, 0.8), PressureLevel::Medium);
        QCOMPARE(gauge.update(0.66, 0.8), PressureLevel::Medium);
        QCOMPARE(gauge.update(0.64, 0.8), PressureLevel::Normal);
        QCOMPARE(gauge.update(0.96, 0.8), PressureLevel::Critical);
        QCOMPARE(gauge.update(0.60, 0.8), PressureLevel::Normal);
    }
};

QTEST_GUILESS_MAIN(MemoryTest)
#include "memory_test.moc"
