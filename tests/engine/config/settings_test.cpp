// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/setting_rules.h"
#include "engine/config/setting_value.h"
#include "tests/support/test_program.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace modeldeck;
using namespace Qt::StringLiterals;

class SettingsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QString path() const { return m_dir.filePath(u"made/config.json"_s); }

    void writeFile(const QByteArray &bytes) const
    {
        QDir().mkpath(m_dir.filePath(u"made"_s));
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QJsonObject readFile() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                              : QJsonObject();
    }
    SettingsStore::Sources fileOnly() const { return {path(), {}, {}, {}}; }
    static SettingsStore::Sources environment(const QString &name, const QString &value)
    {
        return {{}, {{name, value}}, {}, {}};
    }

private Q_SLOTS:
    void init() { QDir(m_dir.filePath(u"made"_s)).removeRecursively(); }

    void theTableFollowsTheEnumAndItsDefaultsAreValid()
    {
        const auto table = settingsTable();
        QCOMPARE(SettingsStore().rows().size(), table.size());
        for (std::size_t i = 0; i < table.size(); ++i) {
            const SettingDefinition &row = table[i];
            QCOMPARE(row.key, Key(i));
            const auto value = valueFromJson(row, row.defaultValue, u"default"_s);
            QVERIFY2(value && *value == row.defaultValue, qPrintable(row.name));
            QVERIFY(!row.description.isEmpty());
            QCOMPARE(findSetting(row.name), &row);
        }
        QVERIFY(!brokenRule(Settings()));
    }

    void theSpecificationsNamesAreKept()
    {
        const SettingDefinition &timeout = settingDefinition(VisionEmbeddingVramTimeout);
        QCOMPARE(timeout.name, u"model_usage_tracker_vision_embedding_vram_timeout"_s);
        QCOMPARE(timeout.environment, u"MODEL_USAGE_TRACKER_VISION_EMBEDDING_VRAM_TIMEOUT"_s);
        QCOMPARE(settingDefinition(MemoryPressureThreshold).environment,
                 u"LAZY_LOADING_UNLOADING_MEMORY_PRESSURE_THRESHOLD"_s);
        QCOMPARE(settingDefinition(RestApiPort).environment, u"MODELDECK_REST_API_PORT"_s);
        QCOMPARE(Settings()[VisionEmbeddingRamTimeout], std::chrono::minutes(30));
    }

    void laterSourcesWinOverEarlierOnes()
    {
        writeFile(R"({"rest_api_port": 2, "max_loaded_models": 2, "clip_threads": 2})");
        SettingsStore::Sources sources = fileOnly();
        sources.programDefaults = {{RestApiEnabled, true}, {RestApiPort, 1LL}};
        sources.environment = {{u"MODELDECK_REST_API_PORT"_s, u"3"_s},
                               {u"MODELDECK_MAX_LOADED_MODELS"_s, u"3"_s},
                               {u"MODELDECK_CLIP_THREADS"_s, QString()}};
        sources.commandLine = {{RestApiPort, {u"4"_s}}};
        const auto store = SettingsStore::load(sources);
        QVERIFY(store);
        QCOMPARE(store->settings()[RestApiPort], 4);
        QCOMPARE(store->settings()[MaxLoadedModels], 3);
        QCOMPARE(store->settings()[ClipThreads], 2); // an empty variable is unset
        QCOMPARE(store->settings()[RestApiEnabled], true);
        const auto rows = store->rows();
        QCOMPARE(findRow(rows, RestApiPort)->source, SettingSource::CommandLine);
        QCOMPARE(findRow(rows, RestApiPort)->defaultValue.toInt(), 1);
        QCOMPARE(findRow(rows, MaxLoadedModels)->source, SettingSource::Environment);
        QCOMPARE(findRow(rows, MaxLoadedModels)->locked, true);
        QCOMPARE(findRow(rows, ClipThreads)->source, SettingSource::File);
        QCOMPARE(findRow(rows, ClipThreads)->locked, false);
        QCOMPARE(findRow(rows, OllamaHost)->source, SettingSource::Default);
    }

    void textsOfEveryKindAreUnderstood_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QVariant>("expected"); // invalid: refused
        const auto row = [](const char *key, const char *text, const QVariant &expected) {
            QTest::addRow("%s=%s", key, text)
                << QString::fromUtf8(key) << QString::fromUtf8(text) << expected;
        };
        row("ollama_enabled", "false", false);
        row("ollama_enabled", "No", false);
        row("ollama_enabled", "0", false);
        row("ollama_enabled", "1", true);
        row("ollama_enabled", "YES", true);
        row("ollama_enabled", "on", {});
        row("rest_api_port", "0", 0LL);
        row("rest_api_port", "65536", {});
        row("rest_api_port", "-1", {});
        row("rest_api_port", "70x", {});
        row("rest_api_port", "99999999999999999999", {});
        row("lazy_loading_unloading_memory_pressure_threshold", "0.9", 0.9);
        row("lazy_loading_unloading_memory_pressure_threshold", "nan", {});
        row("lazy_loading_unloading_memory_pressure_threshold", "1.01", {});
        row("lazy_loading_unloading_memory_pressure_threshold", "0,9", {});
        row("model_usage_tracker_cleanup_interval", "0", {});
        row("clip_device", "cpu", u"cpu"_s);
        row("clip_device", "tpu", {});
        row("models_directories", "/a:/b/../c,/a", QStringList{u"/a"_s, u"/c"_s});
        row("models_directories", "~/m", QStringList{QDir::homePath() + u"/m"_s});
        row("rest_api_address", "127.0.0.1, ::1", QStringList{u"127.0.0.1"_s, u"::1"_s});
        row("rest_api_address", "127.1", {});
        row("rest_api_address", "localhost", {});
        row("rest_api_allowed_hosts", "deck.example.org:7000,Deck",
            QStringList{u"deck.example.org:7000"_s, u"deck"_s});
        row("rest_api_allowed_hosts", "a/b", {});
        row("rest_api_allowed_origins", "https://example.org", QStringList{u"https://example.org"_s});
        row("rest_api_allowed_origins", "https://example.org/page", {});
        row("rest_api_allowed_origins", "*", {});
        for (const char *origin :
             {"app://obsidian.md", "tauri://localhost", "chrome-extension://abcdefgh", "http://[::1]:3000",
              "vscode-webview://1a2b-3c", "capacitor://localhost:8080", "http://0.0.0.0:3000"})
            row("rest_api_allowed_origins", origin, QStringList{QString::fromLatin1(origin)});
        row("rest_api_allowed_origins", "HTTPS://Example.org:443/", QStringList{u"https://example.org"_s});
        row("rest_api_allowed_origins", "https://bücher.example",
            QStringList{u"https://xn--bcher-kva.example"_s});
        for (const char *pattern :
             {"http://localhost:*", "https://*.example.org", "app://*", "http://*", "chrome-extension://*",
              "app://", "app:obsidian", "null", "app://a/b", "http://a?b", "http://a:99999"})
            row("rest_api_allowed_origins", pattern, {});
        row("ollama_host", "127.0.0.1:11434", u"http://127.0.0.1:11434"_s);
        row("ollama_host", "https://ollama.example.org/", u"https://ollama.example.org"_s);
        row("ollama_host", "ftp://example.org", {});
        row("ollama_host", "http://", {});
        row("ollama_host", "http://me:secret@example.org", {}); // it would be shown and logged
        row("vision_default_model", "ViT-B-32/openai", u"ViT-B-32/openai"_s);
        row("vision_default_model", "bad\nname", {});
        row("model_timeout_overrides", R"({"a/b": {"ram_timeout": 5}})",
            QVariantMap{{u"a/b"_s, QVariantMap{{u"ram_timeout"_s, 5LL}}}});
        row("model_timeout_overrides", R"({"ViT-H-14/laion2b": {"ram_timeout": 5}})", // an alias
            QVariantMap{{u"ViT-H-14/laion2b_s32b_b79k"_s, QVariantMap{{u"ram_timeout"_s, 5LL}}}});
        row("model_timeout_overrides", R"({"all-minilm:latest": {"ram_timeout": 5}})", // as Ollama lists it
            QVariantMap{{u"all-minilm"_s, QVariantMap{{u"ram_timeout"_s, 5LL}}}});
        row("model_timeout_overrides", R"({"a/b": {"disk_timeout": 5}})", {});
        row("model_timeout_overrides", "[1]", {});
    }
    void textsOfEveryKindAreUnderstood()
    {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(QVariant, expected);
        const auto value = settingFromText(key, text);
        QCOMPARE(value.has_value(), expected.isValid());
        if (value) {
            QCOMPARE(*value, expected);
        } else {
            QCOMPARE(value.error().code, ErrorCode::InvalidSetting);
            QCOMPARE(value.error().parameter, key);
        }
    }

    void anInvalidValueIsNamedWithKeyRangeAndSource()
    {
        const auto store = SettingsStore::load(environment(u"MODELDECK_REST_API_PORT"_s, u"70000"_s));
        QVERIFY(!store);
        QCOMPARE(
            store.error().message.english(),
            u"rest_api_port is \"70000\" (from MODELDECK_REST_API_PORT); allowed are whole numbers from 0 to 65535"_s);
        QCOMPARE(store.error().parameter, u"rest_api_port"_s);
    }

    void aPatternThatAnEarlierVersionStoredIsLeftOutWithAWarning()
    {
        writeFile("{\"rest_api_allowed_origins\": [\"http://localhost:*\", \"https://a.example\"]}");
        const auto store = SettingsStore::load(fileOnly());
        QVERIFY(store);
        QCOMPARE(store->settings()[RestApiAllowedOrigins], QStringList{u"https://a.example"_s});
        QCOMPARE(store->warnings().size(), 1U);
        QVERIFY(store->warnings().front().english().contains(u"http://localhost:*"_s));
        writeFile("{\"rest_api_allowed_origins\": \"*\"}"); // no version took this
        QVERIFY(!SettingsStore::load(fileOnly()));
    }

    void aPasswordIsInNoError_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVariant>("json");
        const auto row = [](const char *name, const QString &key, const QVariant &json) {
            QTest::newRow(name) << key << json;
        };
        row("an address", u"ollama_host"_s, u"http://joe:s3cret@h:1"_s);
        row("without a scheme", u"ollama_host"_s, u"joe:s3cret@h:1"_s);
        row("with an @", u"ollama_host"_s, u"http://joe:a@s3cret@h:1"_s);
        row("with a space and a quote", u"ollama_host"_s, u"http://joe:a \"s3cret@h:1"_s);
        row("in a list", u"rest_api_allowed_origins"_s,
            QStringList{u"https://a"_s, u"https://joe:s3cret@h"_s});
        row("a host", u"rest_api_allowed_hosts"_s, u"joe:s3cret@h"_s);
        row("in the wrong place", u"clip_device"_s, u"http://joe:s3cret@h:1"_s);
    }
    void aPasswordIsInNoError()
    {
        QFETCH(const QString, key);
        QFETCH(const QVariant, json);
        SettingsStore store;
        const auto changed = store.change({{key, json}});
        QVERIFY(!changed);
        const QString asked = changed.error().message.english();
        QVERIFY2(!asked.contains(u"s3cret"_s) && !asked.contains(u"joe"_s), qPrintable(asked));
        QVERIFY2(asked.contains(u"@h"_s), qPrintable(asked)); // enough to know it by
        const auto given = settingFromText(key, json.toStringList().join(u','));
        QVERIFY(!given && !given.error().message.english().contains(u"s3cret"_s));
    }

    void aWrongJsonTypeIsNamed_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVariant>("json");
        QTest::addColumn<QString>("message");
        QTest::newRow("a string for a flag") << u"ollama_enabled"_s << QVariant(u"true"_s)
                                             << u"ollama_enabled is \"true\", a JSON string (from the change "
                                                u"asked for); allowed are true and false, "
                                                "without quotes"_s;
        QTest::newRow("a number for a flag")
            << u"ollama_enabled"_s << QVariant(1.0)
            << u"ollama_enabled is 1 (from the change asked for); allowed are true and false"_s;
        QTest::newRow("a string for a whole number")
            << u"rest_api_port"_s << QVariant(u"60"_s)
            << u"rest_api_port is \"60\", a JSON string (from the change asked for); allowed are whole "
               u"numbers from 0 "
               "to 65535, without quotes"_s;
        QTest::newRow("a string for a number") << u"smart_preloading_max_waste"_s << QVariant(u"0.5"_s)
                                               << u"smart_preloading_max_waste is \"0.5\", a JSON string "
                                                  u"(from the change asked for); allowed are numbers "
                                                  "from 0 to 1, without quotes"_s;
    }
    void aWrongJsonTypeIsNamed()
    {
        QFETCH(const QString, key);
        QFETCH(const QVariant, json);
        SettingsStore store;
        const auto changed = store.change({{key, json}});
        QVERIFY(!changed);
        QTEST(changed.error().message.english(), "message");
    }

    void wrongTypesInTheFileAreErrors_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *json :
             {R"({"rest_api_port": "7000"})", R"({"rest_api_port": 1.5})", R"({"rest_api_port": true})",
              R"({"rest_api_port": 1e300})", R"({"ollama_enabled": 1})", R"({"models_directories": [1]})",
              R"({"models_directories": {"a": 1}})", R"({"ollama_host": []})", R"({"rest_api_address": []})",
              R"({"model_timeout_overrides": {"m": 3}})", "[]", "", "{", "null", "{\"a\": 1} x", "\xff\xfe"})
            QTest::addRow("%s", json) << QByteArray(json);
    }
    void wrongTypesInTheFileAreErrors()
    {
        QFETCH(QByteArray, json);
        writeFile(json);
        const auto store = SettingsStore::load(fileOnly());
        QVERIFY(!store);
        QCOMPARE(store.error().code, ErrorCode::InvalidSetting);
        QVERIFY2(store.error().message.english().contains(path()),
                 qPrintable(store.error().message.english()));
    }

    void wholeNumbersMayBeWrittenAsDoublesAndListsAsOneString()
    {
        writeFile(R"({"rest_api_port": 7.1e3, "rest_api_address": "127.0.0.1", "clip_threads": null})");
        const auto store = SettingsStore::load(fileOnly());
        QVERIFY(store);
        QCOMPARE(store->settings()[RestApiPort], 7100);
        QCOMPARE(store->settings()[RestApiAddress], QStringList{u"127.0.0.1"_s});
        QCOMPARE(findRow(store->rows(), ClipThreads)->source, SettingSource::Default);
    }

    void unknownKeysInTheFileWarnAndStay()
    {
        writeFile(R"({"theme": {"dark": [1, null]}, "rest_api_port": 7001})");
        auto store = SettingsStore::load(fileOnly());
        QVERIFY(store);
        QCOMPARE(store->warnings().size(), 1U);
        QVERIFY(store->warnings().front().english().contains(u"theme"_s));
        QVERIFY(store->change({{u"clip_threads"_s, 2}}));
        const QJsonObject file = readFile();
        QCOMPARE(file[u"theme"_s][u"dark"_s][0].toInt(), 1);
        QCOMPARE(file[u"rest_api_port"_s].toInt(), 7001);
        QCOMPARE(file[u"clip_threads"_s].toInt(), 2);
    }

    void aMissingFileMeansDefaultsAndAChangeMakesItForItsOwnerAlone()
    {
        auto store = SettingsStore::load(fileOnly());
        QVERIFY(store);
        QVERIFY(
            store->change({{u"models_directories"_s, QVariantList{u"/m"_s}}, {u"rest_api_port"_s, 7002.0}}));
        QCOMPARE(store->settings()[ModelsDirectories], QStringList{u"/m"_s});
        const auto owner = QFile::ReadOwner | QFile::WriteOwner;
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFile::permissions(path()) & (owner | others), owner);
        QCOMPARE(QFile::permissions(m_dir.filePath(u"made"_s)) & others, QFile::Permissions());
        const auto again = SettingsStore::load(fileOnly());
        QVERIFY(again);
        QCOMPARE(again->settings()[RestApiPort], 7002);
        QCOMPARE(again->settings()[ModelsDirectories], QStringList{u"/m"_s});
    }

    void aChangeIsAllOrNothing()
    {
        auto store = SettingsStore::load(fileOnly());
        const auto result = store->change({{u"clip_threads"_s, 2}, {u"rest_api_port"_s, 70000}});
        QVERIFY(!result);
        QCOMPARE(result.error().parameter, u"rest_api_port"_s);
        QCOMPARE(store->settings()[ClipThreads], 0);
        QVERIFY(!QFile::exists(path()));
        QCOMPARE(store->change({{u"no_such"_s, 2}}).error().parameter, u"no_such"_s);
    }

    void aNullTakesTheKeyOutOfTheFile()
    {
        writeFile(R"({"clip_threads": 2})");
        auto store = SettingsStore::load(fileOnly());
        QVERIFY(store->change({{u"clip_threads"_s, QVariant::fromValue(nullptr)}}));
        QCOMPARE(store->settings()[ClipThreads], 0);
        QVERIFY(!readFile().contains(u"clip_threads"_s));
    }

    void whatTheEnvironmentOrTheCommandLineHoldsIsLocked()
    {
        SettingsStore::Sources sources = environment(u"MODELDECK_CLIP_THREADS"_s, u"2"_s);
        sources.commandLine = {{RestApiPort, {u"7003"_s}}};
        auto store = SettingsStore::load(sources);
        for (const QString &key : {u"clip_threads"_s, u"rest_api_port"_s}) {
            const auto result = store->change({{key, 3}});
            QVERIFY(!result);
            QCOMPARE(result.error().code, ErrorCode::SettingLocked);
            QCOMPARE(result.error().parameter, key);
        }
        QCOMPARE(store->settings()[ClipThreads], 2);
    }

    void aFileThatCannotBeWrittenChangesNothing()
    {
        writeFile("{}");
        auto store = SettingsStore::load(fileOnly());
        writeFile("{ not JSON any more"); // a person's edit is not thrown away
        const auto result = store->change({{u"clip_threads"_s, 2}});
        QVERIFY(!result);
        QCOMPARE(store->settings()[ClipThreads], 0);

        QFile(path()).remove();
        QDir().mkpath(path()); // a folder in its place
        QVERIFY(!store->change({{u"clip_threads"_s, 2}}));
        QCOMPARE(store->settings()[ClipThreads], 0);
    }

    void rulesBetweenSettingsAreChecked()
    {
        SettingsStore store;
        QCOMPARE(store.change({{u"keep_alive_min"_s, 60}, {u"keep_alive_max"_s, 30}}).error().parameter,
                 u"keep_alive_min"_s);
        QVERIFY(store.change({{u"keep_alive_min"_s, 60}, {u"keep_alive_max"_s, 0}})); // 0 is no limit
        QCOMPARE(store.change({{u"rest_api_tls_key"_s, u"/k"_s}}).error().parameter,
                 u"rest_api_tls_certificate"_s);
        QVERIFY(store.change({{u"rest_api_tls_key"_s, u"/k"_s}, {u"rest_api_tls_certificate"_s, u"/c"_s}}));
    }

    void anAddressThatOthersReachNeedsATokenOnceTheApiIsOn()
    {
        SettingsStore store;
        QVERIFY(store.change({{u"rest_api_address"_s, u"0.0.0.0"_s}}));
        QCOMPARE(store.change({{u"rest_api_enabled"_s, true}}).error().parameter, u"rest_api_address"_s);
        QVERIFY(store.change({{u"rest_api_enabled"_s, true}, {u"rest_api_token_file"_s, u"/t"_s}}));
    }

    void aRepeatedOptionIsAListAndItsLastScalarWins()
    {
        SettingsStore::Sources sources;
        sources.commandLine = {{ModelsDirectories, {u"/a"_s, u"/b"_s}}, {RestApiPort, {u"1"_s, u"2"_s}}};
        const auto store = SettingsStore::load(sources);
        QVERIFY(store);
        QCOMPARE(store->settings()[ModelsDirectories], (QStringList{u"/a"_s, u"/b"_s}));
        QCOMPARE(store->settings()[RestApiPort], 2);
    }
};

MODELDECK_TEST(SettingsTest)
#include "settings_test.moc"
