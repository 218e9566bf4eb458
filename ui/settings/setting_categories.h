// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace modeldeck {

// Under which heading a person looks for a setting, in the order in which the page shows them.
enum class SettingCategory { Unloading, Pressure, Models, Ollama, Rest, Other, Window };
constexpr int settingCategoryCount = int(SettingCategory::Window) + 1;

SettingCategory categoryOf(const QString &key); // of a key that is not known: Other
QString categoryName(SettingCategory category);

} // namespace modeldeck
