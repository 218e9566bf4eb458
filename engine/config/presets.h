// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/config/settings.h"

#include <span>

namespace modeldeck {

// Settings that go together, after the specification's section on performance tuning. All presets set the
// same keys, so that choosing another one leaves nothing of the first.
struct Preset
{
    QString name; // "memory_saver"
    Text title;
    Text description;
    QVariantMap settings; // as Engine::changeSettings() takes them
};

std::span<const Preset> presets();
// The one whose values are all in force; null: none.
const Preset *presetInForce(const Settings &settings);

} // namespace modeldeck
