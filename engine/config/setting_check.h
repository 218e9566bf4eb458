// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/config/settings_table.h"

// Which values a setting may have. Each function returns the value in the form in which it is kept (absolute
// paths, full addresses, canonical names of models), or nothing if it is not allowed.
namespace modeldeck {

// Each text is one occurrence, as a person wrote it. Not empty.
std::optional<QVariant> checkedTexts(const SettingDefinition &definition, const QStringList &texts);
std::optional<QVariant> checkedJson(const SettingDefinition &definition, const QVariant &json);

// Takes those entries out of a list that version 0.1.0 allowed and that are refused now, and returns them: a
// file that was valid must not keep the program from starting.
QStringList takeFormerEntries(const SettingDefinition &definition, QVariant &json);

} // namespace modeldeck
