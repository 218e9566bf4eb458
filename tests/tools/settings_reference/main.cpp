// SPDX-License-Identifier: GPL-3.0-or-later
// Writes resources/docs/settings.md, the reference of all settings, to standard output; with --check FILE it
// says whether FILE is that.
#include "app/cli/settings_text.h"
#include "engine/config/presets.h"

#include <QCoreApplication>
#include <QFile>
#include <cstdio>

using namespace modeldeck;
using namespace Qt::StringLiterals;

namespace {

const char *introduction = R"(# Settings

<!-- Made by modeldeck-settings-reference from the table of settings: do not edit. -->

Settings come from, in falling precedence, the command line, the environment, the settings file and the defaults.

- **The file** is `$XDG_CONFIG_HOME/modeldeck/config.json` (`~/.config/modeldeck/config.json`), or the one that `--config`
  names: one JSON object with the keys below. A missing file means defaults; one that is not valid ends the start with
  status 2 and a message that names key, value, allowed range and source.
- **In the environment** an empty variable is unset. Booleans are true, false, 1, 0, yes and no; lists are separated by
  commas (of paths: by colons too); objects are JSON.
- **At run time** the window and the REST API write changes into the file. A setting that the environment or the command
  line holds is locked: the change is refused, and the message says why. The file is watched, and `SIGHUP` reads it again;
  if it is no longer valid, the values in force stay, and the log says what is wrong.
- All settings apply at once, without a restart, unless their description says otherwise.
- `modeldeckd --print-config` prints every setting with its value and where that comes from; `--print-config-json` does so
  as JSON.

A **time of 0** is never for an idle timeout, and at once for the timeout under memory pressure. A request's `keep_alive`
of 0 unloads when idle, whatever `keep_alive_min` says; a negative one means no idle timeout, and pressure still applies.

)";

QString code(const QString &text)
{
    return u'`' + text + u'`';
}

QString row(const SettingDefinition &setting)
{
    QString facts = u"default "_s + code(jsonText(setting.defaultValue));
    if (const QString allowed = allowedText(setting); !allowed.isEmpty())
        facts += u"; "_s + allowed;
    if (setting.needsRestart)
        facts += u"; needs a restart"_s;
    if (setting.key == RestApiEnabled)
        facts += u" (of `modeldeckd`: `true`)"_s;
    if (setting.key == ModelsDirectories)
        facts = u"default `$XDG_DATA_HOME/modeldeck/models`"_s;
    QString names = code(setting.environment);
    if (!setting.option.isEmpty())
        names += u", "_s + code(u"--%1 %2"_s.arg(setting.option, setting.optionValue));
    return u"### %1\n\n%2.\n\n%3; %4.\n\n"_s.arg(code(setting.name), setting.description.english(), names,
                                                 facts);
}

QString presetTable()
{
    QString out = u"## Presets\n\nSettings that go together; the window offers them.\n\n| key |"_s;
    QString line = u"|---|"_s;
    for (const Preset &preset : presets()) {
        out += u' ' + preset.title.english() + u" |"_s;
        line += u"---|"_s;
    }
    out += u'\n' + line + u'\n';
    for (const SettingDefinition &setting : settingsTable()) {
        if (!presets()[0].settings.contains(setting.name))
            continue;
        out += u"| "_s + code(setting.name) + u" |"_s;
        for (const Preset &preset : presets())
            out += u' ' + jsonText(preset.settings.value(setting.name)) + u" |"_s;
        out += u'\n';
    }
    out += u'\n';
    for (const Preset &preset : presets())
        out += u"- **%1**: %2.\n"_s.arg(preset.title.english(), preset.description.english());
    return out;
}

QByteArray reference()
{
    QString out = QString::fromUtf8(introduction) + u"## All settings\n\n"_s;
    for (const SettingDefinition &setting : settingsTable())
        out += row(setting);
    return (out + presetTable()).toUtf8();
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 1) {
        std::fputs(reference().constData(), stdout);
        return 0;
    }
    if (arguments.size() != 3 || arguments[1] != "--check"_L1) {
        std::fputs("usage: modeldeck-settings-reference [--check FILE]\n", stderr);
        return 2;
    }
    QFile file(arguments[2]);
    if (file.open(QIODevice::ReadOnly) && file.readAll() == reference())
        return 0;
    std::fprintf(stderr, "%s is not what the table of settings says. Make it anew:\n  %s > %s\n",
                 qPrintable(arguments[2]), qPrintable(arguments[0]), qPrintable(arguments[2]));
    return 1;
}
