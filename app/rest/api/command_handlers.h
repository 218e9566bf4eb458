// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/pipeline.h"

// Commands: what changes which models are loaded. (The handlers are those of the route table, routes.cpp.)
namespace modeldeck::api {

Abandon unloadType(const Call &call);
Abandon unloadModel(const Call &call, ModelType type);
Abandon loadModel(const Call &call, ModelType type);
Abandon switchVision(const Call &call);
Abandon reloadType(const Call &call);
Abandon cancelLoad(const Call &call);
Abandon setPinned(const Call &call, bool pinned);
Abandon rescan(const Call &call);
Abandon pause(const Call &call);
Abandon resume(const Call &call);
Abandon pullText(const Call &call);
Abandon cancelPull(const Call &call);

// What a call of Ollama's without input does: it loads the model, or with a keep_alive of 0 unloads it.
// Fails the call where that fails.
void loadOrUnload(const Call &call, const QString &model, std::optional<std::chrono::nanoseconds> keepAlive,
                  std::function<void()> done);

} // namespace modeldeck::api
