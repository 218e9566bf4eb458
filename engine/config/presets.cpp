// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/presets.h"

#include "engine/config/settings_table.h"

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

// What the presets decide, and the values of one.
struct Tuning
{
    qint64 vramTimeout; // seconds; 0: never
    qint64 ramTimeout;
    double pressureThreshold;
    qint64 pressureTimeout;
    qint64 headroom; // MiB
    qint64 loadedModels;
    bool preloading;
};

QVariantMap settingsOf(const Tuning &tuning)
{
    const std::pair<Key, QVariant> values[] = {
        {VisionEmbeddingVramTimeout, tuning.vramTimeout},
        {VisionEmbeddingRamTimeout, tuning.ramTimeout},
        {EmbeddingModelVramTimeout, tuning.vramTimeout},
        {EmbeddingModelRamTimeout, tuning.ramTimeout},
        {MemoryPressureThreshold, tuning.pressureThreshold},
        {MemoryPressureTimeout, tuning.pressureTimeout},
        {MemoryHeadroom, tuning.headroom},
        {MaxLoadedModels, tuning.loadedModels},
        {SmartPreloadingEnabled, tuning.preloading},
    };
    QVariantMap out;
    for (const auto &[key, value] : values)
        out[settingName(key)] = value;
    return out;
}

QVariantMap defaultsOf(const QVariantMap &keys)
{
    QVariantMap out;
    for (auto entry = keys.begin(); entry != keys.end(); ++entry)
        out[entry.key()] = findSetting(entry.key())->defaultValue;
    return out;
}

// The specification: 5 to 15 minutes of VRAM and 15 to 60 of RAM suit most; thresholds of 70 to 80 % suit
// small machines, 85 to 90 % large ones.
std::vector<Preset> allPresets()
{
    const QVariantMap saver = settingsOf({300, 900, 0.7, 30, 1024, 1, false});
    const QVariantMap ready = settingsOf({0, 0, 0.9, 300, 512, 4, true});
    return {
        {u"memory_saver"_s, MD_TEXT("Memory saver"),
         MD_TEXT("For machines with little memory: models go soon, one at a time stays loaded, nothing is "
                 "loaded ahead of need"),
         saver},
        {u"balanced"_s, MD_TEXT("Balanced"),
         MD_TEXT("The defaults: models stay for as long as they are likely to be needed again"),
         defaultsOf(saver)},
        {u"always_ready"_s, MD_TEXT("Always ready"),
         MD_TEXT("For machines with much memory: models stay until memory gets scarce"), ready},
    };
}

} // namespace

std::span<const Preset> presets()
{
    static const std::vector<Preset> all = allPresets();
    return all;
}

const Preset *presetInForce(const Settings &settings)
{
    for (const Preset &preset : presets()) {
        bool all = true;
        for (auto entry = preset.settings.begin(); entry != preset.settings.end(); ++entry)
            all = all && settings.value(findSetting(entry.key())->key) == *entry;
        if (all)
            return &preset;
    }
    return nullptr;
}

} // namespace modeldeck
