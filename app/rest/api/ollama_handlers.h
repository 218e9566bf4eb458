// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/pipeline.h"

// Ollama's forms, so that its clients can point here. (Its two calls for vectors are in embed_call.h.)
namespace modeldeck::api {

Abandon showVersion(const Call &call);
Abandon showRunning(const Call &call);
Abandon showModel(const Call &call);
Abandon generate(const Call &call);

} // namespace modeldeck::api
