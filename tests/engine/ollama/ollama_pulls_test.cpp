// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_pulls.h"
#include "engine/ollama/pull_lines.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

class OllamaPullsTest : public QObject
{
    Q_OBJECT

    static OllamaPullLine layer(const QString &digest, qint64 completed, qint64 total)
    {
        return {u"pulling "_s + digest, digest, {total}, {completed}, {}};
    }

private Q_SLOTS:
    void linesMayComeInPiecesOfAnySize()
    {
        const QByteArray all = R"({"status":"pulling manifest"}
{"status":"pulling abc","digest":"abc","total":10,"completed":5}

{"status":"success"}
)";
        for (qsizetype size = 1; size <= all.size(); ++size) {
            QStringList seen;
            PullLines lines(u"a"_s, [&](const OllamaPullLine &line) { seen << line.status; });
            for (qsizetype at = 0; at < all.size(); at += size)
                QCOMPARE(lines.feed(all.mid(at, size)), at + size < all.size()); // until it is done
            QVERIFY(lines.finish());
            QCOMPARE(seen, (QStringList{u"pulling manifest"_s, u"pulling abc"_s, u"success"_s}));
        }
    }

    void whatIsNoSuccessIsAnError_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("ends early") << QByteArray("{\"status\":\"pulling\"}\n")
                                    << QByteArray("model_load_failed");
        QTest::newRow("nothing") << QByteArray() << QByteArray("model_load_failed");
        QTest::newRow("half a line") << QByteArray("{\"status\":\"success\"")
                                     << QByteArray("ollama_unavailable");
        QTest::newRow("garbage") << QByteArray("<html>\n") << QByteArray("ollama_unavailable");
        QTest::newRow("error") << QByteArray("{\"error\":\"no space left on device\"}\n")
                               << QByteArray("model_load_failed");
        QTest::newRow("error, then success")
            << QByteArray("{\"error\":\"x\"}\n{\"status\":\"success\"}\n") << QByteArray("model_load_failed");
        QTest::newRow("unknown") << QByteArray("{\"error\":\"pull model manifest: file does not exist\"}\n")
                                 << QByteArray("model_not_found");
        QTest::newRow("no end") << QByteArray(100'000, 'x') << QByteArray("model_load_failed");
    }
    void whatIsNoSuccessIsAnError()
    {
        QFETCH(const QByteArray, lines);
        QFETCH(const QByteArray, code);
        PullLines pull(u"a"_s, [](const OllamaPullLine &) {});
        pull.feed(lines);
        const auto result = pull.finish();
        QVERIFY(!result);
        QCOMPARE(QByteArray(errorName(result.error().code)), code);
    }

    void progressSumsLayersAndTellsRateAndRest()
    {
        FakeClock clock;
        PullProgress progress;
        progress.take({u"pulling manifest"_s, {}, {}, {}, {}}, clock.now());
        QCOMPARE(progress.view(u"a"_s).total.value, 0);
        progress.take(layer(u"one"_s, 0, 1000), clock.now());
        clock.advance(1s);
        progress.take(layer(u"one"_s, 200, 1000), clock.now());
        const PullView first = progress.view(u"a"_s);
        QCOMPARE(first.name, u"a"_s);
        QCOMPARE(first.status, u"pulling one"_s);
        QCOMPARE(first.completed.value, 200);
        QCOMPARE(first.bytesPerSecond, 200.0);
        QCOMPARE(*first.secondsLeft, 4.0);
        progress.take(layer(u"two"_s, 50, 100), clock.now());
        QCOMPARE(progress.view(u"a"_s).total.value, 1100);
        QCOMPARE(progress.view(u"a"_s).completed.value, 250);
    }

    void whatWasThereBeforeDoesNotCountAsRate()
    {
        FakeClock clock;
        PullProgress progress;
        progress.take(layer(u"one"_s, 900, 1000), clock.now());
        clock.advance(1s);
        progress.take(layer(u"one"_s, 910, 1000), clock.now());
        QCOMPARE(progress.view(u"a"_s).bytesPerSecond, 10.0);
        QCOMPARE(*progress.view(u"a"_s).secondsLeft, 9.0);
    }

    void theRateIsThatOfTheLastSeconds()
    {
        FakeClock clock;
        PullProgress progress;
        qint64 bytes = 0;
        for (int second = 0; second < 20; ++second) {
            progress.take(layer(u"one"_s, bytes, 1'000'000), clock.now());
            clock.advance(1s);
            bytes += second < 10 ? 10'000 : 100;
        }
        progress.take(layer(u"one"_s, bytes, 1'000'000), clock.now());
        QCOMPARE(progress.view(u"a"_s).bytesPerSecond, 100.0);
    }
};

MODELDECK_TEST(OllamaPullsTest)
#include "ollama_pulls_test.moc"
