// SPDX-License-Identifier: GPL-3.0-or-later
#include "installer/manuals/man_pages.h"

#include "app/cli/settings_text.h"
#include "installer/manuals/completions.h"

#include "modeldeck_version.h"

#include <algorithm>

namespace modeldeck::manuals {

using namespace Qt::StringLiterals;

namespace {

// Text as roff takes it.
QString escaped(QString text)
{
    text.replace(u'\\', u"\\e"_s).replace(u'-', u"\\-"_s);
    return text.startsWith(u'.') || text.startsWith(u'\'') ? u"\\&"_s + text : text;
}

// A page in the making: its sections one after another.
class Page
{
public:
    Page(const QString &name, int section, const QString &purpose) : m_file(u"%1.%2"_s.arg(name).arg(section))
    {
        m_text = u".\\\" Made by modeldeck-manuals from the tables of options and settings.\n"
                 ".TH %1 %2 \"\" \"Modeldeck " MODELDECK_VERSION "\" \"%3\"\n"
                 ".SH NAME\n%4 \\- %5\n"_s.arg(escaped(name.toUpper()), QString::number(section),
                                               section == 5 ? u"File formats"_s : u"User commands"_s,
                                               escaped(name), escaped(purpose));
    }
    void section(const QString &title) { m_text += u".SH "_s + title + u'\n'; }
    // Its **bold** words stand out.
    void paragraph(const QString &text) { m_text += u".PP\n"_s + marked(text) + u'\n'; }
    void entry(const QString &term, const QString &value, const QString &text)
    {
        m_text += u".TP\n\\fB%1\\fR"_s.arg(escaped(term));
        if (!value.isEmpty())
            m_text += u" \\fI%1\\fR"_s.arg(escaped(value));
        m_text += u'\n' + marked(text) + u'\n';
    }
    Output finish() const { return {m_file, m_text.toUtf8()}; }

private:
    static QString marked(const QString &text)
    {
        QString out;
        bool bold = false;
        for (const QString &part : escaped(text).split(u"**"_s)) {
            out += bold ? u"\\fB"_s + part + u"\\fR"_s : part;
            bold = !bold;
        }
        return out;
    }

    QString m_file;
    QString m_text;
};

void describeOptions(Page &page, const QString &program)
{
    page.section(u"OPTIONS"_s);
    for (const OptionLine &option : optionsOf(program))
        page.entry(u"--"_s + option.name, option.value, option.description + u'.');
    page.paragraph(u"**--listen** and **--port** switch the REST API on. **--models-dir** and **--listen** "
                   u"may come several "
                   "times. Options win over the environment, and both over the settings file."_s);
}

void describeSurroundings(Page &page)
{
    page.section(u"FILES"_s);
    page.entry(u"$XDG_CONFIG_HOME/modeldeck/config.json"_s, {}, u"The settings: modeldeck-config(5)."_s);
    page.entry(u"$XDG_STATE_HOME/modeldeck/"_s, {},
               u"The history of uses, events and receipts, and in logs/ the logs."_s);
    page.entry(u"$XDG_DATA_HOME/modeldeck/models/ARCHITECTURE/WEIGHTS/"_s, {},
               u"Models. Those in the cache of Hugging Face are found too."_s);
    page.section(u"ENVIRONMENT"_s);
    page.paragraph(
        u"Every setting has a variable: modeldeck-config(5). **XDG_CONFIG_HOME**, **XDG_STATE_HOME**, "
        "**XDG_DATA_HOME** and **XDG_RUNTIME_DIR** place the files above, **HF_HOME** and **HF_HUB_CACHE** "
        "the "
        "cache of Hugging Face."_s);
    page.section(u"SIGNALS"_s);
    page.entry(
        u"SIGTERM, SIGINT"_s, {},
        u"Take no more calls, answer those that run, unload the models, end. A second one ends at once."_s);
    page.entry(u"SIGHUP"_s, {}, u"Read the settings file again."_s);
    page.section(u"EXIT STATUS"_s);
    page.entry(u"0"_s, {}, u"Asked to end, it ended in order."_s);
    page.entry(u"1"_s, {},
               u"It could not start: another one has the state directory, or the port is taken."_s);
    page.entry(u"2"_s, {}, u"An option or a setting is not valid; the message names it."_s);
}

struct Section
{
    QString title;
    QStringList paragraphs;
};

// modeldeck and modeldeckd take the same options, in the same surroundings.
Output programPage(const QString &program, const QString &purpose, const std::vector<Section> &own)
{
    Page page(program, 1, purpose);
    page.section(u"SYNOPSIS"_s);
    page.paragraph(u"**%1** [OPTION]..."_s.arg(program));
    const auto write = [&page](const Section &section) {
        page.section(section.title);
        for (const QString &text : section.paragraphs)
            page.paragraph(text);
    };
    write(own.front());
    describeOptions(page, program);
    describeSurroundings(page);
    std::for_each(own.begin() + 1, own.end(), write);
    return page.finish();
}

Output windowPage()
{
    return programPage(
        u"modeldeck"_s, u"control panel for the embedding models of a workstation"_s,
        {{u"DESCRIPTION"_s,
          {u"Shows which embedding models are loaded, what they cost in memory and when they go; loads them, "
           "unloads them, and unloads those that nobody uses by itself. It serves the REST API where the "
           "setting rest_api_enabled or one of its options says so."_s}},
         {u"SEE ALSO"_s, {u"modeldeckd(1), modeldeck-config(5)"_s}}});
}

Output daemonPage()
{
    return programPage(
        u"modeldeckd"_s, u"manages embedding models and serves their REST API, without a screen"_s,
        {{u"DESCRIPTION"_s,
          {u"Loads an embedding model when a request needs it and unloads it when nobody does. The REST API "
           u"is "
           "on unless a setting switches it off; it describes itself at /openapi.json."_s,
           u"Without a token it listens on loopback only; any other address needs **--token-file**."_s}},
         {u"SERVICE"_s,
          {u"**systemctl --user enable --now modeldeckd** runs it for one person, **systemctl enable --now "
           "modeldeckd** for the machine, as the user modeldeck, with settings and models in "
           "/var/lib/modeldeck and the environment of /etc/default/modeldeckd. MemoryHigh= in a drop-in "
           "(**systemctl edit**) bounds it and its runners together; Modeldeck sees the limit and unloads "
           "before the kernel slows it."_s}},
         {u"SEE ALSO"_s,
          {u"modeldeck(1), modeldeck-runner(1), modeldeck-config(5), systemd.resource-control(5)"_s}}});
}

Output runnerPage()
{
    Page page(u"modeldeck-runner"_s, 1, u"holds one CLIP model for Modeldeck"_s);
    page.section(u"SYNOPSIS"_s);
    page.paragraph(u"**modeldeck-runner** [--parent PID] [--socket NUMBER]"_s);
    page.section(u"DESCRIPTION"_s);
    page.paragraph(
        u"modeldeck and modeldeckd start one for each CLIP model that they load and end it to give the "
        u"memory back. "
        "It has no use by hand. The setting runner_program names another, such as one built with CUDA."_s);
    page.section(u"OPTIONS"_s);
    page.entry(u"--parent"_s, u"PID"_s, u"The process that started it; it ends when that one does."_s);
    page.entry(u"--socket"_s, u"NUMBER"_s, u"The descriptor of the socket to the engine; 3 unless told."_s);
    page.section(u"SECURITY"_s);
    page.paragraph(u"It reads images and model files of unknown origin. So it has no internet sockets "
                   u"(seccomp), reads only "
                   "below its model's folder (Landlock, where the kernel has it), gains no privileges, and "
                   "offers itself first "
                   "to the kernel when memory runs out."_s);
    page.section(u"SEE ALSO"_s);
    page.paragraph(u"modeldeckd(1)"_s);
    return page.finish();
}

Output settingsPage()
{
    Page page(u"modeldeck-config"_s, 5, u"settings of modeldeck and modeldeckd"_s);
    page.section(u"DESCRIPTION"_s);
    page.paragraph(u"$XDG_CONFIG_HOME/modeldeck/config.json, or the file that **--config** names, is one "
                   u"JSON object with the "
                   "keys below. A file that is missing means defaults. It is watched, and SIGHUP reads it "
                   "again: if it is no "
                   "longer valid, the values in force stay, and the log says what is wrong."_s);
    page.paragraph(u"The command line wins over the environment, the environment over the file. **modeldeckd "
                   u"--print-config** "
                   "prints the values in force and where each comes from."_s);
    page.section(u"SETTINGS"_s);
    for (const SettingDefinition &setting : settingsTable()) {
        QString facts = u"Default "_s + jsonText(setting.defaultValue);
        if (const QString allowed = allowedText(setting); !allowed.isEmpty())
            facts += u"; "_s + allowed;
        if (setting.needsRestart)
            facts += u"; needs a restart"_s;
        page.entry(setting.name, {},
                   u"%1. %2. In the environment: **%3**."_s.arg(setting.description.english(), facts,
                                                                setting.environment));
    }
    page.section(u"SEE ALSO"_s);
    page.paragraph(u"modeldeck(1), modeldeckd(1)"_s);
    return page.finish();
}

} // namespace

std::vector<Output> manPages()
{
    return {windowPage(), daemonPage(), runnerPage(), settingsPage()};
}

} // namespace modeldeck::manuals
