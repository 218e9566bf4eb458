// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QJsonObject>
#include <QMap>
#include <QVariant>
#include <chrono>
#include <map>
#include <type_traits>
#include <vector>

namespace modeldeck {

// What a value is, and by which rule it is checked (setting_check.cpp).
enum class SettingKind {
    Flag,
    Integer,
    Seconds,
    Real,
    Choice,
    ModelId,
    Path,      // made absolute; may be empty
    PathList,  // in one text: separated by colons or commas
    Addresses, // IP addresses
    Hosts,     // names with an optional port
    Origins,   // scheme://host[:port]
    Url,       // http or https
    Overrides, // {model_id: {"vram_timeout": s, "ram_timeout": s}}; as text: JSON
};

constexpr bool isList(SettingKind kind)
{
    using enum SettingKind;
    return kind == PathList || kind == Addresses || kind == Hosts || kind == Origins;
}

// Gives the type of a kind's values; never called.
template <SettingKind kind>
auto valueOf()
{
    using enum SettingKind;
    if constexpr (kind == Flag)
        return bool(); // NOLINT(bugprone-branch-clone): the types differ
    else if constexpr (kind == Integer)
        return qint64();
    else if constexpr (kind == Seconds)
        return std::chrono::seconds();
    else if constexpr (kind == Real)
        return double();
    else if constexpr (kind == Overrides)
        return QVariantMap();
    else if constexpr (isList(kind))
        return QStringList();
    else
        return QString();
}

// A setting as one of the list, whatever its type.
enum class Key {
#define SETTING(key, ...) key,
#include "engine/config/settings_list.h"
};

inline constexpr Key allKeys[] = {
#define SETTING(key, ...) Key::key,
#include "engine/config/settings_list.h"
};

// A key that knows the type of its values: settings[MaxLoadedModels] is a number.
template <typename T>
struct Setting
{
    Key key;
    constexpr operator Key() const { return key; }
};

#define SETTING(key, kind, ...)                                                                              \
    inline constexpr Setting<decltype(valueOf<SettingKind::kind>())> key{Key::key};
#include "engine/config/settings_list.h"

// The values in force: a value that is cheap to copy, also between threads.
class Settings
{
public:
    Settings(); // the defaults

    template <typename T>
    T operator[](Setting<T> key) const
    {
        if constexpr (std::is_same_v<T, std::chrono::seconds>)
            return T(value(key).toLongLong());
        else
            return value(key).template value<T>();
    }
    template <typename T>
    void set(Setting<T> key, const std::type_identity_t<T> &value)
    {
        if constexpr (std::is_same_v<T, std::chrono::seconds>)
            setValue(key, qint64(value.count()));
        else
            setValue(key, value);
    }

    // Of a setting whose type is known at run time alone.
    const QVariant &value(Key key) const { return m_values[qsizetype(key)]; }
    void setValue(Key key, QVariant value) { m_values[qsizetype(key)] = std::move(value); }

private:
    QVariantList m_values; // in the order of the list; shared until one of the copies changes
};

enum class SettingSource { Default, File, Environment, CommandLine };
const char *settingSourceName(SettingSource source); // "command_line"

// What is the same of a setting whatever its value: its row in the table.
struct SettingDefinition
{
    Key key{};
    SettingKind kind{};
    QString name;        // in JSON
    QString environment; // variable
    QVariant defaultValue;
    QVariant minimum; // of numbers; invalid: no bound
    QVariant maximum;
    QStringList choices;
    QString unit;
    bool needsRestart = false;
    bool open = false; // may be changed over the API by whoever has no token
    Text description;
    QString option;      // on the command line, without the dashes; may be empty
    QString optionValue; // "ADDRESS"
};

const QString &settingName(Key key);                    // in JSON
const SettingDefinition *findSetting(QStringView name); // null: no such setting

// A setting as it is in force, for people and programs: --help, tool tips, GET …/config.
struct SettingRow : SettingDefinition // where the program has a default of its own, with that
{
    QVariant value;
    SettingSource source = SettingSource::Default;
    bool locked = false; // held by the environment or the command line
};

// Null: there is none, as in a window that has not heard of its engine yet.
const SettingRow *findRow(const std::vector<SettingRow> &rows, Key key);

// As the API and --print-config show it: {"key", "env", "value", "default", "source", "locked", …}.
QJsonObject settingJson(const SettingRow &row);
// A value in a sentence or a line: texts as they are, all else as JSON.
QString settingValueText(const QVariant &value);

// A person's text ("yes", "600", "/a:/b"; as in the environment) as the value of a setting, or the error that
// names key, value and allowed range.
Result<QVariant> settingFromText(const QString &key, const QString &text);

// Where settings come from and go to: defaults < file < environment < command line. A change at run time goes
// into the file. Not thread-safe; the engine owns it.
class SettingsStore
{
public:
    struct Sources
    {
        QString file;                        // a missing file means defaults; empty: nothing is saved
        QMap<QString, QString> environment;  // the process environment
        QMap<Key, QStringList> commandLine;  // as typed; a list setting's option may come more than once
        QMap<Key, QVariant> programDefaults; // e.g. modeldeckd serves REST by default
    };

    SettingsStore() = default; // defaults only
    // A malformed file or an invalid value is an error that names key, value, allowed range and source.
    static Result<SettingsStore> load(const Sources &sources);

    const Settings &settings() const { return m_settings; }
    const QString &file() const { return m_sources.file; }
    std::vector<SettingRow> rows() const; // in the order of the list
    // What load() found odd and went on from: keys in the file that are no setting's.
    const std::vector<Text> &warnings() const { return m_warnings; }
    // All or nothing. Fails with InvalidSetting, or SettingLocked where the environment or command line holds
    // it. If the file can't be written the change fails and nothing changes. A null value takes the key out
    // of the file: the default is in force again. Keys in the file that are no setting's stay.
    Result<void> change(const QVariantMap &changes);
    // Reads the file again, the other sources stay as they were. An error changes nothing.
    Result<void> reload();

private:
    QVariant defaultOf(const SettingDefinition &row) const;
    SettingSource sourceOf(Key key) const;
    Result<void> readFile();
    Result<void> readEnvironment();
    Result<void> readCommandLine();

    Settings m_settings;
    Sources m_sources;
    std::map<Key, SettingSource> m_from; // absent: the default
    std::vector<Text> m_warnings;
};

} // namespace modeldeck
