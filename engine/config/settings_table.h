// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/config/settings.h"

#include <span>

// The one table of settings. Loading, --help, error texts, tool tips and the REST configuration come from it.
namespace modeldeck {

// What a value is, and by which rule it is checked (setting_value.cpp).
enum class SettingKind {
    Flag,
    Integer,
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

struct SettingDefinition
{
    Key key;
    QString name;        // in JSON
    QString environment; // variable
    SettingKind kind;
    QVariant defaultValue;
    QVariant minimum; // of numbers; invalid: no bound
    QVariant maximum;
    QStringList choices;
    QString unit;
    bool needsRestart = false;
    Text description;
    QString option;      // on the command line, without the dashes; may be empty
    QString optionValue; // "ADDRESS"
};

// In the order of Key.
std::span<const SettingDefinition> settingsTable();
const SettingDefinition &settingDefinition(Key key);
const SettingDefinition *findSetting(QStringView name); // null: no such setting

} // namespace modeldeck
