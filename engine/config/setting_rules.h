// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace modeldeck {

class Settings;

// Rules between settings: an error that names the one that is broken, or nothing.
std::optional<Error> brokenRule(const Settings &settings);

} // namespace modeldeck
