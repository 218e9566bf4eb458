// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include "app/cli/settings_text.h"
#include "app/cli/token.h"
#include "engine/config/ollama_host.h"
#include "engine/config/settings_table.h"
#include "modeldeck_version.h"

#include <QCommandLineParser>
#include <QDir>
#include <QProcessEnvironment>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr int usageError = 2;
constexpr int descriptionColumn = 26;

// Options of the program itself. Options of settings come from the table of settings.
struct PlainOption
{
    const char *name;
    const char *value; // null: a switch
    const char *description;
};
constexpr PlainOption plainOptions[] = {
    {"config", "FILE", "Settings file; if it is missing, the defaults apply"},
    {"state-dir", "DIR", "Folder for history, logs and the lock"},
    {"print-config", nullptr, "Print every setting with its value and source, and exit"},
    {"print-config-json", nullptr, "Print the same as JSON, in the format of the configuration endpoint"},
    {"make-token", "FILE", "Create a random token for the REST API in a new file, and exit"},
    {"version", nullptr, "Print the version and exit"},
    {"help", nullptr, "Print this help and exit"},
};

QString line(const QString &left, const QString &right)
{
    const QString start = u"  "_s + left;
    const QString gap = start.size() < descriptionColumn ? QString(descriptionColumn - start.size(), u' ')
                                                         : u"\n"_s + QString(descriptionColumn, u' ');
    return start + gap + right + u'\n';
}

QString settingLines(const SettingDefinition &row, const QVariant &defaultValue)
{
    const QString indent(4, u' ');
    QStringList facts{u"default "_s + jsonText(defaultValue)};
    if (const QString allowed = allowedText(row); !allowed.isEmpty())
        facts << allowed;
    if (row.needsRestart)
        facts << u"needs a restart"_s;
    return u"  "_s + row.name + u'\n' + indent + row.environment + u'\n' + indent +
           row.description.english() + u'\n' + indent + u'(' + facts.join(u"; "_s) + u")\n"_s;
}

QString helpText(const ProgramInfo &program, const SettingsStore::Sources &sources)
{
    QString out = u"Usage: %1 [OPTION]...\n%2\n\nOptions:\n"_s.arg(program.name, program.description);
    for (const OptionLine &option : optionLines())
        out += line((u"--"_s + option.name + u' ' + option.value).trimmed(), option.description);
    out +=
        u"--listen and --port switch the REST API on. --models-dir and --listen can be repeated.\n\n"
        "Settings in %1 and in the environment (the environment overrides the file, options override both):\n"_s
            .arg(sources.file);
    for (const SettingDefinition &row : settingsTable())
        out += settingLines(row, sources.programDefaults.value(row.key, row.defaultValue));
    return out;
}

EarlyExit mistake(const ProgramInfo &program, const QString &message)
{
    return {usageError, u"%1: %2\n"_s.arg(program.name, message)};
}

void addOptions(QCommandLineParser &parser)
{
    for (const OptionLine &option : optionLines())
        parser.addOption(QCommandLineOption(option.name, {}, option.value));
}

QMap<Key, QStringList> settingsOf(const QCommandLineParser &parser)
{
    QMap<Key, QStringList> out;
    for (const SettingDefinition &row : settingsTable()) {
        if (!row.option.isEmpty() && parser.isSet(row.option))
            out[row.key] = parser.values(row.option);
    }
    // A port or an address on the command line switches REST on.
    if (out.contains(RestApiPort) || out.contains(RestApiAddress))
        out[RestApiEnabled] = {u"true"_s};
    return out;
}

Directories directoriesOf(const QCommandLineParser &parser, const QMap<QString, QString> &environment)
{
    Directories out = Directories::fromEnvironment(environment);
    if (parser.isSet(u"config"_s))
        out.configFile = QDir::current().absoluteFilePath(parser.value(u"config"_s));
    if (parser.isSet(u"state-dir"_s)) {
        const bool shared = out.runtime == out.state; // there is no XDG_RUNTIME_DIR
        out.state = QDir::cleanPath(QDir::current().absoluteFilePath(parser.value(u"state-dir"_s)));
        if (shared)
            out.runtime = out.state;
    }
    return out;
}

// Checks the options that no setting checks. Empty: no mistake.
QString mistakeIn(const QCommandLineParser &parser)
{
    if (!parser.positionalArguments().isEmpty())
        return u"Unexpected argument \"%1\".\nTry --help."_s.arg(parser.positionalArguments().constFirst());
    for (const QString &name : {u"config"_s, u"state-dir"_s, u"make-token"_s}) {
        if (parser.isSet(name) && parser.value(name).isEmpty())
            return u"--%1 needs a path."_s.arg(name);
    }
    return {};
}

EarlyExit tokenMade(const ProgramInfo &program, const QString &file)
{
    const QString path = QDir::cleanPath(QDir::current().absoluteFilePath(file));
    if (const auto token = makeToken(path, ExistingToken::Refuse); !token)
        return mistake(program, token.error().message.english());
    return {0, u"Created a token in %1\nUse it with --token-file or rest_api_token_file.\n"_s.arg(path)};
}

} // namespace

std::vector<OptionLine> optionLines()
{
    std::vector<OptionLine> out;
    for (const PlainOption &option : plainOptions)
        out.push_back({QString::fromLatin1(option.name),
                       QString::fromLatin1(option.value),
                       QString::fromLatin1(option.description),
                       {}});
    for (const SettingDefinition &row : settingsTable()) {
        if (!row.option.isEmpty())
            out.push_back({row.option, row.optionValue, row.description.english(), row.choices});
    }
    return out;
}

std::variant<Invocation, EarlyExit> parseOptions(const ProgramInfo &program, const QStringList &arguments,
                                                 const QMap<QString, QString> &environment)
{
    QCommandLineParser parser;
    addOptions(parser);
    const bool understood = parser.parse(arguments);
    Invocation out{directoriesOf(parser, environment), LogLevel::Info, {}};
    SettingsStore::Sources sources{out.directories.configFile, environment, settingsOf(parser), {}};
    sources.programDefaults = {{RestApiEnabled, program.servesRest},
                               {ModelsDirectories, QStringList{out.directories.models}}};
    // People usually have Ollama's own variable set. If it contains a password, only the engine reads it.
    const auto ollama = parseOllamaHost(environment.value(u"OLLAMA_HOST"_s));
    if (ollama && ollama->userInfo().isEmpty())
        sources.programDefaults[OllamaHost] = ollama->toString();
    // --help works whatever else is wrong.
    if (parser.isSet(u"help"_s))
        return EarlyExit{0, helpText(program, sources)};
    if (!understood)
        return mistake(program, parser.errorText() + u"\nTry --help."_s);
    if (parser.isSet(u"version"_s))
        return EarlyExit{0, program.name + u" " MODELDECK_VERSION "\n"_s};
    if (const QString wrong = mistakeIn(parser); !wrong.isEmpty())
        return mistake(program, wrong);
    if (parser.isSet(u"make-token"_s))
        return tokenMade(program, parser.value(u"make-token"_s));
    auto settings = SettingsStore::load(sources);
    if (!settings) {
        const Error &error = settings.error();
        return mistake(program, (error.message.english() + u'\n' + error.hint.english()).trimmed());
    }
    if (parser.isSet(u"print-config"_s))
        return EarlyExit{0, configText(*settings)};
    if (parser.isSet(u"print-config-json"_s))
        return EarlyExit{0, configJson(*settings)};
    out.settings = std::move(*settings);
    out.logLevel = *logLevelFromName(out.settings.settings()[LogLevelName]);
    return out;
}

QMap<QString, QString> processEnvironment()
{
    QMap<QString, QString> out;
    const auto environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys())
        out[name] = environment.value(name);
    return out;
}

} // namespace modeldeck
