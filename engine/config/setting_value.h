// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/config/settings_table.h"

// From what a person or a program gave to a setting's value, checked. `from` names the source in errors: the
// environment variable, the file, the option.
namespace modeldeck {

// Each text is one occurrence: the environment gives one, a repeated option several. Not empty.
Result<QVariant> valueFromTexts(const SettingDefinition &definition, const QStringList &texts,
                                const TextArgument &from);
// A value of JSON. Numbers that stand for whole numbers may be doubles; a list may be a single string.
Result<QVariant> valueFromJson(const SettingDefinition &definition, const QVariant &json,
                               const TextArgument &from);

} // namespace modeldeck
