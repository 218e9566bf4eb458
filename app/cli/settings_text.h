// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/config/settings_table.h"

// Settings as text, for --help, --print-config and the reference.
namespace modeldeck {

QString jsonText(const QVariant &value);
// "1 to 86400; in s", "auto, cpu, cuda"; empty if nothing restricts the value.
QString allowedText(const SettingDefinition &row);

// Every setting with its description, value and source, one "key = value" a line.
QString configText(const SettingsStore &store);
// {"settings": [{"key", "env", "value", …}]}
QString configJson(const SettingsStore &store);

} // namespace modeldeck
