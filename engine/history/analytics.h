// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/history.h"

namespace modeldeck {

// What the history adds up to, by model; what is said of preloading's future is Preloader's to fill in.
Analytics analyticsOf(const History &history, EpochSeconds now);

} // namespace modeldeck
