// SPDX-License-Identifier: GPL-3.0-or-later
// The settings and the usage tracker's own form of them; pausing; diagnoses.
#include "tests/rest/api_fixture.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

const QByteArray tracker = "/api/model-usage-tracker-config";

QVariantMap lastChange(const Api &api)
{
    return api.engine.last(u"changeSettings"_s).changes.value_or(QVariantMap());
}

} // namespace

class RestSettingsCallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void configShowsEveryRow()
    {
        Api api;
        SettingRow row;
        row.name = u"max_loaded_models"_s;
        row.environment = u"MODELDECK_MAX_LOADED_MODELS"_s;
        row.value = 3LL;
        row.defaultValue = 2LL;
        row.source = SettingSource::CommandLine;
        row.locked = true;
        row.minimum = 1LL;
        row.description = Text(MD_TEXT("How many"));
        api.engine.change([&](Snapshot &now) {
            now.settingRows = std::make_shared<const std::vector<SettingRow>>(std::vector{row});
        });
        const QJsonObject expected = parsed(R"({"settings": [{"key": "max_loaded_models",
            "env": "MODELDECK_MAX_LOADED_MODELS", "value": 3, "default": 2, "source": "command_line", "locked": true,
            "needs_restart": false, "unit": null, "minimum": 1, "maximum": null, "choices": [], "description": "How many"}]})");
        QCOMPARE(api.get("/api/rag/embedding/config").json, expected);
    }

    void patchIsAllOrNothingByTheEngine()
    {
        Api api;
        api.context.access.token = "secret"; // not all of them can be changed without
        api.headers = {{"authorization", "Bearer secret"}};
        const auto got =
            api.ask("PATCH", "/api/rag/embedding/config",
                    R"({"max_loaded_models": 3, "rest_api_allowed_hosts": ["a"], "clip_device": null})");
        QCOMPARE(got.status, 200);
        QVERIFY(got.json[u"settings"_s].isArray());
        const QVariantMap expected{{u"max_loaded_models"_s, 3LL},
                                   {u"rest_api_allowed_hosts"_s, QVariantList{u"a"_s}},
                                   {u"clip_device"_s, QVariant::fromValue(nullptr)}};
        QCOMPARE(lastChange(api), expected);
        Error locked = error(ErrorCode::SettingLocked, "held by the command line");
        locked.parameter = u"max_loaded_models"_s;
        api.engine.fail(u"changeSettings"_s, locked);
        const auto refused = api.ask("PATCH", "/api/rag/embedding/config", R"({"max_loaded_models": 3})");
        QCOMPARE(refused.status, 409);
        QCOMPARE(code(refused), u"setting_locked"_s);
        QCOMPARE(refused.json[u"error"_s][u"parameter"_s].toString(), u"max_loaded_models"_s);
        QCOMPARE(api.ask("PATCH", "/api/rag/embedding/config", "[]").status, 400);
    }

    void trackerConfigIsInItsOwnForm()
    {
        Api api;
        api.engine.changeSetting(ModelTimeoutOverrides,
                                 QVariantMap{{vitL, QVariantMap{{u"ram_timeout"_s, 5LL}}}});
        const QJsonObject expected = parsed(R"({"enabled": true, "cleanup_interval": 60,
            "timeouts": {"vision_embedding": {"vram_timeout": 600, "ram_timeout": 1800},
                         "embedding_model": {"vram_timeout": 600, "ram_timeout": 1800}},
            "overrides": {"ViT-L-14/openai": {"ram_timeout": 5}}})");
        QCOMPARE(api.get(tracker).json, expected);
        loadBoth(api.engine);
        const QJsonObject basic = parsed(R"({"enabled": true, "cleanup_interval": 60, "registered_models": 3,
            "loaded_models": 2, "pinned_models": 0, "override_count": 1})");
        QCOMPARE(api.get(tracker + "/basic").json, basic);
    }

    void nullAndUnknownFieldsInAChangeOfTheTrackerConfigAreIgnored()
    {
        Api api;
        const auto got =
            api.ask("PUT", tracker, R"({"enabled": null, "cleanup_interval": 30, "timeouts": null,
            "overrides": {"ViT-L-14/openai": {"ram_timeout": 5, "vram_timeout": null, "more": []},
                          "ViT-B-32/openai": {"ram_timeout": null}, "mxbai-embed-large": null}})");
        QCOMPARE(got.status, 200);
        const QVariantMap expected{
            {u"model_usage_tracker_cleanup_interval"_s, 30LL},
            {u"model_timeout_overrides"_s, QVariantMap{{vitL, QVariantMap{{u"ram_timeout"_s, 5LL}}}}}};
        QCOMPARE(lastChange(api), expected);
        QCOMPARE(api.ask("PUT", tracker, R"({"timeouts": {"vision_embedding": null}})").status, 200);
        QCOMPARE(
            api.ask("PUT", tracker, R"({"timeouts": {"vision_embedding": {"ram_timeout": null}}})").status,
            200);
        QCOMPARE(lastChange(api), QVariantMap());
        for (const QByteArray body : {R"({"overrides": []})", R"({"overrides": {"ViT-L-14/openai": 5}})",
                                      R"({"timeouts": 1})", R"({"timeouts": {"vision_embedding": []}})"}) {
            const auto refused = api.ask("PUT", tracker, body);
            QCOMPARE(refused.status, 400);
            QVERIFY(!refused.json[u"error"_s][u"parameter"_s].toString().isEmpty());
        }
    }

    void trackerConfigIsChangedByTheSettingsNames()
    {
        Api api;
        const auto got = api.ask("PUT", tracker, R"({"enabled": false, "cleanup_interval": 30,
            "timeouts": {"vision_embedding": {"ram_timeout": 60}, "embedding_model": {"vram_timeout": 0}},
            "overrides": {"ViT-L-14/openai": {"ram_timeout": 5}}, "unknown": 1})");
        QCOMPARE(got.status, 200);
        QCOMPARE(got.json[u"cleanup_interval"_s].toInt(), 60); // the fake engine changes nothing
        const QVariantMap expected{
            {u"model_usage_tracker_enabled"_s, false},
            {u"model_usage_tracker_cleanup_interval"_s, 30LL},
            {u"model_usage_tracker_vision_embedding_ram_timeout"_s, 60LL},
            {u"model_usage_tracker_embedding_model_vram_timeout"_s, 0LL},
            {u"model_timeout_overrides"_s, QVariantMap{{vitL, QVariantMap{{u"ram_timeout"_s, 5LL}}}}}};
        QCOMPARE(lastChange(api), expected);
        for (const QByteArray bad : {R"({"timeouts": 5})", R"({"timeouts": {"vision_embedding": []}})"}) {
            const auto refused = api.ask("PUT", tracker, bad);
            QCOMPARE(code(refused), u"invalid_request"_s);
            QVERIFY(refused.json[u"error"_s][u"parameter"_s].toString().startsWith(u"timeouts"_s));
        }
    }

    void oneModelsTimeoutsAreSetAndRemoved()
    {
        Api api;
        const auto set = [&](const QByteArray &model, const QByteArray &body) {
            return api.ask("PUT", tracker + "/model/" + model + "/timeout", body).status;
        };
        // What is not said is not in it: the engine merges, so that two callers do not undo each other's.
        QCOMPARE(set("ViT-L-14%2Fopenai", R"({"ram_timeout": 5})"), 200);
        const QVariantMap five{{u"ram_timeout"_s, 5LL}};
        QCOMPARE(*api.engine.last(u"changeTimeouts"_s).changes, five);
        QCOMPARE(api.engine.last(u"changeTimeouts"_s).modelId, vitL);
        QCOMPARE(set("ViT-L-14/openai", R"({"vram_timeout": null, "ram_timeout": null})"), 200);
        QVERIFY(api.engine.last(u"changeTimeouts"_s).changes->value(u"vram_timeout"_s).isNull());
        QCOMPARE(api.engine.last(u"changeTimeouts"_s).changes->size(), 2);
        QCOMPARE(code(api.ask("PUT", tracker + "/model/nothing/timeout", "{}")), u"model_not_found"_s);
    }

    void aBadTimeoutIsRefusedByItsName()
    {
        Api api;
        for (const QByteArray bad : {"-1", "1.5", "\"a\"", "31536001"}) {
            const auto got = api.ask("PUT", "/api/model-usage-tracker-config/model/ViT-B-32/openai/timeout",
                                     "{\"ram_timeout\": " + bad + "}");
            QCOMPARE(got.status, 400);
            QCOMPARE(got.json[u"error"_s][u"parameter"_s].toString(), u"ram_timeout"_s);
        }
        QVERIFY(api.engine.calls().empty());
    }

    // Any local user may call without a token: this is all that such a one can change.
    void withoutATokenExactlyTheseSettingsCanBeChanged()
    {
        const QStringList open{
            u"alert_memory_use"_s,
            u"alert_minutes"_s,
            u"keep_alive_max"_s,
            u"keep_alive_min"_s,
            u"lazy_loading_unloading_memory_pressure_threshold"_s,
            u"lazy_loading_unloading_memory_pressure_timeout"_s,
            u"max_loaded_models"_s,
            u"memory_headroom"_s,
            u"model_timeout_overrides"_s,
            u"model_usage_tracker_cleanup_interval"_s,
            u"model_usage_tracker_embedding_model_ram_timeout"_s,
            u"model_usage_tracker_embedding_model_vram_timeout"_s,
            u"model_usage_tracker_enabled"_s,
            u"model_usage_tracker_vision_embedding_ram_timeout"_s,
            u"model_usage_tracker_vision_embedding_vram_timeout"_s,
            u"pressure_overrides_pins"_s,
            u"pressure_unload_policy"_s,
            u"smart_preloading_enabled"_s,
            u"smart_preloading_max_waste"_s,
            u"text_default_model"_s,
            u"vision_default_model"_s,
        };
        Api api;
        QStringList changed;
        for (const Key key : allKeys) {
            const QByteArray name = settingName(key).toLatin1();
            const auto got = api.ask("PATCH", "/api/rag/embedding/config", "{\"" + name + "\": 1}");
            if (got.status == 200) {
                changed << settingName(key);
                continue;
            }
            QCOMPARE(got.status, 409);
            QCOMPARE(code(got), u"setting_locked"_s);
            QCOMPARE(got.json[u"error"_s][u"parameter"_s].toString(), settingName(key));
        }
        changed.sort();
        QCOMPARE(changed, open);
    }

    void aLockedSettingKeepsTheOthersOfItsCallFromChanging()
    {
        Api api;
        const QByteArray body = R"({"max_loaded_models": 3, "models_directories": ["/x"]})";
        QCOMPARE(code(api.ask("PATCH", "/api/rag/embedding/config", body)), u"setting_locked"_s);
        QCOMPARE(api.engine.count(u"changeSettings"_s), 0);
    }

    void withATokenEverySettingCanBeChanged()
    {
        Api api;
        api.context.access.token = "secret";
        const QByteArray body = R"({"max_loaded_models": 3, "runner_program": "/x"})";
        QCOMPARE(api.ask("PATCH", "/api/rag/embedding/config", body).status, 401);
        api.headers = {{"authorization", "Bearer secret"}};
        QCOMPARE(api.ask("PATCH", "/api/rag/embedding/config", body).status, 200);
        QCOMPARE(lastChange(api)[u"runner_program"_s].toString(), u"/x"_s);
    }

    void analyticsAreSummedUp()
    {
        Api api;
        FakeEngine::Answers answers;
        ModelAnalytics one;
        one.modelId = vitL;
        one.requests = 5;
        one.loads = 2;
        one.hoursLoaded = 1.5;
        ModelAnalytics other = one;
        other.modelId = vitB;
        answers.analytics.since = 1640995200;
        answers.analytics.models = {one, other};
        answers.analytics.preloadState = Text(MD_TEXT("paused"));
        api.engine.setAnswers(answers);
        const auto got = api.get(tracker + "/analytics");
        const QJsonObject expected = parsed(R"({"since": 1640995200,
            "totals": {"requests": 10, "loads": 4, "hours_loaded": 3, "load_failures": 0},
            "preloading": {"threshold": 0, "waste": 0, "held_back": "paused"}})");
        QCOMPARE(firstDifference(got.json, expected), QString());
        QVERIFY(!got.json[u"totals"_s].toObject().contains(u"model_id"_s));
        QCOMPARE(got.json[u"models"_s][1][u"model_id"_s].toString(), vitB);
    }

    void restartSweeps()
    {
        Api api;
        const auto got = api.post(tracker + "/restart");
        QCOMPARE(got.json[u"success"_s].toBool(), true);
        QCOMPARE(got.json[u"corrections"_s].toInt(-1), 0);
        QCOMPARE(api.engine.count(u"sweep"_s), 1);
    }

    void pausingIsForATimeOrUntilResumed()
    {
        Api api;
        const auto timed = api.post("/api/rag/embedding/pause", R"({"seconds": 60})");
        QCOMPARE(timed.json[u"paused"_s].toBool(), true);
        QVERIFY(timed.json[u"paused_until"_s].isDouble());
        QCOMPARE(*api.engine.last(u"pause"_s).time, 60s);
        QCOMPARE(api.get("/api/rag/embedding/status").json[u"paused"_s].toBool(), true);
        QVERIFY(api.post("/api/rag/embedding/pause").json[u"paused_until"_s].isNull());
        QCOMPARE(api.post("/api/rag/embedding/resume").json[u"paused"_s].toBool(true), false);
        for (const QByteArray bad : {R"({"seconds": 0})", R"({"seconds": "1"})", R"({"seconds": 1e12})"})
            QCOMPARE(code(api.post("/api/rag/embedding/pause", bad)), u"invalid_request"_s);
    }

    void diagnosesNameModelReasonAndAdvice()
    {
        Api api;
        FakeEngine::Answers answers;
        answers.diagnoses = {{vitL, MD_TEXT("it is pinned"), MD_TEXT("unpin it")},
                             {{}, MD_TEXT("unloading is off"), MD_TEXT("switch it on")}};
        api.engine.setAnswers(answers);
        const QJsonObject expected = parsed(R"({"diagnoses": [
            {"model_id": "ViT-L-14/openai", "why": "it is pinned", "advice": "unpin it"},
            {"model_id": null, "why": "unloading is off", "advice": "switch it on"}]})");
        QCOMPARE(api.get("/api/rag/embedding/diagnostics").json, expected);
    }
};

MODELDECK_TEST(RestSettingsCallsTest)
#include "rest_settings_calls_test.moc"
