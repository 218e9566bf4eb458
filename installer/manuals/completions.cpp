// SPDX-License-Identifier: GPL-3.0-or-later
#include "installer/manuals/completions.h"

namespace modeldeck::manuals {

using namespace Qt::StringLiterals;

namespace {

QString quoted(QString text) // in single quotes, for all three shells
{
    return u'\'' + text.replace(u'\'', u'’') + u'\'';
}

QString bash(const QString &program)
{
    QStringList all;
    QString cases;
    for (const OptionLine &option : optionsOf(program)) {
        all << u"--"_s + option.name;
        if (option.value.isEmpty())
            continue;
        const QString action = !option.choices.isEmpty()
                                   ? u"compgen -W "_s + quoted(option.choices.join(u' '))
                               : option.value == u"DIR"  ? u"compgen -d"_s
                               : option.value == u"FILE" ? u"compgen -f"_s
                                                         : QString();
        const QString reply = action.isEmpty()
                                  ? u"return"_s
                                  : u"mapfile -t COMPREPLY < <(%1 -- \"$current\"); return"_s.arg(action);
        cases += u"    --%1) %2 ;;\n"_s.arg(option.name, reply);
    }
    return u"# Generated from the program's table of options.\n"
           "_%1() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
           "    COMPREPLY=()\n"
           "    case $previous in\n"
           "%2"
           "    esac\n"
           "    mapfile -t COMPREPLY < <(compgen -W '%3' -- \"$current\")\n"
           "}\n"
           "complete -o filenames -F _%1 %1\n"_s.arg(program, cases, all.join(u' '));
}

QString zsh(const QString &program)
{
    QString out = u"#compdef %1\n# Generated from the program's table of options.\n_arguments"_s.arg(program);
    for (const OptionLine &option : optionsOf(program)) {
        QString text = option.description;
        text.replace(u'[', u'(').replace(u']', u')').replace(u':', u"\\:"_s);
        QString spec = u"--%1[%2]"_s.arg(option.name, text);
        if (!option.value.isEmpty()) {
            const QString action = !option.choices.isEmpty() ? u'(' + option.choices.join(u' ') + u')'
                                   : option.value == u"DIR"  ? u"_files -/"_s
                                   : option.value == u"FILE" ? u"_files"_s
                                                             : u" "_s;
            spec += u":%1:%2"_s.arg(option.value, action);
        }
        out += u" \\\n    "_s + quoted(spec);
    }
    return out + u'\n';
}

QString fish(const QString &program)
{
    QString out = u"# Generated from the program's table of options.\ncomplete -c %1 -f\n"_s.arg(program);
    for (const OptionLine &option : optionsOf(program)) {
        out += u"complete -c %1 -l %2"_s.arg(program, option.name);
        if (!option.choices.isEmpty())
            out += u" -x -a "_s + quoted(option.choices.join(u' '));
        else if (option.value == u"DIR")
            out += u" -x -a '(__fish_complete_directories)'"_s;
        else if (option.value == u"FILE")
            out += u" -r -F"_s;
        else if (!option.value.isEmpty())
            out += u" -x"_s;
        out += u" -d "_s + quoted(option.description) + u'\n';
    }
    return out;
}

} // namespace

std::vector<OptionLine> optionsOf(const QString &program)
{
    std::vector<OptionLine> out = optionLines();
    if (program == u"modeldeck")
        out.insert(out.begin(),
                   {u"background"_s, {}, u"Start as an icon in the tray, without a window"_s, {}});
    return out;
}

std::vector<Output> completions(const QString &program)
{
    return {{program, bash(program).toUtf8()},
            {u'_' + program, zsh(program).toUtf8()},
            {program + u".fish"_s, fish(program).toUtf8()}};
}

} // namespace modeldeck::manuals
