// SPDX-License-Identifier: GPL-3.0-or-later
// POST /v1/embeddings, field by field.
#include "tests/rest/api_fixture.h"
#include "tests/support/test_program.h"

#include <QtEndian>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace modeldeck;
using namespace modeldeck::test;

class RestEmbeddingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneTextGivesOneVector()
    {
        Api api;
        const auto got =
            api.embed(R"({"input": "ein Käse", "model": "ViT-L-14/openai:latest", "user": "me"})");
        QCOMPARE(got.status, 200);
        const QJsonObject expected = parsed(R"({"object": "list", "model": "ViT-L-14/openai",
            "usage": {"prompt_tokens": 3, "total_tokens": 3}})");
        QCOMPARE(firstDifference(got.json, expected), QString());
        const QJsonObject row = got.json[u"data"_s][0].toObject();
        QCOMPARE(row[u"object"_s].toString(), u"embedding"_s);
        QCOMPARE(row[u"index"_s].toInt(-1), 0);
        QCOMPARE(row[u"embedding"_s].toArray().size(), 768);
        QCOMPARE(row[u"embedding"_s][767].toDouble(), 768.0);
        const EmbedRequest asked = *api.engine.last(u"embed"_s).embed;
        QCOMPARE(asked.model, vitL);
        QCOMPARE(asked.inputs[0].bytes, "ein Käse");
        QVERIFY(asked.normalize && !asked.truncate && !asked.keepAlive);
    }

    void withoutAModelTextsGoToTheTextModelAndImagesToTheCurrentOne()
    {
        Api api;
        api.embed(R"({"input": "a"})");
        QCOMPARE(api.engine.last(u"embed"_s).modelId, u"mxbai-embed-large"_s);
        api.embed(R"({"input": "iVBORw==", "modality": "image"})");
        QCOMPARE(api.engine.last(u"embed"_s).modelId, QString());
        api.embed(R"({"input": ["a", {"image": "iVBORw==", "text": null}], "model": null})");
        QCOMPARE(api.engine.last(u"embed"_s).modelId, QString());
    }

    void mixedInputsKeepTheirOrder()
    {
        Api api;
        const QByteArray body =
            R"({"input": [{"image": "data:image/png;base64,AAEC"}, "b", {"text": "c"}, {"image": "/+8="}], "model": "ViT-B-32/openai"})";
        QCOMPARE(api.embed(body).status, 200);
        const auto inputs = api.engine.last(u"embed"_s).embed->inputs;
        QCOMPARE(inputs.size(), 4U);
        QCOMPARE(inputs[0].bytes, QByteArray("\0\1\2", 3));
        QCOMPARE(inputs[1].bytes, "b");
        QCOMPARE(inputs[2].bytes, "c");
        QCOMPARE(inputs[3].bytes, "\xff\xef");
        QVERIFY(inputs[0].kind == EmbedInput::Kind::Image && inputs[1].kind == EmbedInput::Kind::Text);
    }

    void base64IsLittleEndianFloat32()
    {
        Api api;
        const auto got =
            api.embed(R"({"input": ["a", "b"], "model": "ViT-B-32/openai", "encoding_format": "base64"})");
        const QByteArray bytes =
            QByteArray::fromBase64(got.json[u"data"_s][1][u"embedding"_s].toString().toLatin1());
        QCOMPARE(bytes.size(), 512 * 4);
        QCOMPARE(qFromLittleEndian<float>(bytes.constData()), 2.0F);
        QCOMPARE(got.json[u"data"_s][1][u"index"_s].toInt(), 1);
    }

    void optionsReachTheEngine()
    {
        Api api;
        api.embed(
            R"({"input": "a", "normalize": false, "truncate": true, "keep_alive": "1h30m", "dimensions": 1024})");
        const EmbedRequest asked = *api.engine.last(u"embed"_s).embed;
        QVERIFY(!asked.normalize && asked.truncate);
        QCOMPARE(*asked.keepAlive, 90min);
    }

    void badBodiesAre400AndNameTheField_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const QByteArray &body, const QString &field) {
            QTest::newRow(name) << body << field;
        };
        row("no JSON", "input=a", {});
        row("an array", "[]", {});
        row("no input", "{}", u"input"_s);
        row("null", R"({"input": null})", u"input"_s);
        row("a number", R"({"input": 5})", u"input"_s);
        row("empty", R"({"input": []})", u"input"_s);
        row("empty text", R"({"input": ["a", ""]})", u"input"_s);
        row("input holds null", R"({"input": ["a", null]})", u"input"_s);
        row("object without text", R"({"input": {"txt": "a"}})", u"input"_s);
        row("object with both", R"({"input": {"text": "a", "image": "AAAA"}})", u"input"_s);
        row("object with neither", R"({"input": {"text": null, "image": null}})", u"input"_s);
        row("object with a number", R"({"input": {"text": 5}})", u"input"_s);
        row("model", R"({"input": "a", "model": 5})", u"model"_s);
        row("modality type", R"({"input": "a", "modality": 5})", u"modality"_s);
        row("modality", R"({"input": "a", "modality": "audio"})", u"modality"_s);
        row("encoding_format", R"({"input": "a", "encoding_format": "hex"})", u"encoding_format"_s);
        row("dimensions type", R"({"input": "a", "dimensions": "5"})", u"dimensions"_s);
        row("dimensions fraction", R"({"input": "a", "dimensions": 1.5})", u"dimensions"_s);
        row("dimensions negative", R"({"input": "a", "dimensions": -1})", u"dimensions"_s);
        row("dimensions huge", R"({"input": "a", "dimensions": 1e30})", u"dimensions"_s);
        row("dimensions other than the model's",
            R"({"input": "a", "model": "ViT-L-14/openai", "dimensions": 256})", u"dimensions"_s);
        row("normalize", R"({"input": "a", "normalize": "yes"})", u"normalize"_s);
        row("truncate", R"({"input": "a", "truncate": 1})", u"truncate"_s);
        row("keep_alive", R"({"input": "a", "keep_alive": "soon"})", u"keep_alive"_s);
        row("keep_alive type", R"({"input": "a", "keep_alive": true})", u"keep_alive"_s);
        row("user", R"({"input": "a", "user": 1})", u"user"_s);
    }

    void badBodiesAre400AndNameTheField()
    {
        QFETCH(QByteArray, body);
        Api api;
        const auto got = api.embed(body);
        QCOMPARE(got.status, 400);
        QCOMPARE(code(got), u"invalid_request"_s);
        QCOMPARE(got.json[u"error"_s][u"type"_s].toString(), u"invalid_request_error"_s);
        QTEST(got.json[u"error"_s][u"param"_s].toString(), "field");
        QVERIFY(api.engine.calls().empty());
    }

    void aBadImageIsNamedByItsIndex_data()
    {
        QTest::addColumn<QByteArray>("image");
        for (const char *bad :
             {"", "A", "AA==A", "AA =", "AAA.", "A===", "data:image/png,AAAA", "data:image/png;base64",
              "data:image/png;base64,", "data:image/png;base64x,AAAA", "data:,"})
            QTest::newRow(bad) << QByteArray(bad);
    }

    void aBadImageIsNamedByItsIndex()
    {
        QFETCH(QByteArray, image);
        Api api;
        const auto got = api.embed(R"({"modality": "image", "input": ["AAAA", ")" + image + R"("]})");
        QCOMPARE(got.status, 400);
        QCOMPARE(code(got), u"invalid_image"_s);
        QVERIFY(got.json[u"error"_s][u"message"_s].toString().startsWith(u"input 1: "_s));
    }

    void anImageIsReadAsBrowsersReadIt()
    {
        Api api;
        for (const QByteArray image :
             {"/+8=", "_-8", "\\/+8",
              "data:image/png;base64,/+8=", "DATA:IMAGE/PNG;BASE64,/+8=", "data:;base64,/+8=",
              "data:text/plain;base64,/+8=", "data:application/octet-stream;charset=utf-8;base64,/+8=",
              "data:image/png; base64 ,/+8=", "data:image/png;base64,/+\\r\\n8=\\n",
              "data:image/png;base64,%2F%2B8%3D", " data:;base64,/+8=\\n"}) {
            QCOMPARE(api.embed(R"({"modality": "image", "input": ")" + image + R"("})").status, 200);
            QCOMPARE(api.engine.last(u"embed"_s).embed->inputs[0].bytes, QByteArray("\xff\xef"));
        }
    }

    void noUrlIsFetched()
    {
        Api api;
        for (const QByteArray url : {"http://a/b.png", "HTTPS://a/b.png", "file:///etc/passwd"}) {
            const auto got = api.embed(R"({"modality": "image", "input": ")" + url + R"("})");
            QCOMPARE(got.status, 400);
            QVERIFY(got.json[u"error"_s][u"message"_s].toString().contains(u"URLs are not fetched"_s));
        }
        const QByteArray body = R"({"input": "https://a/b is a text here"})";
        QCOMPARE(api.embed(body).status, 200);
    }

    void tokenIdsAreRefusedWithAHint()
    {
        Api api;
        for (const QByteArray ids : {"[1, 2, 3]", "[[1, 2], [3]]"}) {
            const auto got = api.embed(R"({"input": )" + ids + "}");
            QCOMPARE(got.status, 400);
            QVERIFY(got.json[u"error"_s][u"message"_s].toString().contains(
                u"check_embedding_ctx_length=False"_s));
        }
    }

    void atMost2048Inputs()
    {
        Api api;
        const QByteArray most = QByteArray("\"a\",").repeated(2047) + "\"a\"";
        const QByteArray body = R"({"model": "ViT-B-32/openai", "input": [)";
        QCOMPARE(api.embed(body + most + "]}").status, 200);
        const QByteArray body2 = R"({"model": "ViT-B-32/openai", "input": [)";
        QCOMPARE(api.embed(body2 + most + ",\"a\"]}").status, 400);
    }

    void theEnginesErrorsKeepStatusAndIndex()
    {
        Api api;
        Error bad = error(ErrorCode::InvalidImage, "not an image");
        bad.index = 3;
        api.engine.setEmbedding([bad](const EmbedRequest &) { return tl::unexpected<Error>(bad); });
        const auto got = api.embed(R"({"input": "a"})");
        QCOMPARE(got.status, 400);
        QCOMPARE(got.json[u"error"_s][u"message"_s].toString(), u"input 3: not an image"_s);
        Error full = error(ErrorCode::QueueFull);
        full.retryAfter = 2s;
        api.engine.setEmbedding([full](const EmbedRequest &) { return tl::unexpected<Error>(full); });
        const auto busy = api.embed(R"({"input": "a"})");
        QCOMPARE(busy.status, 429);
        QVERIFY(std::ranges::count(busy.response.headers, api::Header{"Retry-After", "2"}) == 1);
    }

    void vectorsThatAreNotWholeAreNeverSent()
    {
        Api api;
        const float nan = std::numeric_limits<float>::quiet_NaN();
        for (const std::vector<float> &values :
             {std::vector<float>{1, nan}, std::vector<float>{1}, std::vector<float>{}}) {
            api.engine.setEmbedding(
                [values](const EmbedRequest &) { return Embeddings{u"m"_s, 2, values, 0, {}, {}}; });
            const QByteArray body = R"({"input": "a"})";
            QCOMPARE(api.embed(body).status, 500);
        }
    }

    void aMatryoshkaModelsVectorsMayBeCut()
    {
        Api api;
        const auto got = api.embed(R"({"input": ["a", "b"], "dimensions": 2})"); // 1, 2, … and 2, 3, …
        QCOMPARE(got.status, 200);
        const QJsonArray row = got.json[u"data"_s][0][u"embedding"_s].toArray();
        QCOMPARE(row.size(), 2);
        QCOMPARE(float(row[0].toDouble()), 1 / std::sqrt(5.0F));
        QCOMPARE(float(row[1].toDouble()), 2 / std::sqrt(5.0F));
        const auto raw = api.embed(R"({"input": "a", "dimensions": 2, "normalize": false})");
        QCOMPARE(raw.json[u"data"_s][0][u"embedding"_s].toArray(), (QJsonArray{1, 2}));
        const QByteArray larger = R"({"input": "a", "dimensions": 1025})";
        QCOMPARE(api.embed(larger).status, 400);
    }

    void aTextModelEmbedsNoImages()
    {
        Api api;
        const auto got = api.embed(R"({"input": [{"image": "AAAA"}], "model": "mxbai-embed-large"})");
        QCOMPARE(got.status, 400);
        QVERIFY(got.json[u"error"_s][u"message"_s].toString().contains(u"not images"_s));
        QVERIFY(api.engine.calls().empty());
    }

    void theClientsNameReachesTheEngine()
    {
        Api api;
        api.headers = {{"user-agent", "OpenAI/Python 1.0\x01 " + QByteArray(100, 'x')}};
        api.embed(R"({"input": "a"})");
        const QString client = api.engine.last(u"embed"_s).embed->askedBy;
        QVERIFY(client.startsWith(u"OpenAI/Python 1.0 xxx"_s));
        QVERIFY(client.size() <= 64);
    }

    void longStringsMeanTheSameAsShortOnes()
    {
        Api api;
        const QByteArray image(6000, '\x7f'), text = QByteArray("cats and dogs ").repeated(500);
        const QByteArray body = "{\"model\": \"ViT-L-14/openai\", \"user\": \"" + QByteArray(5000, 'u') +
                                "\", \"input\": [{\"image\": \"data:image/png;base64," + image.toBase64() +
                                "\"}, \"" + text + "\", \"" + text + "\\n\\u00e4\\\"\", \"lifted-\"]}";
        QCOMPARE(api.embed(body).status, 200);
        const auto inputs = api.engine.last(u"embed"_s).embed->inputs;
        QCOMPARE(inputs[0].bytes, image);
        QCOMPARE(inputs[1].bytes, text);
        QCOMPARE(inputs[2].bytes, text + "\nä\"");
        QCOMPARE(inputs[3].bytes, "lifted-");
    }

    void aLongStringThatIsNoBase64IsNamedByItsIndex()
    {
        Api api;
        const QByteArray beginning =
            "{\"modality\": \"image\", \"input\": [\"AAAA\", \"" + QByteArray(5001, 'A');
        const auto got = api.embed(beginning + "\"]}");
        QCOMPARE(code(got), u"invalid_image"_s);
        QVERIFY(got.json[u"error"_s][u"message"_s].toString().startsWith(u"input 1: "_s));
        QCOMPARE(api.embed(beginning).status, 400);
    }

    void largeBodiesAndAnswersAreLeftToTheWorker()
    {
        Api api;
        api.context.worker = std::make_shared<WorkerThread>(u"worker"_s);
        const QByteArray most = "{\"model\": \"ViT-B-32/openai\", \"input\": [" +
                                QByteArray("\"" + QByteArray(300, 'a') + "\",").repeated(1000) + "\"a\"]}";
        QVERIFY(most.size() > 256 * 1024);
        const auto got = api.embed(most);
        QCOMPARE(got.status, 200);
        QCOMPARE(got.json[u"data"_s].toArray().size(), 1001);
        QCOMPARE(got.json[u"data"_s][1000][u"embedding"_s][511].toDouble(), 1512.0);
    }

    void theDimensionsOfAnAliasAreCheckedAfterwards()
    {
        Api api;
        api.engine.setEmbedding([](const EmbedRequest &) {
            return Embeddings{u"m"_s, 2, {1, 2}, 0, {}, {}};
        });
        const QByteArray body = R"({"input": "a", "model": "alias", "dimensions": 2})";
        QCOMPARE(api.embed(body).status, 200);
        const QByteArray body2 = R"({"input": "a", "model": "alias", "dimensions": 3})";
        QCOMPARE(api.embed(body2).status, 400);
    }
};

MODELDECK_TEST(RestEmbeddingsTest)
#include "rest_embeddings_test.moc"
