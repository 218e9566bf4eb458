// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/config/settings.h"

#include <span>

// The one table of settings. Loading, --help, error texts, tool tips and the REST configuration come from it.
namespace modeldeck {

// In the order of the list.
std::span<const SettingDefinition> settingsTable();
const SettingDefinition &settingDefinition(Key key);

} // namespace modeldeck
