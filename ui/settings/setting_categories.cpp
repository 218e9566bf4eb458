// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/setting_categories.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

struct Rule
{
    QLatin1StringView prefix;
    SettingCategory category;
};

constexpr std::array rules = {
    Rule{"model_usage_tracker_"_L1, SettingCategory::Unloading},
    Rule{"model_timeout_overrides"_L1, SettingCategory::Unloading},
    Rule{"keep_alive_"_L1, SettingCategory::Unloading},
    Rule{"shutdown_drain_seconds"_L1, SettingCategory::Unloading},
    Rule{"max_loaded_models"_L1, SettingCategory::Unloading},
    Rule{"lazy_loading_"_L1, SettingCategory::Pressure},
    Rule{"pressure_"_L1, SettingCategory::Pressure},
    Rule{"memory_"_L1, SettingCategory::Pressure},
    Rule{"alert_"_L1, SettingCategory::Pressure},
    Rule{"vision_"_L1, SettingCategory::Models},
    Rule{"text_"_L1, SettingCategory::Models},
    Rule{"models_directories"_L1, SettingCategory::Models},
    Rule{"max_"_L1, SettingCategory::Models},
    Rule{"image_"_L1, SettingCategory::Models},
    Rule{"clip_"_L1, SettingCategory::Models},
    Rule{"runner_"_L1, SettingCategory::Models},
    Rule{"smart_preloading_"_L1, SettingCategory::Models},
    Rule{"ollama_"_L1, SettingCategory::Ollama},
    Rule{"rest_api_"_L1, SettingCategory::Rest},
    Rule{"language"_L1, SettingCategory::Window},
};

} // namespace

SettingCategory categoryOf(const QString &key)
{
    const auto rule = std::ranges::find_if(
        rules, [&key](const Rule &candidate) { return key.startsWith(candidate.prefix); });
    return rule == rules.end() ? SettingCategory::Other : rule->category;
}

QString categoryName(SettingCategory category)
{
    static constexpr const char *names[settingCategoryCount] = {
        QT_TRANSLATE_NOOP("modeldeck::SettingCategories", "Unloading"),
        QT_TRANSLATE_NOOP("modeldeck::SettingCategories", "Memory pressure"),
        QT_TRANSLATE_NOOP("modeldeck::SettingCategories", "Models"),
        QT_TRANSLATE_NOOP("modeldeck::SettingCategories", "Ollama"),
        QT_TRANSLATE_NOOP("modeldeck::SettingCategories", "REST API"),
        QT_TRANSLATE_NOOP("modeldeck::SettingCategories", "History and log"),
        QT_TRANSLATE_NOOP("modeldeck::SettingCategories", "This window"),
    };
    return QCoreApplication::translate("modeldeck::SettingCategories", names[int(category)]);
}

} // namespace modeldeck
