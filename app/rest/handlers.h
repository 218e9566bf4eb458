// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/pipeline.h"

// The handlers of the route table (routes.cpp).
namespace modeldeck::api {

// Looking: answered from the latest snapshot, without asking the engine.
Abandon showStatus(const Call &call);
Abandon showVisionStatus(const Call &call);
Abandon showHealth(const Call &call);
Abandon showModels(const Call &call);
Abandon showTimeline(const Call &call);
Abandon showReceipts(const Call &call);
Abandon showOpenAiModels(const Call &call);
Abandon showLive(const Call &call);
Abandon showReady(const Call &call);
Abandon showOpenApi(const Call &call);

// Commands
Abandon unloadType(const Call &call);
Abandon unloadVision(const Call &call);
Abandon loadVision(const Call &call);
Abandon switchVision(const Call &call);
Abandon reloadType(const Call &call);
Abandon cancelLoad(const Call &call);
Abandon pin(const Call &call);
Abandon unpin(const Call &call);
Abandon rescan(const Call &call);

// POST /v1/embeddings; abandoning cancels the engine's call.
Abandon embed(const Call &call);

} // namespace modeldeck::api
