// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/pipeline.h"

// Changes of settings: of any of them, and of the usage tracker's in its own form.
namespace modeldeck::api {

Abandon changeConfig(const Call &call);
Abandon changeTrackerConfig(const Call &call);
Abandon changeModelTimeout(const Call &call);
Abandon restartTracker(const Call &call);

} // namespace modeldeck::api
