// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/routes.h"
#include "app/rest/embed/base64.h"
#include "app/rest/embed/embed_body.h"
#include "app/rest/embed/vector_json.h"
#include "app/rest/http/http_message.h"
#include "app/rest/http/request_fields.h"
#include "tests/support/test_program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <bit>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace modeldeck;
using namespace modeldeck::api;

class RestValuesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void durationsAreReadAsGoWritesThem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("nanoseconds"); // 1: not a duration
        const auto row = [](const QString &text, std::chrono::nanoseconds value) {
            QTest::newRow(qPrintable(text)) << text << qint64(value.count());
        };
        row(u"10m"_s, 10min);
        row(u"1h30m"_s, 90min);
        row(u"-1s"_s, -1s);
        row(u"+1.5h"_s, 90min);
        row(u"300ms"_s, 300ms);
        row(u"5µs"_s, 5us);
        row(u".5s"_s, 500ms);
        row(u"0"_s, 0s);
        row(u"99999999999h"_s, std::chrono::nanoseconds(9'200'000'000'000'000'000));
        for (const char *bad :
             {"", "5", "-", "m", "1x", "1h 30m", "1..5s", "1e3s", "nan", "infs", "--1s", "1h30"})
            row(QString::fromLatin1(bad), 1ns);
    }

    void durationsAreReadAsGoWritesThem()
    {
        QFETCH(QString, text);
        QTEST(qint64(parseGoDuration(text).value_or(1ns).count()), "nanoseconds");
    }

    void keepAliveIsSecondsOrADuration()
    {
        const auto read = [](const QJsonValue &value) {
            const QJsonObject body{{u"keep_alive"_s, value}};
            Fields fields(body);
            return keepAlive(fields);
        };
        QCOMPARE(read(300), 300s);
        QCOMPARE(read(0.5), 500ms);
        QCOMPARE(read(-1), -1s);
        QCOMPARE(read(0), 0s);
        QCOMPARE(read(u"5m"_s), 5min);
        QVERIFY(*read(1e300) > 24h * 365 * 200);
        QVERIFY(!read(QJsonValue()));
        QVERIFY(!read(u"-1"_s));
    }

    void base64IsReadAsQtAndBrowsersReadIt()
    {
        QRandomGenerator random(5);
        for (int size = 0; size < 200; ++size) {
            QByteArray bytes(size, Qt::Uninitialized);
            for (char &byte : bytes)
                byte = char(random.generate());
            QByteArray text = bytes.toBase64();
            QCOMPARE(decodeBase64(text), bytes);
            if (text.isEmpty())
                continue;
            text[qsizetype(random.bounded(quint32(text.size())))] = char(random.generate());
            const auto expected =
                QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
            if (expected && text.size() % 4 == 0)
                QCOMPARE(decodeBase64(text), std::optional(*expected));
        }
        const std::optional<QByteArray> bytes("\xff\xef\xfe");
        for (const char *good : {"/+/+", "_-_-", "/-/-", " /+\r\n/+\n", "%2F%2B%2f+", "\t/ + / +\f"})
            QVERIFY2(decodeBase64(good) == bytes, good);
        for (const char *padded : {"/+8=", "/+8", "_-8", "/+8%3D", "/+ 8 =", "/+\n8\n=\n"})
            QVERIFY2(decodeBase64(padded) == QByteArray("\xff\xef"), padded);
        for (const char *bad : {"A", "A===", "====", "=", "AA=A", "AA=", "AA==AAAA",
                                "AA\n=", "AAAA=", "AAAAA", "AA\xa0 AA", "AA\vAA", "AA%00", "A.AA", "AA,A"})
            QVERIFY2(!decodeBase64(bad), bad);
    }

    void floatsReadBackTheSame()
    {
        QRandomGenerator random(11);
        std::vector<float> values{0.0F,           -0.0F,           1.0F,        0.1F, 1e-45F,
                                  -3.4028235e38F, 1.17549435e-38F, 123456789.0F};
        while (values.size() < 5000) {
            const float value = std::bit_cast<float>(random.generate());
            if (std::isfinite(value))
                values.push_back(value);
        }
        QByteArray json;
        appendFloatArray(json, values);
        const QJsonArray read = QJsonDocument::fromJson(json).array();
        QCOMPARE(read.size(), qsizetype(values.size()));
        for (std::size_t i = 0; i < values.size(); ++i)
            QVERIFY(float(read[qsizetype(i)].toDouble()) == values[i]);
        QByteArray none("x");
        appendFloatArray(none, {});
        QCOMPARE(none, "x[]");
    }

    void aLineBreakInAHeaderIsLeftOut()
    {
        Response response;
        response.headers = {{"X-Good", "1"}, {"X-Bad", "1\r\nX-Injected: 2"}, {"X\nBad", "1"}};
        const QByteArray bytes = serialise(response, Body::Send, true, "me");
        QVERIFY(bytes.contains("X-Good: 1\r\n"));
        QVERIFY(!bytes.contains("Bad"));
        QVERIFY(!bytes.contains("Injected"));
    }

    void errorsComeInThreeFamilies()
    {
        Error error = Error(ErrorCode::ModelNotFound, MD_TEXT("no %1"), u"x"_s)
                          .withHint(MD_TEXT("try y"))
                          .ofParameter(u"model"_s)
                          .ofInput(2);
        const auto body = [&](const char *path) -> QJsonValue {
            return QJsonDocument::fromJson(errorResponse(error, familyOf(path)).body).object()[u"error"_s];
        };
        const QJsonObject management{{u"code"_s, u"model_not_found"_s},
                                     {u"message"_s, u"input 2: no x"_s},
                                     {u"hint"_s, u"try y"_s},
                                     {u"parameter"_s, u"model"_s},
                                     {u"index"_s, 2}};
        const QJsonObject openAi{{u"message"_s, u"input 2: no x. try y"_s},
                                 {u"type"_s, u"invalid_request_error"_s},
                                 {u"param"_s, u"model"_s},
                                 {u"code"_s, u"model_not_found"_s}};
        QCOMPARE(body("/api/rag/embedding/status").toObject(), management);
        QCOMPARE(body("/nowhere").toObject(), management);
        QCOMPARE(body("/v1/models").toObject(), openAi);
        QCOMPARE(body("/api/tags").toString(), u"input 2: no x. try y"_s);
    }

    void routesMatchTheirParameter()
    {
        QCOMPARE(match("/livez", "/livez"), QString());
        QVERIFY(!match("/livez", "/livez/"));
        QCOMPARE(match("/a/{model_id}", "/a/b/c"), u"b/c"_s);
        QCOMPARE(match("/a/{model_id}", "/a/b%2Fc"), u"b/c"_s);
        QCOMPARE(match("/a/{model_id}", "/a/%252F"), u"%2F"_s); // decoded once
        QVERIFY(!match("/a/{model_id}", "/a/"));
        QVERIFY(!match("/a/{model_type}", "/a/b/c"));
        QCOMPARE(match("/a/{model_type}", "/a/b"), u"b"_s);
    }

    void imagesAreBase64OfAnyForm()
    {
        QCOMPARE(*decodeImage("AAEC"), QByteArray("\0\1\2", 3));
        QCOMPARE(*decodeImage("DATA:image/PNG;BASE64,AAEC"), QByteArray("\0\1\2", 3));
        QCOMPARE(*decodeImage("data:;base64,AAEC"), QByteArray("\0\1\2", 3));
        for (const char *good : {"AAEC\n", "AA EC", "data:text/plain;base64,AAEC"})
            QCOMPARE(*decodeImage(good), QByteArray("\0\1\2", 3));
        for (const char *bad : {"A", "=AAE", "AA=A", "ÄÄÄÄ", "data:,AAEC"})
            QVERIFY2(!decodeImage(bad), bad);
    }

    void aLargeAnswerIsWrittenFast()
    {
        std::vector<float> values(2048 * 1024);
        QRandomGenerator random(3);
        for (float &value : values)
            value = float(random.generateDouble() * 2 - 1);
        QBENCHMARK
        {
            QByteArray json;
            appendFloatArray(json, values);
            QVERIFY(json.size() > qsizetype(values.size()) * 8);
        }
    }
};

MODELDECK_TEST(RestValuesTest)
#include "rest_values_test.moc"
