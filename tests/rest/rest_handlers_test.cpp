// SPDX-License-Identifier: GPL-3.0-or-later
// The management calls, field by field; the specification's examples are its own.
#include "tests/rest/api_fixture.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace modeldeck;
using namespace modeldeck::test;

class RestHandlersTest : public QObject
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
        api.engine.change([](Snapshot &now) { now.visionPressure = now.textPressure = PressureLevel::High; });
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
                QCOMPARE(api.get(QByteArray(route.path).replace("{model_id}", "ViT-L-14/openai")).status,
                         200);
        }
        QCOMPARE(api.engine.calls().size(), 2U); // these two alone, which only the engine knows
        QCOMPARE(api.engine.count(u"diagnose"_s) + api.engine.count(u"analytics"_s), 2);
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

    void healthTellsOfAModelThatDidNotLoad_data()
    {
        QTest::addColumn<ErrorCode>("why");
        QTest::addColumn<QString>("status");
        QTest::newRow("broken files") << ErrorCode::ModelLoadFailed << u"degraded"_s;
        QTest::newRow("no room for it")
            << ErrorCode::InsufficientMemory << u"healthy"_s; // it may be tried at once
    }
    void healthTellsOfAModelThatDidNotLoad()
    {
        QFETCH(const ErrorCode, why);
        Api api;
        api.engine.changeModel(vitB,
                               [&](ModelView &model) { model.failure = error(why); }); // and is unloaded
        const auto services = api.get("/api/rag/embedding/health").json[u"services"_s];
        QTEST(services[u"clip_embedding_service"_s][u"status"_s].toString(), "status");
    }

    void healthTellsOfFailedModelsAndOfNone()
    {
        Api api;
        api.engine.changeModel(vitB, [](ModelView &model) { model.state = ModelState::Failed; });
        api.engine.changeSetting(OllamaEnabled, false);
        auto summary = api.get("/api/rag/embedding/health").json[u"summary"_s].toObject();
        const QJsonObject expected =
            parsed(R"({"total_services": 1, "healthy": 0, "degraded": 1, "unhealthy": 0})");
        QCOMPARE(summary, expected);
        api.engine.changeSetting(OllamaEnabled, true);
        api.engine.change([](Snapshot &now) { now.models.clear(); });
        const auto got = api.get("/api/rag/embedding/health");
        QCOMPARE(got.status, 200);
        const QJsonObject expected2 =
            parsed(R"({"total_services": 2, "healthy": 0, "degraded": 0, "unhealthy": 2})");
        QCOMPARE(got.json[u"summary"_s].toObject(), expected2);
    }

    void modelsListsTheCatalogue()
    {
        Api api;
        api.engine.changeModel(vitB, [](ModelView &model) {
            model.installed = false;
            model.notInstalledReason = Text(MD_TEXT("only .bin weights"));
            model.assumed = Text("colours of CLIP");
            model.path.clear();
        });
        const auto got = api.get("/api/rag/embedding/models");
        QCOMPARE(got.json[u"vision"_s].toArray().size(), 2);
        QCOMPARE(got.json[u"text"_s].toArray().size(), 1);
        const QJsonObject expected = parsed(R"({
            "model_id": "ViT-B-32/openai", "name": "ViT-B-32", "dimension": 512, "state": "unloaded", "loaded": false,
            "installed": false, "reason": "only .bin weights", "assumed": "colours of CLIP", "pinned": false, "path": null, "bytes": 629145600, "usage_count": 0})");
        QCOMPARE(got.json[u"vision"_s][0].toObject(), expected);
    }

    void openAiModelsAreTheInstalledOnes()
    {
        Api api;
        api.engine.changeModel(vitB, [](ModelView &model) { model.installed = false; });
        const auto got = api.get("/v1/models");
        QCOMPARE(got.json[u"object"_s].toString(), u"list"_s);
        QCOMPARE(got.json[u"data"_s].toArray().size(), 2);
        const QJsonObject expected =
            parsed(R"({"id": "ViT-L-14/openai", "object": "model", "created": 1640995100,
            "owned_by": "modeldeck", "modeldeck": {"state": "unloaded", "type": "vision", "dimension": 768}})");
        QCOMPARE(got.json[u"data"_s][0].toObject(), expected);
        for (const QByteArray name : {"ViT-L-14/openai", "ViT-L-14%2Fopenai"})
            QCOMPARE(api.get("/v1/models/" + name).json, expected);
        QCOMPARE(api.get("/v1/models/mxbai-embed-large:latest").json[u"id"_s].toString(),
                 u"mxbai-embed-large"_s);
        for (const QByteArray name : {"ViT-B-32/openai", "no/such"})
            QCOMPARE(api.get("/v1/models/" + name).status, 404);
        QCOMPARE(api.get("/v1/models/").status, 404);
    }

    void anAliasIsItsModel()
    {
        Api api;
        const QByteArray alias = "openai/clip-vit-large-patch14";
        api.engine.changeModel(vitL, [&](ModelView &model) { model.aliases = {QString::fromLatin1(alias)}; });
        QCOMPARE(api.get("/v1/models/" + alias).json[u"id"_s].toString(), vitL);
        QCOMPARE(api.post("/api/show", "{\"model\": \"" + alias + "\"}")
                     .json[u"details"_s][u"family"_s]
                     .toString(),
                 u"clip"_s);
        QCOMPARE(api.post("/api/rag/embedding/text/load/" + alias).status, 404); // it is no text model
        QCOMPARE(api.embed("{\"input\": \"a\", \"dimensions\": 3, \"model\": \"" + alias + "\"}").status,
                 400);
        QVERIFY(api.engine.calls().empty());
        const auto unloaded = api.post("/api/rag/embedding/vision/unload/" + alias);
        QCOMPARE(unloaded.json[u"model_id"_s].toString(), vitL);
        QCOMPARE(unloaded.json[u"unloaded"_s].toBool(true), false);
    }

    void timelineIsInOrderOfTime()
    {
        Api api;
        const auto leave = [&](const QString &id, double at) {
            api.engine.changeModel(id, [at](ModelView &model) {
                model.unloadAt = at;
                model.unloadRule = Text(MD_TEXT("idle timeout, %1 s"), u"60"_s);
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
        const QJsonObject expected =
            parsed(R"({"id": 3, "model_id": "ViT-B-32/openai", "model_type": "vision",
            "at": 1640995260, "reason": "manual", "rule": "requested",
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

    void aFailedUnloadOfATypeNamesTheModelsThatWereUnloaded()
    {
        Api api;
        loadBoth(api.engine);
        api.engine.setUnloadAllFailure(error(ErrorCode::ModelBusy, "another is busy"));
        const auto got = api.post("/api/rag/embedding/unload/vision");
        QCOMPARE(got.status, 409);
        QCOMPARE(code(got), u"model_busy"_s);
        const QJsonObject expected = parsed(R"({"success": false, "unloaded": true, "model_type": "vision",
            "message": "another is busy", "model_ids": ["ViT-L-14/openai"]})");
        QCOMPARE(firstDifference(got.json, expected), QString());
        QCOMPARE(got.json[u"receipts"_s].toArray().size(), 1);
    }

    void unloadOfNothingIsNoError()
    {
        Api api;
        const auto got = api.post("/api/rag/embedding/unload/vision");
        QCOMPARE(got.status, 200);
        const QJsonObject expected =
            parsed(R"({"unloaded": false, "model_type": "vision", "message": "No CLIP model was loaded",
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
            QCOMPARE(code(api.post("/api/rag/embedding/unload/text?wait_seconds=" + bad)),
                     u"invalid_request"_s);
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
        QCOMPARE(firstDifference(api.post("/api/rag/embedding/vision/unload/ViT-L-14/openai").json, expected),
                 QString());
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

    void aFailedSwitchWithNothingLoadedNamesNone()
    {
        Api api;
        api.engine.fail(u"switchTo"_s, error(ErrorCode::ModelLoadFailed, "corrupt"));
        QVERIFY(
            api.post("/api/rag/embedding/vision/switch/ViT-B-32/openai").json[u"current_model"_s].isNull());
    }

    void aFailedSwitchNamesTheModelThatStillServes()
    {
        Api api;
        loadBoth(api.engine);
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
        const QJsonObject expected = parsed(
            R"({"success": true, "model_id": "ViT-B-32/openai", "message": "Model ViT-B-32/openai reloaded successfully"})");
        const QByteArray body = R"({"model_id": "ViT-B-32/openai"})";
        QCOMPARE(firstDifference(api.post("/api/rag/embedding/reload/vision", body).json, expected),
                 QString());
        QCOMPARE(api.post("/api/rag/embedding/reload/vision").json[u"model_id"_s].toString(), vitL);
        QCOMPARE(api.post("/api/rag/embedding/reload/text", "{}").json[u"model_id"_s].toString(),
                 u"mxbai-embed-large"_s);
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
        QCOMPARE(api.post("/api/rag/embedding/load/cancel/ViT-B-32/openai").json[u"success"_s].toBool(),
                 true);
        QCOMPARE(api.engine.last(u"cancelLoad"_s).modelId, vitB);
        QCOMPARE(api.post("/api/rag/embedding/rescan").json[u"installed"_s].toInt(), 3);
        QCOMPARE(api.post("/api/rag/embedding/pin/nothing").status, 404);
    }
};

MODELDECK_TEST(RestHandlersTest)
#include "rest_handlers_test.moc"
