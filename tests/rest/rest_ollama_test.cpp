// SPDX-License-Identifier: GPL-3.0-or-later
// Ollama's forms, as its clients send and read them.
#include "tests/rest/api_fixture.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace modeldeck;
using namespace modeldeck::test;

class RestOllamaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void optionsAreHandedOn()
    {
        Api api;
        for (const QByteArray call : {"/api/embed", "/api/embeddings"}) {
            const QByteArray body = R"({"model": "bge-m3", "input": "a", "prompt": "a", "options": )";
            QVERIFY(api.post(call, body + R"({"num_ctx": 8192, "x": [1.5, true]}})").status < 500);
            const QJsonObject expected{{u"num_ctx"_s, 8192}, {u"x"_s, QJsonArray{1.5, true}}};
            QCOMPARE(api.engine.last(u"embed"_s).embed->options, expected);
            QCOMPARE(api.post(call, body + "[1]}").status, 400);
            QVERIFY(api.post(call, body + "null}").status < 500);
            QVERIFY(api.engine.last(u"embed"_s).embed->options.isEmpty());
        }
    }

    void embedAnswersInOllamasForm()
    {
        Api api;
        const auto got =
            api.post("/api/embed", R"({"model": "mxbai-embed-large:latest", "input": ["a", "b"]})");
        QCOMPARE(got.status, 200);
        const QJsonObject expected =
            parsed(R"({"model": "mxbai-embed-large:latest", "prompt_eval_count": 6})");
        QCOMPARE(firstDifference(got.json, expected), QString());
        QCOMPARE(got.json[u"embeddings"_s].toArray().size(), 2);
        QCOMPARE(got.json[u"embeddings"_s][1].toArray().size(), 1024);
        QVERIFY(got.json[u"total_duration"_s].toInteger(-1) > 0);
        QVERIFY(got.json[u"load_duration"_s].toInteger(-1) >= 0);
        const EmbedRequest asked = *api.engine.last(u"embed"_s).embed;
        QCOMPARE(asked.model, u"mxbai-embed-large"_s);
        QVERIFY(asked.truncate && asked.normalize && !asked.keepAlive);
    }

    void embedTakesOneStringAndOptions()
    {
        Api api;
        const auto got =
            api.post("/api/embed", R"({"model": "ViT-B-32/openai", "input": "a cat", "truncate": false,
            "keep_alive": "10m", "dimensions": 0, "options": {"num_ctx": 5}})");
        QCOMPARE(got.status, 200);
        QCOMPARE(got.json[u"embeddings"_s].toArray().size(), 1);
        const EmbedRequest asked = *api.engine.last(u"embed"_s).embed;
        QVERIFY(!asked.truncate);
        QCOMPARE(*asked.keepAlive, 10min);
        const QByteArray wrong = R"({"model": "ViT-B-32/openai", "input": "a", "dimensions": 7})";
        QCOMPARE(api.post("/api/embed", wrong).status, 400);
    }

    void embedWithoutInputLoads()
    {
        for (const QByteArray body :
             {R"({"model": "mxbai-embed-large"})", R"({"model": "mxbai-embed-large", "input": ""})",
              R"({"model": "mxbai-embed-large", "input": []})"}) {
            Api api;
            const auto got = api.post("/api/embed", body);
            QCOMPARE(got.status, 200);
            QCOMPARE(got.json[u"embeddings"_s].toArray(), QJsonArray());
            QCOMPARE(api.engine.last(u"load"_s).modelId, u"mxbai-embed-large"_s);
            QCOMPARE(api.engine.count(u"embed"_s), 0);
        }
        Api api;
        const QByteArray body = R"({"model": "mxbai-embed-large", "keep_alive": 0})";
        QCOMPARE(api.post("/api/embed", body).status, 200);
        QCOMPARE(api.engine.count(u"unload"_s), 1);
    }

    void embeddingsIsTheOldForm()
    {
        Api api;
        const auto got = api.post("/api/embeddings", R"({"model": "ViT-B-32/openai", "prompt": "a cat"})");
        QCOMPARE(got.status, 200);
        QCOMPARE(got.json.keys(), QStringList{u"embedding"_s});
        QCOMPARE(got.json[u"embedding"_s].toArray().size(), 512);
        QVERIFY(!api.engine.last(u"embed"_s).embed->normalize);
        const QByteArray empty = R"({"model": "ViT-B-32/openai"})";
        QCOMPARE(api.post("/api/embeddings", empty).json[u"embedding"_s].toArray(), QJsonArray());
    }

    void errorsAreOneSentence_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const char *path, const char *body, int status = 400) {
            QTest::addRow("%s %s", path, body) << QByteArray(path) << QByteArray(body) << status;
        };
        row("/api/embed", "{}");
        row("/api/embed", "");
        row("/api/embed", R"({"model": 5})");
        row("/api/embed", R"({"model": "a", "input": 5})");
        row("/api/embed", R"({"model": "a", "input": [5]})");
        row("/api/embed", R"({"model": "a", "keep_alive": "soon"})");
        row("/api/embed", R"({"model": "nothing", "input": "a"})", 404);
        row("/api/embeddings", R"({"prompt": "a"})");
        row("/api/embeddings", R"({"model": "ViT-B-32/openai", "prompt": ["a", "b"]})");
        row("/api/embeddings", R"({"model": "ViT-B-32/openai", "prompt": 5})");
        row("/api/generate", R"({"model": "ViT-L-14/openai", "prompt": "tell me"})");
        row("/api/generate", R"({"model": "ViT-L-14/openai", "keep_alive": true})");
        row("/api/generate", R"({"model": "nothing"})", 404);
        row("/api/show", "{}");
        row("/api/nothing", "{}", 404);
    }

    void errorsAreOneSentence()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        Api api;
        const auto got = api.post(path, body);
        QTEST(got.status, "status");
        QCOMPARE(got.json.keys(), QStringList{u"error"_s});
        QVERIFY(!got.json[u"error"_s].toString().isEmpty());
    }

    void tagsListsWhatIsInstalled()
    {
        Api api;
        api.engine.changeModel(vitB, [](ModelView &model) { model.installed = false; });
        const QJsonArray models = api.get("/api/tags").json[u"models"_s].toArray();
        QCOMPARE(models.size(), 2);
        const QJsonObject clip =
            parsed(R"({"name": "ViT-L-14/openai:latest", "model": "ViT-L-14/openai:latest", "size": 629145600,
            "details": {"format": "safetensors", "family": "clip", "families": ["clip"]}})");
        QCOMPARE(firstDifference(models[0].toObject(), clip), QString());
        QCOMPARE(models[0][u"digest"_s].toString().size(), 64);
        QCOMPARE(models[1][u"name"_s].toString(), u"mxbai-embed-large:latest"_s);
        QVERIFY(!models[1][u"modified_at"_s].toString().isEmpty());
    }

    void processesListsWhatIsLoaded()
    {
        Api api;
        QCOMPARE(api.get("/api/ps").json[u"models"_s].toArray(), QJsonArray());
        loadBoth(api.engine);
        api.engine.changeModel(vitL, [](ModelView &model) { model.unloadAt = 1640995800; });
        const QJsonArray models = api.get("/api/ps").json[u"models"_s].toArray();
        QCOMPARE(models.size(), 2);
        const QJsonObject clip =
            parsed(R"({"name": "ViT-L-14/openai:latest", "size": 671088640, "size_vram": 536870912,
            "expires_at": "2022-01-01T00:10:00Z", "context_length": 77})");
        QCOMPARE(firstDifference(models[0].toObject(), clip), QString());
        QCOMPARE(models[1][u"expires_at"_s].toString(), u"9999-12-31T23:59:59Z"_s); // never
    }

    void showDescribesClipAndPassesOllamasWordsOn()
    {
        Api api;
        const auto clip = api.post("/api/show", R"({"model": "ViT-L-14/openai:latest"})");
        QCOMPARE(clip.json[u"details"_s][u"family"_s].toString(), u"clip"_s);
        QVERIFY(clip.json[u"capabilities"_s].toArray().contains(u"embedding"_s));
        QVERIFY(api.engine.calls().empty());
        FakeEngine::Answers answers;
        answers.description = parsed(R"({"details": {"family": "bert"}, "license": "Apache"})");
        api.engine.setAnswers(answers);
        const auto text = api.post("/api/show", R"({"name": "mxbai-embed-large:latest"})");
        QCOMPARE(text.json, answers.description);
        QCOMPARE(api.engine.last(u"describeText"_s).modelId, u"mxbai-embed-large"_s);
        api.engine.fail(u"describeText"_s, error(ErrorCode::OllamaUnavailable));
        const QByteArray body = R"({"model": "mxbai-embed-large"})";
        QCOMPARE(api.post("/api/show", body).status, 503);
    }

    void generateLoadsAndUnloads()
    {
        Api api;
        const auto loaded = api.post("/api/generate", R"({"model": "mxbai-embed-large"})");
        const QJsonObject expected =
            parsed(R"({"model": "mxbai-embed-large", "response": "", "done": true, "done_reason": "load"})");
        QCOMPARE(firstDifference(loaded.json, expected), QString());
        QVERIFY(api.engine.snapshot()->find(u"mxbai-embed-large"_s)->loaded);
        const auto unloaded =
            api.post("/api/generate", R"({"model": "mxbai-embed-large:latest", "keep_alive": 0})");
        QCOMPARE(unloaded.json[u"done_reason"_s].toString(), u"unload"_s);
        QVERIFY(!api.engine.snapshot()->find(u"mxbai-embed-large"_s)->loaded);
    }

    void aLoadWithoutInputKeepsAsLongAsItAsks()
    {
        Api api;
        QCOMPARE(api.post("/api/embed", R"({"model": "ViT-B-32/openai", "keep_alive": "20s"})").status, 200);
        QCOMPARE(api.engine.last(u"load"_s).keepAlive, std::optional<std::chrono::nanoseconds>(20s));
        QCOMPARE(api.post("/api/generate", R"({"model": "mxbai-embed-large", "keep_alive": -1})").status,
                 200);
        QCOMPARE(api.engine.last(u"load"_s).keepAlive, std::optional<std::chrono::nanoseconds>(-1s));
    }

    void probesOfOllamasClientsAreAnswered()
    {
        Api api;
        const auto root = api.get("/");
        QCOMPARE(root.response.body, "Ollama is running");
        QVERIFY(root.response.contentType.startsWith("text/plain"));
        QVERIFY(!api.get("/api/version").json[u"version"_s].toString().isEmpty());
        api.engine.change([](Snapshot &now) { now.ollama.version = u"0.12.3"_s; });
        QCOMPARE(api.get("/api/version").json[u"version"_s].toString(), u"0.12.3"_s);
    }
};

MODELDECK_TEST(RestOllamaTest)
#include "rest_ollama_test.moc"
