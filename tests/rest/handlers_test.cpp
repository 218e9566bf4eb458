// SPDX-License-Identifier: GPL-3.0-or-later
// Every call through the pipeline, without sockets, field by field.
#include "app/rest/pipeline.h"
#include "tests/support/fake_engine.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QtEndian>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

const QString vitL = u"ViT-L-14/openai"_s;
const QString vitB = u"ViT-B-32/openai"_s;

// The pipeline with an engine behind it, as the server puts them together.
struct Api
{
    Api()
    {
        context.engine = &engine;
        context.mailbox = Mailbox::create();
        context.snapshot = engine.snapshot();
        engine.observe(context.mailbox, [this](const auto &now) { context.snapshot = now; }, {});
    }

    struct Got
    {
        int status = 0;
        QJsonObject json;
        api::Response response;
    };

    Got ask(const QByteArray &method, const QByteArray &target, const QByteArray &body = {})
    {
        QCoreApplication::sendPostedEvents(context.mailbox.get()); // the latest snapshot
        api::Request request;
        request.method = method;
        const qsizetype mark = target.indexOf('?');
        request.path = mark < 0 ? target : target.first(mark);
        request.query = mark < 0 ? QByteArray() : target.sliced(mark + 1);
        request.headers = {{"host", "localhost"}};
        request.body = body;
        request.peer = request.local = QHostAddress(QHostAddress::LocalHost);
        std::optional<api::Response> response;
        api::handleRequest(context, request, [&](api::Response r) { response = std::move(r); });
        if (!QTest::qWaitFor([&] { return response.has_value(); }, 10'000))
            return {};
        return {response->status, QJsonDocument::fromJson(response->body).object(), *response};
    }
    Got get(const QByteArray &target) { return ask("GET", target); }
    Got post(const QByteArray &target, const QByteArray &body = {}) { return ask("POST", target, body); }
    Got embed(const QByteArray &body) { return post("/v1/embeddings", body); }

    FakeEngine engine;
    api::Context context;
};

QString code(const Api::Got &got)
{
    return got.json[u"error"_s][u"code"_s].toString();
}

QJsonObject parsed(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

// Every field of `expected` is in `actual`, with that value; objects recursively.
QString firstDifference(const QJsonObject &actual, const QJsonObject &expected, const QString &path = {})
{
    for (auto field = expected.begin(); field != expected.end(); ++field) {
        const QString name = path + u'/' + field.key();
        if (!actual.contains(field.key()))
            return name + u" is missing"_s;
        const QJsonValue value = actual[field.key()];
        if (field->isObject() && value.isObject()) {
            if (const QString inner = firstDifference(value.toObject(), field->toObject(), name); !inner.isEmpty())
                return inner;
        } else if (value != *field) {
            return name + u" differs: "_s + QString::fromUtf8(QJsonDocument(QJsonArray{value, *field}).toJson());
        }
    }
    return {};
}

void loadBoth(FakeEngine &engine)
{
    const auto use = [](ModelView &model, qint64 ram, qint64 vram, quint64 count) {
        model.loaded = true;
        model.state = ModelState::Ready;
        model.device = u"cuda"_s;
        model.dtype = u"float32"_s;
        model.memory = {Bytes::fromMebibytes(ram), Bytes::fromMebibytes(ram / 2), Bytes::fromMebibytes(ram / 2), Bytes::fromMebibytes(vram)};
        model.lastUsed = 1640995200.0;
        model.usageCount = count;
    };
    engine.changeModel(vitL, [&](ModelView &model) { use(model, 128, 512, 42); });
    engine.changeModel(u"mxbai-embed-large"_s, [&](ModelView &model) { use(model, 256, 0, 7); });
}

} // namespace

class TestHandlers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // ---- looking ----

    void statusIsAsTheSpecificationShowsIt()
    {
        Api api;
        loadBoth(api.engine);
        const auto got = api.get("/api/rag/embedding/status");
        QCOMPARE(got.status, 200);
        const QJsonObject expected = parsed(R"({
            "vision_embeddings": {
              "loaded": true,
              "model_info": {"model_id": "ViT-L-14/openai", "dimension": 768, "metric": "cosine"},
              "memory_usage": {"vram_mb": 512, "ram_mb": 128},
              "memory_pressure_level": "normal",
              "last_used": 1640995200.0
            },
            "text_embeddings": {
              "mxbai-embed-large": {
                "loaded": true,
                "model_info": {"model_id": "mxbai-embed-large", "dimension": 1024, "metric": "cosine"},
                "memory_usage": {"ram_mb": 256},
                "last_used": 1640995200.0
              }
            },
            "memory_pressure": {"text_embeddings": "normal"},
            "tracker_status": {
              "clip_vision_embedding": {
                "model_type": "vision_embedding", "last_used": 1640995200.0, "usage_count": 42,
                "is_loaded": true, "vram_timeout": 600, "ram_timeout": 1800
              }
            }
          })");
        QCOMPARE(firstDifference(got.json, expected), QString());
    }

    void statusAddsWhatTheApiPromises()
    {
        Api api;
        loadBoth(api.engine);
        api.engine.changeModel(vitL, [](ModelView &model) {
            model.unloadAt = 1640995800.5;
            model.unloadReasonNext = UnloadReason::IdleTimeout;
            model.pinned = true;
            model.inFlight = 2;
            model.loadSeconds = 1.5;
            model.memory.device.reset();
        });
        api.engine.change([](Snapshot &now) { now.gpus = {{u"GPU"_s, {}, {}, PressureLevel::High}}; });
        const auto got = api.get("/api/rag/embedding/status");
        const QJsonObject expected = parsed(R"({
            "vision_embeddings": {
              "state": "ready", "device": "cuda", "dtype": "float32", "in_flight": 2, "unload_at": 1640995800.5,
              "unload_reason_next": "idle_timeout", "pinned": true, "usage_count": 42, "load_seconds": 1.5,
              "memory_usage": {"vram_mb": null, "anon_mb": 64, "file_mb": 64}, "memory_pressure_level": "high"
            },
            "memory_pressure": {"system": "normal", "text_embeddings": "high", "vision_embeddings": "high"},
            "tracker_status": {
              "vision_embedding:ViT-B-32/openai": {"model_type": "vision_embedding", "is_loaded": false, "last_used": null},
              "embedding_model:mxbai-embed-large": {"model_type": "embedding_model", "usage_count": 7}
            }
          })");
        QCOMPARE(firstDifference(got.json, expected), QString());
        QCOMPARE(got.json[u"vision_embeddings"_s][u"models"_s].toArray().size(), 1);
    }

    void statusWithoutAnyModelStillHasItsFields()
    {
        Api api;
        api.engine.change([](Snapshot &now) {
            now.models.clear();
            now.currentVisionModel.clear();
        });
        const auto got = api.get("/api/rag/embedding/status");
        const QJsonObject expected = parsed(R"({
            "vision_embeddings": {"loaded": false, "model_info": null, "last_used": null, "models": []},
            "text_embeddings": {}, "tracker_status": {}
          })");
        QCOMPARE(firstDifference(got.json, expected), QString());
    }

    void lookingNeverAsksTheEngine()
    {
        Api api;
        for (const api::Route &route : api::routes()) {
            if (qstrcmp(route.method, "GET") == 0)
                QCOMPARE(api.get(route.path).status, 200);
        }
        QVERIFY(api.engine.calls().empty());
    }

    void visionStatusIsAsTheSpecificationShowsIt()
    {
        Api api;
        loadBoth(api.engine);
        api.engine.changeModel(vitL, [](ModelView &model) { model.name = u"ViT-L/14"_s; });
        const auto got = api.get("/api/rag/embedding/vision/status");
        const QJsonObject expected = parsed(R"({"current_model": {
            "model_id": "ViT-L-14/openai", "loaded": true, "memory_usage": {"vram_mb": 512, "ram_mb": 128}}})");
        QCOMPARE(firstDifference(got.json, expected), QString());
        const QJsonArray available = got.json[u"available_models"_s].toArray();
        QCOMPARE(available.size(), 2);
        const QJsonObject expected2 = parsed(R"({
            "model_id": "ViT-L-14/openai", "name": "ViT-L/14", "dimension": 768,
            "supported_features": ["image_embedding", "text_embedding"],
            "installed": true, "path": "/models/ViT-L-14/openai", "bytes": 629145600, "loaded": true})");
        QCOMPARE(firstDifference(available[1].toObject(), expected2), QString());
        api.engine.change([](Snapshot &now) { now.currentVisionModel.clear(); });
        QVERIFY(api.get("/api/rag/embedding/vision/status").json[u"current_model"_s].isNull());
    }

    void healthIsAsTheSpecificationShowsIt()
    {
        Api api;
        loadBoth(api.engine);
        const auto got = api.get("/api/rag/embedding/health");
        const QJsonObject expected = parsed(R"({
            "timestamp": "2022-01-01T00:00:00Z",
            "services": {
              "clip_embedding_service": {"status": "healthy", "model_loaded": true,
                "memory_usage": {"vram_mb": 512, "ram_mb": 128}, "last_used": 1640995200.0},
              "embedding_service": {"status": "healthy", "loaded_models": ["mxbai-embed-large"], "memory_usage": {"ram_mb": 256}}
            },
            "summary": {"total_services": 2, "healthy": 2, "degraded": 0, "unhealthy": 0}
          })");
        QCOMPARE(firstDifference(got.json, expected), QString());
    }

    void healthTellsTroubleAndAbsence()
    {
        Api api;
        api.engine.changeModel(vitB, [](ModelView &model) { model.state = ModelState::Failed; });
        api.engine.changeSetting(Key::OllamaEnabled, false);
        auto summary = api.get("/api/rag/embedding/health").json[u"summary"_s].toObject();
        const QJsonObject expected = parsed(R"({"total_services": 1, "healthy": 0, "degraded": 1, "unhealthy": 0})");
        QCOMPARE(summary, expected);
        api.engine.changeSetting(Key::OllamaEnabled, true);
        api.engine.change([](Snapshot &now) { now.models.clear(); });
        const auto got = api.get("/api/rag/embedding/health");
        QCOMPARE(got.status, 200);
        const QJsonObject expected2 = parsed(R"({"total_services": 2, "healthy": 0, "degraded": 0, "unhealthy": 2})");
        QCOMPARE(got.json[u"summary"_s].toObject(), expected2);
    }

    void modelsListsTheCatalogue()
    {
        Api api;
        api.engine.changeModel(vitB, [](ModelView &model) {
            model.installed = false;
            model.notInstalledReason = Text{MD_TEXT("only .bin weights"), {}};
            model.path.clear();
        });
        const auto got = api.get("/api/rag/embedding/models");
        QCOMPARE(got.json[u"vision"_s].toArray().size(), 2);
        QCOMPARE(got.json[u"text"_s].toArray().size(), 1);
        const QJsonObject expected = parsed(R"({
            "model_id": "ViT-B-32/openai", "name": "ViT-B-32", "dimension": 512, "state": "unloaded", "loaded": false,
            "installed": false, "reason": "only .bin weights", "pinned": false, "path": null, "bytes": 629145600, "usage_count": 0})");
        QCOMPARE(got.json[u"vision"_s][0].toObject(), expected);
    }

    void openAiModelsAreTheInstalledOnes()
    {
        Api api;
        api.engine.changeModel(vitB, [](ModelView &model) { model.installed = false; });
        const auto got = api.get("/v1/models");
        QCOMPARE(got.json[u"object"_s].toString(), u"list"_s);
        QCOMPARE(got.json[u"data"_s].toArray().size(), 2);
        const QJsonObject expected = parsed(R"({"id": "ViT-L-14/openai", "object": "model", "created": 1640995100,
            "owned_by": "modeldeck", "modeldeck": {"state": "unloaded", "type": "vision", "dimension": 768}})");
        QCOMPARE(got.json[u"data"_s][0].toObject(), expected);
    }

    void timelineIsInOrderOfTime()
    {
        Api api;
        const auto leave = [&](const QString &id, double at) {
            api.engine.changeModel(id, [at](ModelView &model) {
                model.unloadAt = at;
                model.unloadRule = Text{MD_TEXT("idle timeout, %1 s"), {u"60"_s}};
            });
        };
        leave(vitB, 20);
        leave(vitL, 10);
        const QJsonObject expected = parsed(R"({"entries": [
            {"model_id": "ViT-L-14/openai", "unload_at": 10, "rule": "idle timeout, 60 s"},
            {"model_id": "ViT-B-32/openai", "unload_at": 20, "rule": "idle timeout, 60 s"}]})");
        QCOMPARE(api.get("/api/rag/embedding/timeline").json, expected);
    }

    void receiptsAreBoundedByLimit()
    {
        Api api;
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(api.post("/api/rag/embedding/vision/load/ViT-B-32/openai").status, 200);
            QCOMPARE(api.post("/api/rag/embedding/vision/unload/ViT-B-32/openai").status, 200);
        }
        const QJsonArray two = api.get("/api/rag/embedding/receipts?limit=2").json[u"receipts"_s].toArray();
        QCOMPARE(two.size(), 2);
        const QJsonObject expected = parsed(R"({"id": 3, "model_id": "ViT-B-32/openai", "model_type": "vision",
            "at": 1640995260, "reason": "manual", "rule": "asked for",
            "held": {"ram_mb": 512, "anon_mb": 128, "file_mb": 384, "vram_mb": 0},
            "returned": {"ram_mb": 512, "system_available_mb": 128}, "seconds": 0.25, "candidates": []})");
        QCOMPARE(firstDifference(two[0].toObject(), expected), QString());
        QCOMPARE(api.get("/api/rag/embedding/receipts").json[u"receipts"_s].toArray().size(), 3);
        for (const QByteArray bad : {"0", "-1", "x", "1.5", "99999999999", ""})
            QCOMPARE(code(api.get("/api/rag/embedding/receipts?limit=" + bad)), u"invalid_request"_s);
    }

    void readyFollowsTheEngine()
    {
        Api api;
        QCOMPARE(api.get("/readyz").status, 200);
        api.engine.change([](Snapshot &now) { now.shuttingDown = true; });
        QCOMPARE(api.get("/readyz").status, 503);
        QCOMPARE(api.get("/livez").status, 200);
    }

    // ---- commands ----

    void unloadOfATypeIsAsTheSpecificationShowsIt()
    {
        Api api;
        loadBoth(api.engine);
        const auto got = api.post("/api/rag/embedding/unload/vision?wait_seconds=1.5");
        QCOMPARE(got.status, 200);
        const QJsonObject expected = parsed(R"({"unloaded": true, "model_type": "vision",
            "message": "CLIP model unloaded successfully", "model_ids": ["ViT-L-14/openai"]})");
        QCOMPARE(firstDifference(got.json, expected), QString());
        QCOMPARE(got.json[u"receipts"_s].toArray().size(), 1);
        QCOMPARE(api.engine.last(u"unloadAll"_s).drain, 1500ms);
        const auto text = api.post("/api/rag/embedding/unload/text");
        QCOMPARE(text.json[u"model_ids"_s].toArray(), (QJsonArray{u"mxbai-embed-large"_s}));
        QCOMPARE(text.json[u"model_type"_s].toString(), u"text"_s);
    }

    void unloadOfNothingIsNoError()
    {
        Api api;
        const auto got = api.post("/api/rag/embedding/unload/vision");
        QCOMPARE(got.status, 200);
        const QJsonObject expected = parsed(R"({"unloaded": false, "model_type": "vision", "message": "No CLIP model was loaded",
            "model_ids": [], "receipts": []})");
        QCOMPARE(got.json, expected);
        const auto one = api.post("/api/rag/embedding/vision/unload/ViT-B-32/openai");
        QCOMPARE(one.status, 200);
        QCOMPARE(one.json[u"unloaded"_s].toBool(true), false);
    }

    void unloadOfAnotherTypeIs400()
    {
        Api api;
        const auto got = api.post("/api/rag/embedding/unload/audio");
        QCOMPARE(got.status, 400);
        QCOMPARE(code(got), u"invalid_model_type"_s);
        for (const QByteArray bad : {"-1", "x", "inf", "nan", "3601", ""})
            QCOMPARE(code(api.post("/api/rag/embedding/unload/text?wait_seconds=" + bad)), u"invalid_request"_s);
        QVERIFY(api.engine.calls().empty());
    }

    void aDrainThatTakesTooLongIs409()
    {
        Api api;
        api.engine.fail(u"unloadAll"_s, error(ErrorCode::ModelBusy));
        QCOMPARE(api.post("/api/rag/embedding/unload/vision").status, 409);
    }

    void oneVisionModelIsUnloaded()
    {
        Api api;
        loadBoth(api.engine);
        const QJsonObject expected = parsed(R"({
            "unloaded": true, "model_id": "ViT-L-14/openai",
            "message": "CLIP model ViT-L-14/openai unloaded successfully"})");
        QCOMPARE(firstDifference(api.post("/api/rag/embedding/vision/unload/ViT-L-14/openai").json, expected), QString());
        QCOMPARE(api.post("/api/rag/embedding/vision/unload/nothing").status, 404);
        QCOMPARE(code(api.post("/api/rag/embedding/vision/unload/mxbai-embed-large")), u"model_not_found"_s);
    }

    void switchIsAsTheSpecificationShowsIt()
    {
        Api api;
        const QJsonObject expected = parsed(R"({
            "success": true, "model_id": "ViT-B-32/openai", "message": "Successfully switched to ViT-B-32/openai"})");
        QCOMPARE(api.post("/api/rag/embedding/vision/switch/ViT-B-32/openai").json, expected);
    }

    void aFailedSwitchNamesTheModelThatStillServes()
    {
        Api api;
        api.engine.fail(u"switchTo"_s, error(ErrorCode::InsufficientMemory, "no room"));
        const auto got = api.post("/api/rag/embedding/vision/switch/ViT-B-32/openai");
        QCOMPARE(got.status, 507);
        const QJsonObject expected = parsed(R"({"success": false, "model_id": "ViT-B-32/openai",
            "current_model": "ViT-L-14/openai", "message": "no room",
            "error": {"code": "insufficient_memory", "message": "no room"}})");
        QCOMPARE(firstDifference(got.json, expected), QString());
        QCOMPARE(api.post("/api/rag/embedding/vision/switch/mxbai-embed-large").status, 404);
    }

    void reloadTakesTheNamedTheCurrentOrTheDefaultModel()
    {
        Api api;
        const QJsonObject expected = parsed(R"({"success": true, "model_id": "ViT-B-32/openai", "message": "Model ViT-B-32/openai reloaded successfully"})");
        const QByteArray body = R"({"model_id": "ViT-B-32/openai"})";
        QCOMPARE(firstDifference(api.post("/api/rag/embedding/reload/vision", body).json,
                 expected), QString());
        QCOMPARE(api.post("/api/rag/embedding/reload/vision").json[u"model_id"_s].toString(), vitL);
        QCOMPARE(api.post("/api/rag/embedding/reload/text", "{}").json[u"model_id"_s].toString(), u"mxbai-embed-large"_s);
        const QByteArray body2 = R"({"model_id": "ViT-B-32/openai"})";
        QCOMPARE(api.post("/api/rag/embedding/reload/text", body2).status, 404);
        const QByteArray body3 = R"({"model_id": 7})";
        QCOMPARE(code(api.post("/api/rag/embedding/reload/vision", body3)), u"invalid_request"_s);
        QCOMPARE(code(api.post("/api/rag/embedding/reload/vision", "{")), u"invalid_request"_s);
        QCOMPARE(code(api.post("/api/rag/embedding/reload/audio")), u"invalid_model_type"_s);
    }

    void aFailedLoadTellsWhyAndWhenToTryAgain()
    {
        Api api;
        Error failed = error(ErrorCode::ModelLoadFailed, "truncated file");
        failed.retryAfter = 8s;
        api.engine.fail(u"load"_s, failed);
        const auto got = api.post("/api/rag/embedding/vision/load/ViT-B-32/openai");
        QCOMPARE(got.status, 500);
        QCOMPARE(code(got), u"model_load_failed"_s);
        QVERIFY(std::ranges::count(got.response.headers, api::Header{"Retry-After", "8"}) == 1);
    }

    void smallCommandsReachTheEngine()
    {
        Api api;
        const QJsonObject expected = parsed(R"({"success": true,
            "model_id": "ViT-B-32/openai", "pinned": true, "message": "Model ViT-B-32/openai is pinned"})");
        QCOMPARE(api.post("/api/rag/embedding/pin/ViT-B-32/openai").json, expected);
        QCOMPARE(api.post("/api/rag/embedding/unpin/ViT-B-32/openai").json[u"pinned"_s].toBool(true), false);
        QCOMPARE(api.engine.last(u"setPinned"_s).pinned, false);
        QCOMPARE(api.post("/api/rag/embedding/load/cancel/ViT-B-32/openai").json[u"success"_s].toBool(), true);
        QCOMPARE(api.engine.last(u"cancelLoad"_s).modelId, vitB);
        QCOMPARE(api.post("/api/rag/embedding/rescan").json[u"installed"_s].toInt(), 3);
        QCOMPARE(api.post("/api/rag/embedding/pin/nothing").status, 404);
    }

    // ---- embeddings ----

    void oneTextGivesOneVector()
    {
        Api api;
        const auto got = api.embed(R"({"input": "ein Käse", "model": "ViT-L-14/openai:latest", "user": "me"})");
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
        api.embed(R"({"input": ["a", {"image": "iVBORw=="}], "model": null})");
        QCOMPARE(api.engine.last(u"embed"_s).modelId, QString());
    }

    void mixedInputsKeepTheirOrder()
    {
        Api api;
        const QByteArray body = R"({"input": [{"image": "data:image/png;base64,AAEC"}, "b", {"text": "c"}, {"image": "/+8="}], "model": "ViT-B-32/openai"})";
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
        const auto got = api.embed(R"({"input": ["a", "b"], "model": "ViT-B-32/openai", "encoding_format": "base64"})");
        const QByteArray bytes = QByteArray::fromBase64(got.json[u"data"_s][1][u"embedding"_s].toString().toLatin1());
        QCOMPARE(bytes.size(), 512 * 4);
        QCOMPARE(qFromLittleEndian<float>(bytes.constData()), 2.0F);
        QCOMPARE(got.json[u"data"_s][1][u"index"_s].toInt(), 1);
    }

    void optionsReachTheEngine()
    {
        Api api;
        api.embed(R"({"input": "a", "normalize": false, "truncate": true, "keep_alive": "1h30m", "dimensions": 1024})");
        const EmbedRequest asked = *api.engine.last(u"embed"_s).embed;
        QVERIFY(!asked.normalize && asked.truncate);
        QCOMPARE(*asked.keepAlive, 90min);
    }

    void badBodiesAre400AndNameTheField_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const QByteArray &body, const QString &field) { QTest::newRow(name) << body << field; };
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
        row("object with a number", R"({"input": {"text": 5}})", u"input"_s);
        row("model", R"({"input": "a", "model": 5})", u"model"_s);
        row("modality type", R"({"input": "a", "modality": 5})", u"modality"_s);
        row("modality", R"({"input": "a", "modality": "audio"})", u"modality"_s);
        row("encoding_format", R"({"input": "a", "encoding_format": "hex"})", u"encoding_format"_s);
        row("dimensions type", R"({"input": "a", "dimensions": "5"})", u"dimensions"_s);
        row("dimensions fraction", R"({"input": "a", "dimensions": 1.5})", u"dimensions"_s);
        row("dimensions negative", R"({"input": "a", "dimensions": -1})", u"dimensions"_s);
        row("dimensions huge", R"({"input": "a", "dimensions": 1e30})", u"dimensions"_s);
        row("dimensions other than the model's", R"({"input": "a", "dimensions": 256})", u"dimensions"_s);
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
        for (const char *bad : {"", "AAA", "AA==A", "AA =", "AAA-", "A===", "data:image/png,AAAA", "data:text/plain;base64,AAAA", "data:image/png;base64,",
                                "data:image/png;base64,AA\\nAA"})
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

    void noUrlIsFetched()
    {
        Api api;
        for (const QByteArray url : {"http://a/b.png", "HTTPS://a/b.png", "file:///etc/passwd"}) {
            const auto got = api.embed(R"({"modality": "image", "input": ")" + url + R"("})");
            QCOMPARE(got.status, 400);
            QVERIFY(got.json[u"error"_s][u"message"_s].toString().contains(u"No URL is fetched"_s));
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
            QVERIFY(got.json[u"error"_s][u"message"_s].toString().contains(u"check_embedding_ctx_length=False"_s));
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
        for (const std::vector<float> &values : {std::vector<float>{1, nan}, std::vector<float>{1}, std::vector<float>{}}) {
            api.engine.setEmbedding([values](const EmbedRequest &) { return Embeddings{u"m"_s, 2, values, 0, {}, {}}; });
            const QByteArray body = R"({"input": "a"})";
            QCOMPARE(api.embed(body).status, 500);
        }
    }

    void theDimensionsOfAnAliasAreCheckedAfterwards()
    {
        Api api;
        api.engine.setEmbedding([](const EmbedRequest &) { return Embeddings{u"m"_s, 2, {1, 2}, 0, {}, {}}; });
        const QByteArray body = R"({"input": "a", "model": "alias", "dimensions": 2})";
        QCOMPARE(api.embed(body).status, 200);
        const QByteArray body2 = R"({"input": "a", "model": "alias", "dimensions": 3})";
        QCOMPARE(api.embed(body2).status, 400);
    }
};

QTEST_GUILESS_MAIN(TestHandlers)
#include "handlers_test.moc"
