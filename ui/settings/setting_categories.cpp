// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/setting_categories.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

struct Categories
{
    Q_DECLARE_TR_FUNCTIONS(modeldeck::SettingCategories)
};

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
    switch (category) {
    case SettingCategory::Unloading:
        return Categories::tr("Unloading");
    case SettingCategory::Pressure:
        return Categories::tr("Memory pressure");
    case SettingCategory::Models:
        return Categories::tr("Models");
    case SettingCategory::Ollama:
        return Categories::tr("Ollama");
    case SettingCategory::Rest:
        return Categories::tr("REST API");
    case SettingCategory::Other:
        return Categories::tr("History and log");
    case SettingCategory::Window:
        return Categories::tr("This window");
    }
    Q_UNREACHABLE();
}

} // namespace modeldeck
