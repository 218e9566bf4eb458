// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/settings_table.h"

#include <algorithm>
#include <functional>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 year = 365LL * 24 * 3600; // seconds

constexpr qint64 mebi = 1024 * 1024;

// What a row of the list says beyond its first five fields.
using Trait = std::function<void(SettingDefinition &)>;

QVariant number(std::integral auto value)
{
    return qint64(value);
}

QVariant number(double value)
{
    return value;
}

Trait bounds(auto low, auto high)
{
    return [low, high](SettingDefinition &row) {
        row.minimum = number(low);
        row.maximum = number(high);
    };
}

Trait unit(const char *unit)
{
    return [unit](SettingDefinition &row) { row.unit = QString::fromLatin1(unit); };
}

Trait choices(const QStringList &values)
{
    return [values](SettingDefinition &row) { row.choices = values; };
}

Trait restart() // applies to the next start
{
    return [](SettingDefinition &row) { row.needsRestart = true; };
}

Trait option(const char *name, const char *value)
{
    return [name, value](SettingDefinition &row) {
        row.option = QString::fromLatin1(name);
        row.optionValue = QString::fromLatin1(value);
    };
}

// How long models stay, and which: any local user may change that without a token. What is not open decides
// who is let in, what is run, what is read or where, or what the machine can bear.
Trait open()
{
    return [](SettingDefinition &row) { row.open = true; };
}

// The specification's own settings keep its names in the environment, and are open.
Trait specification()
{
    return [](SettingDefinition &row) {
        row.environment = row.name.toUpper();
        row.open = true;
    };
}

SettingDefinition row(Key key, SettingKind kind, const char *name, const QVariant &defaultValue,
                      const char *description, const std::same_as<Trait> auto &...traits)
{
    SettingDefinition out;
    out.key = key;
    out.kind = kind;
    out.name = QString::fromLatin1(name);
    out.environment = u"MODELDECK_"_s + out.name.toUpper();
    const bool whole = kind == SettingKind::Integer || kind == SettingKind::Seconds;
    out.defaultValue = whole ? QVariant(defaultValue.toLongLong()) : defaultValue;
    out.description = description;
    if (kind == SettingKind::Seconds)
        out.unit = u"s"_s;
    (traits(out), ...);
    return out;
}

} // namespace

std::span<const SettingDefinition> settingsTable()
{
#define SETTING(key, kind, name, value, ...) row(Key::key, SettingKind::kind, name, value, __VA_ARGS__),
    static const std::vector<SettingDefinition> rows = {
#include "engine/config/settings_list.h"
    };
    return rows;
}

const SettingDefinition &settingDefinition(Key key)
{
    return settingsTable()[std::size_t(key)];
}

const SettingDefinition *findSetting(QStringView name)
{
    const auto table = settingsTable();
    const auto found = std::ranges::find(table, name, &SettingDefinition::name);
    return found == table.end() ? nullptr : &*found;
}

} // namespace modeldeck
