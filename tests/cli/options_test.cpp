// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"
#include "app/cli/token.h"

#include "engine/config/settings_table.h"
#include "tests/support/test_program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace modeldeck;
using namespace Qt::StringLiterals;

using Environment = QMap<QString, QString>;

class OptionsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    Environment home() const { return {{u"HOME"_s, m_dir.path()}}; }

    static std::variant<Invocation, EarlyExit> parse(const QStringList &arguments,
                                                     const Environment &environment, bool servesRest = false)
    {
        return parseOptions({u"modeldeckd"_s, u"Serves."_s, servesRest},
                            QStringList{u"modeldeckd"_s} + arguments, environment);
    }

private Q_SLOTS:
    void withoutOptionsTheXdgDefaultsHold()
    {
        const auto result = parse({}, home(), true);
        const auto *run = std::get_if<Invocation>(&result);
        QVERIFY(run);
        QCOMPARE(run->directories.configFile, m_dir.path() + u"/.config/modeldeck/config.json"_s);
        QCOMPARE(run->directories.state, m_dir.path() + u"/.local/state/modeldeck"_s);
        QCOMPARE(run->directories.runtime, run->directories.state);
        QCOMPARE(run->settings.settings()[ModelsDirectories],
                 QStringList{m_dir.path() + u"/.local/share/modeldeck/models"_s});
        QCOMPARE(run->settings.settings()[RestApiEnabled], true);
        QCOMPARE(run->logLevel, LogLevel::Info);
        QVERIFY(QDir(m_dir.path())
                    .isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)); // nothing is made
    }

    void xdgVariablesAreFollowedAndRelativeOnesIgnored()
    {
        Environment environment = home();
        environment[u"XDG_CONFIG_HOME"_s] = u"/c"_s;
        environment[u"XDG_RUNTIME_DIR"_s] = u"/run/user/1"_s;
        environment[u"XDG_STATE_HOME"_s] = u"relative"_s;
        const auto result = parse({}, environment);
        const auto &run = std::get<Invocation>(result);
        QCOMPARE(run.directories.configFile, u"/c/modeldeck/config.json"_s);
        QCOMPARE(run.directories.runtime, u"/run/user/1/modeldeck"_s);
        QCOMPARE(run.directories.state, m_dir.path() + u"/.local/state/modeldeck"_s);
        QCOMPARE(run.settings.settings()[RestApiEnabled], false);
    }

    void optionsWinOverTheEnvironment()
    {
        Environment environment = home();
        environment[u"MODELDECK_REST_API_PORT"_s] = u"7001"_s;
        environment[u"MODELDECK_REST_API_ENABLED"_s] = u"no"_s;
        const auto result = parse({u"--port"_s, u"0"_s, u"--models-dir"_s, u"/a:b"_s, u"--models-dir=/c"_s,
                                   u"--listen"_s, u"::1"_s, u"--token-file"_s, u"t"_s, u"--state-dir"_s,
                                   u"s"_s, u"--log-level"_s, u"debug"_s},
                                  environment);
        const auto *run = std::get_if<Invocation>(&result);
        QVERIFY(run);
        const Settings &settings = run->settings.settings();
        QCOMPARE(settings[RestApiPort], 0);
        QCOMPARE(settings[RestApiEnabled], true); // --port switches it on
        QCOMPARE(settings[ModelsDirectories], (QStringList{u"/a:b"_s, u"/c"_s}));
        QCOMPARE(settings[RestApiAddress], QStringList{u"::1"_s});
        QCOMPARE(settings[RestApiTokenFile], QDir::current().absoluteFilePath(u"t"_s));
        QCOMPARE(run->directories.state, QDir::current().absoluteFilePath(u"s"_s));
        QCOMPARE(run->directories.runtime, run->directories.state);
        QCOMPARE(run->logLevel, LogLevel::Debug);
    }

    void theSettingsFileIsReadAndNamedInErrors()
    {
        const QString path = m_dir.filePath(u"c.json"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"clip_threads": 3, "new_in_a_later_version": 1})");
        file.close();
        const auto good = parse({u"--config"_s, path}, home());
        QCOMPARE(std::get<Invocation>(good).settings.settings()[ClipThreads], 3);
        QCOMPARE(std::get<Invocation>(good).settings.warnings().size(), 1U);

        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("{\n\n oops");
        file.close();
        const auto bad = parse({u"--config"_s, path}, home());
        QCOMPARE(std::get<EarlyExit>(bad).status, 2);
        QVERIFY(std::get<EarlyExit>(bad).text.contains(path));
        QVERIFY(std::holds_alternative<Invocation>(parse({u"--config"_s, u"/no/such/file"_s}, home())));
    }

    void mistakesEndWithStatusTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        const auto row = [](const QStringList &arguments, const QString &named) {
            QTest::addRow("%s", qPrintable(arguments.join(u' '))) << arguments << named;
        };
        row({u"--no-such"_s}, u"no-such"_s);
        row({u"--port"_s}, u"port"_s);
        row({u"--port"_s, u"70000"_s}, u"--port"_s);
        row({u"--port"_s, QString()}, u"--port"_s);
        row({u"--listen"_s, u"localhost:1"_s}, u"--listen"_s);
        row({u"--listen"_s, u"0.0.0.0"_s}, u"rest_api_token_file"_s); // others could reach it
        row({u"--models-dir"_s, QString()}, u"--models-dir"_s);
        row({u"--config"_s, QString()}, u"--config"_s);
        row({u"--make-token"_s, QString()}, u"--make-token"_s);
        row({u"--log-level"_s, u"loud"_s}, u"--log-level"_s);
        row({u"extra"_s}, u"extra"_s);
    }
    void mistakesEndWithStatusTwo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, named);
        const auto result = parse(arguments, home());
        const auto *exit = std::get_if<EarlyExit>(&result);
        QVERIFY(exit);
        QCOMPARE(exit->status, 2);
        QVERIFY2(exit->text.startsWith(u"modeldeckd: "_s) && exit->text.endsWith(u'\n'),
                 qPrintable(exit->text));
        QVERIFY2(exit->text.contains(named), qPrintable(exit->text));
    }

    void helpListsEveryOptionSettingAndVariable()
    {
        const auto result = parse({u"--port"_s, u"wrong"_s, u"--help"_s}, home(), true);
        const auto *exit = std::get_if<EarlyExit>(&result);
        QVERIFY(exit);
        QCOMPARE(exit->status, 0);
        for (const char *option : {"--config", "--state-dir", "--models-dir", "--listen", "--port",
                                   "--token-file", "--log-level", "--version", "--help"})
            QVERIFY2(exit->text.contains(QString::fromLatin1(option)), option);
        for (const SettingDefinition &row : settingsTable()) {
            QVERIFY2(exit->text.contains(row.name + u'\n'), qPrintable(row.name));
            QVERIFY2(exit->text.contains(row.environment + u'\n'), qPrintable(row.environment));
        }
    }

    void theSettingsInForceArePrintedWithTheirSources()
    {
        const QString path = m_dir.filePath(u"print.json"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"clip_threads": 3, "misspelled": 1})");
        file.close();
        Environment environment = home();
        environment[u"MODELDECK_MAX_LOADED_MODELS"_s] = u"5"_s;
        const QStringList sources{u"--config"_s, path, u"--port"_s, u"7001"_s};
        const auto result = parse(sources + QStringList{u"--print-config"_s}, environment);
        QCOMPARE(std::get<EarlyExit>(result).status, 0);
        const QString text = std::get<EarlyExit>(result).text;
        for (const QString &line :
             {u"clip_threads = 3  # file; default 0"_s,
              u"max_loaded_models = 5  # environment, MODELDECK_MAX_LOADED_MODELS; default 2"_s,
              u"rest_api_port = 7001  # command line; default 7000"_s,
              u"vision_default_model = \"ViT-L-14/openai\"  # default"_s})
            QVERIFY2(text.contains(u'\n' + line + u'\n'), qPrintable(line));
        QVERIFY(text.contains(path));
        QVERIFY(text.contains(u"misspelled"_s));
        for (const SettingDefinition &row : settingsTable())
            QVERIFY2(text.contains(u'\n' + row.name + u" = "_s), qPrintable(row.name));

        const auto json = parse(sources + QStringList{u"--print-config-json"_s}, environment);
        const auto document = QJsonDocument::fromJson(std::get<EarlyExit>(json).text.toUtf8());
        const QJsonArray settings = document[u"settings"_s].toArray();
        QCOMPARE(settings.size(), qsizetype(settingsTable().size()));
        const QJsonObject models = settings[int(MaxLoadedModels.key)].toObject();
        QCOMPARE(models, (QJsonObject{{u"key"_s, u"max_loaded_models"_s},
                                      {u"env"_s, u"MODELDECK_MAX_LOADED_MODELS"_s},
                                      {u"value"_s, 5},
                                      {u"default"_s, 2},
                                      {u"source"_s, u"environment"_s},
                                      {u"locked"_s, true},
                                      {u"needs_restart"_s, false},
                                      {u"unit"_s, QJsonValue()},
                                      {u"minimum"_s, 1},
                                      {u"maximum"_s, 64},
                                      {u"choices"_s, QJsonArray()},
                                      {u"description"_s, u"Most vision models loaded at one time"_s}}));
        QCOMPARE(settings[int(RestApiPort.key)][u"source"_s].toString(), u"command_line"_s);
        QVERIFY(settings[int(ClipDevice.key)][u"minimum"_s].isNull());
    }

    void ollamasOwnVariableIsTheDefaultOfItsAddress()
    {
        const auto host = [this](const QString &variable, const QStringList &arguments = {}) {
            Environment environment = home();
            environment[u"OLLAMA_HOST"_s] = variable;
            const auto result = parse(arguments, environment);
            return std::get<Invocation>(result).settings.settings()[OllamaHost];
        };
        QCOMPARE(host({}), u"http://127.0.0.1:11434"_s);
        QCOMPARE(host(u"gpu-box"_s), u"http://gpu-box:11434"_s);
        QCOMPARE(host(u"http://me:secret@gpu-box"_s), u"http://127.0.0.1:11434"_s); // settings are shown
        QCOMPARE(host(u"not an address"_s), u"http://127.0.0.1:11434"_s);
        QFile file(m_dir.filePath(u"ollama.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"ollama_host": "127.0.0.1:9"})");
        file.close();
        QCOMPARE(host(u"gpu-box"_s, {u"--config"_s, file.fileName()}), u"http://127.0.0.1:9"_s);
    }

    void whatCannotBePrintedIsAMistake()
    {
        Environment environment = home();
        environment[u"MODELDECK_MAX_LOADED_MODELS"_s] = u"many"_s;
        const auto result = parse({u"--print-config"_s}, environment);
        QCOMPARE(std::get<EarlyExit>(result).status, 2);
        environment[u"MODELDECK_MAX_LOADED_MODELS"_s] = u"  "_s; // as good as unset
        QCOMPARE(std::get<EarlyExit>(parse({u"--print-config"_s}, environment)).status, 0);
    }

    void makeTokenWritesANewFileForItsOwnerAlone()
    {
        const auto make = [this](const QString &name) {
            return std::get<EarlyExit>(parse({u"--make-token"_s, m_dir.filePath(name)}, home()));
        };
        const auto read = [this](const QString &name) {
            QFile file(m_dir.filePath(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const EarlyExit made = make(u"token"_s);
        QCOMPARE(made.status, 0);
        QVERIFY(made.text.contains(m_dir.filePath(u"token"_s)));
        const QByteArray token = read(u"token"_s);
        QVERIFY2(QRegularExpression(u"^[A-Za-z0-9_-]{43}\n$"_s).match(QString::fromLatin1(token)).hasMatch(),
                 token);
        QVERIFY(!made.text.contains(QString::fromLatin1(token.trimmed()))); // it would stay on the screen
        QCOMPARE(QFile::permissions(m_dir.filePath(u"token"_s)) & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);

        const EarlyExit again = make(u"token"_s);
        QCOMPARE(again.status, 2);
        QVERIFY(again.text.contains(m_dir.filePath(u"token"_s)));
        QCOMPARE(read(u"token"_s), token);
        QCOMPARE(make(u"other"_s).status, 0);
        QVERIFY(read(u"other"_s) != token);
        QCOMPARE(make(u"no/such/folder"_s).status, 2);
    }

    void aNewTokenCanTakeTheOldOnesPlace()
    {
        const QString path = m_dir.filePath(u"replaced"_s);
        const auto first = makeToken(path, ExistingToken::Replace);
        const auto second = makeToken(path, ExistingToken::Replace);
        QVERIFY(first && second && *first != *second);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromLatin1(file.readAll()), *second + u'\n');
        QCOMPARE(file.permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(QDir(m_dir.path()).entryList({u"replaced*"_s}), QStringList{u"replaced"_s});
    }

    void versionIsOneLine()
    {
        const auto result = parse({u"--version"_s}, home());
        QCOMPARE(std::get<EarlyExit>(result).status, 0);
        QVERIFY(std::get<EarlyExit>(result).text.startsWith(u"modeldeckd "_s));
        QCOMPARE(std::get<EarlyExit>(result).text.count(u'\n'), 1);
    }
};

MODELDECK_TEST(OptionsTest)
#include "options_test.moc"
