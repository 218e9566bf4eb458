// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/model_name.h"
#include "engine/ollama/ollama_answers.h"
#include "tests/support/test_program.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace modeldeck;

class OllamaAnswersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vectorsComeInTheirOrderWithTheirCounts()
    {
        const auto read = readEmbeddings(R"({"model":"embeddings", "embeddings" : [[1, -0.5,2e-3],
            [ 0,0,1e2 ]],"total_duration":9000,"load_duration":4000,"prompt_eval_count":7})",
                                         2);
        QVERIFY2(read, read ? "" : qPrintable(read.error().message.english()));
        QCOMPARE(read->dimension, 3);
        QCOMPARE(read->values, (std::vector<float>{1, -0.5F, 0.002F, 0, 0, 100}));
        QCOMPARE(read->promptTokens, 7);
        QCOMPARE(read->totalTime.count(), 9000);
        QCOMPARE(read->loadTime.count(), 4000);
    }

    void aNumberTooSmallForAFloatIsZero()
    {
        const auto read = readEmbeddings(
            R"({"embeddings":[[1e-60,0.00000000000000000000000000000000000000000000000000001,1,-1e-400]]})",
            1);
        QVERIFY2(read, read ? "" : qPrintable(read.error().message.english()));
        QCOMPARE(read->values, (std::vector<float>{0, 0, 1, 0}));
    }

    void whatIsNoVectorIsAnError_data()
    {
        QTest::addColumn<QByteArray>("body");
        for (const char *body : {"",
                                 "garbage",
                                 "[]",
                                 "{}",
                                 R"({"embeddings":null})",
                                 R"({"embeddings":"no"})",
                                 R"({"embeddings":{}})",
                                 R"({"embeddings":[1,2]})",
                                 R"({"embeddings":[[1,2]})",
                                 R"({"embeddings":[[1,2)",
                                 R"({"embeddings":[[1,2]],)",
                                 R"({"embeddings":[[1,NaN]]})",
                                 R"({"embeddings":[[1,null]]})",
                                 R"({"embeddings":[[1,"2"]]})",
                                 R"({"embeddings":[[1,1e999]]})",
                                 R"({"embeddings":[[1,-inf]]})",
                                 R"({"embeddings":[[1,1e39]]})",
                                 R"({"embeddings":[[]]})",
                                 R"({"embeddings":[[0,0]]})",
                                 R"({"embeddings":[]})",
                                 R"({"embeddings":[[1,2],[3,4]]})",
                                 R"({"embeddings":[[1,2],null]})",
                                 R"({"embeddings":[[1,[2]]]})",
                                 R"({"embeddings":[[1,2],]})",
                                 R"({"embeddings":[[1,,2]]})",
                                 "{\"error\":\"\\\"embeddings\\\":[[1,2]]\"}"})
            QTest::newRow(body) << QByteArray(body);
    }
    void whatIsNoVectorIsAnError()
    {
        QFETCH(const QByteArray, body);
        const auto read = readEmbeddings(body, 1);
        QVERIFY(!read);
        QCOMPARE(errorName(read.error().code), "ollama_unavailable");
    }

    void vectorsOfDifferentDimensionsAreAnError()
    {
        QVERIFY(!readEmbeddings(R"({"embeddings":[[1,2],[1,2,3]]})", 2));
    }

    void oneVectorOfTheOlderCall()
    {
        const auto read = readEmbedding(R"({"embedding":[3,4]})");
        QVERIFY(read);
        QCOMPARE(read->values, (std::vector<float>{3, 4}));
        QVERIFY(!readEmbedding(R"({"embedding":[]})"));
        QVERIFY(!readEmbedding(R"({"embedding":[[3,4]]})"));
    }

    void aLargeAnswerIsReadWhole()
    {
        QByteArray body = R"({"embeddings":[)";
        for (int row = 0; row < 256; ++row) {
            body += row ? ",[" : "[";
            for (int i = 0; i < 1024; ++i)
                body += (i ? "," : "") + QByteArray::number(double(row * 1024 + i + 1) / 1e6, 'g', 9);
            body += ']';
        }
        body += "]}";
        const auto read = readEmbeddings(body, 256);
        QVERIFY(read);
        QCOMPARE(read->values.size(), std::size_t(256 * 1024));
        QCOMPARE(read->values.back(), float(256 * 1024 / 1e6));
    }

    void listsOfModels()
    {
        const auto tags = readTags(R"({"models":[{"name":"a:latest","size":5e7,"digest":"d",
            "details":{"family":"bert","quantization_level":"F16"}},{"name":"b"}]})");
        QVERIFY(tags);
        QCOMPARE(tags->size(), std::size_t(2));
        QCOMPARE(tags->front().size.value, 50'000'000);
        QCOMPARE(tags->front().family, u"bert"_s);
        QCOMPARE(tags->back().name, u"b"_s);
        QVERIFY(readTags(R"({"models":null})"));
        for (const char *body : {"", "[]", "{}", R"({"models":{}})", R"({"models":[1]})",
                                 R"({"models":[{"name":""}]})", R"({"models":[{"name":5}]})"})
            QVERIFY2(!readTags(body), body);
    }

    void processesSplitTheirMemory()
    {
        const QDateTime now = QDateTime::fromString(u"2026-11-24T15:00:00Z"_s, Qt::ISODate);
        const auto read = readProcesses(
            R"({"models":[{"name":"a:latest","size":100,"size_vram":30,"expires_at":"2026-11-24T16:00:30.123456789+01:00"},
            {"name":"b","size":-5,"size_vram":"x","expires_at":"soon"}]})",
            now);
        QVERIFY(read);
        QCOMPARE(read->front().ram.value, 70);
        QCOMPARE(read->front().vram.value, 30);
        QCOMPARE(read->front().expiresIn, std::optional(std::chrono::seconds(30)));
        QCOMPARE(read->back().ram.value, 0);
        QVERIFY(!read->back().expiresIn);
    }

    void descriptionsOfNewAndOldVersions()
    {
        const auto read = [](const char *json) {
            return readDescription(QJsonDocument::fromJson(json).object());
        };
        const auto now = read(
            R"({"capabilities":["embedding"],"model_info":{"general.architecture":"bert","bert.embedding_length":384,
            "bert.context_length":512,"general.parameter_count":22565376}})");
        QCOMPARE(now.dimension, 384);
        QCOMPARE(now.contextLength, 512);
        QCOMPARE(now.parameters, 22565376);
        QCOMPARE(now.capabilities, std::optional(QStringList{u"embedding"_s}));
        const auto old = read(R"({"details":{"family":"bert"}})");
        QCOMPARE(old.dimension, 0);
        QVERIFY(!old.capabilities);
        QCOMPARE(read(R"({"model_info":{"general.architecture":"x","x.embedding_length":1e6}})").dimension,
                 0);
    }

    void namesWithAndWithoutTheirTag()
    {
        QCOMPARE(modelIdOf(u"bge-m3:latest"_s), u"bge-m3"_s);
        QCOMPARE(modelIdOf(u"bge-m3:567m"_s), u"bge-m3:567m"_s);
        QCOMPARE(ollamaNameOf(u"bge-m3"_s), u"bge-m3:latest"_s);
        QCOMPARE(ollamaNameOf(u"bge-m3:567m"_s), u"bge-m3:567m"_s);
        QCOMPARE(ollamaNameOf(u"host:5000/me/model"_s), u"host:5000/me/model:latest"_s);
    }
};

MODELDECK_TEST(OllamaAnswersTest)
#include "ollama_answers_test.moc"
