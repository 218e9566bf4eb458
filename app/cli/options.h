// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/directories.h"
#include "app/cli/logging.h"
#include "engine/config/settings.h"

#include <variant>

namespace modeldeck {

struct ProgramInfo
{
    QString name;            // "modeldeckd"
    QString description;     // one sentence
    bool servesRest = false; // REST is on unless a setting switches it off
};

// An option of both programs, for help, manual pages and completions.
struct OptionLine
{
    QString name;        // without the dashes
    QString value;       // "FILE", "DIR", …; empty: a switch
    QString description; // one sentence without its full stop
    QStringList choices; // empty: any value
};
std::vector<OptionLine> optionLines();

// How a program was started: checked, with its settings loaded.
struct Invocation
{
    Directories directories; // with the options applied
    LogLevel logLevel = LogLevel::Info;
    SettingsStore settings;
};

// The program has nothing more to do: --help, --version, --print-config, --make-token (status 0: text for
// standard output), or a mistake in the options or settings (status 2: text for standard error).
struct EarlyExit
{
    int status = 0;
    QString text; // ends with a line break
};

// `arguments` begin with the program's name and contain none of Qt's own ("-platform"), which QApplication
// removes. Needs no application object, and creates no file except for --make-token.
std::variant<Invocation, EarlyExit> parseOptions(const ProgramInfo &program, const QStringList &arguments,
                                                 const QMap<QString, QString> &environment);

// The environment of this process, for parseOptions() and SettingsStore.
QMap<QString, QString> processEnvironment();

} // namespace modeldeck
