// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/pipeline.h"

// The handlers of the route table (routes.cpp).
namespace modeldeck::api {

// Looking: answered from the latest snapshot, without asking the engine.
Abandon showStatus(const Call &call);
Abandon showVisionStatus(const Call &call);
Abandon showHealth(const Call &call);
Abandon showModels(const Call &call);
Abandon showTimeline(const Call &call);
Abandon showReceipts(const Call &call); // asks the engine for many
Abandon showOpenAiModels(const Call &call);
Abandon showOpenAiModel(const Call &call);
Abandon showLive(const Call &call);
Abandon showReady(const Call &call);
Abandon showOpenApi(const Call &call);
Abandon showDiagnostics(const Call &call); // asks the engine

// Watching
Abandon showEvents(const Call &call);
Abandon showMetrics(const Call &call);

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
Abandon pause(const Call &call);
Abandon resume(const Call &call);
Abandon loadText(const Call &call);
Abandon unloadText(const Call &call);
Abandon pullText(const Call &call);
Abandon cancelPull(const Call &call);

// Settings
Abandon showConfig(const Call &call);
Abandon changeConfig(const Call &call);
Abandon showTrackerConfig(const Call &call);
Abandon showTrackerBasic(const Call &call);
Abandon changeTrackerConfig(const Call &call);
Abandon changeModelTimeout(const Call &call);
Abandon showAnalytics(const Call &call); // asks the engine
Abandon restartTracker(const Call &call);

// Vectors, in OpenAI's form and in Ollama's two; abandoning cancels the engine's call.
Abandon embed(const Call &call);
Abandon embedAsOllama(const Call &call);
Abandon embedAsOldOllama(const Call &call);

// The rest of Ollama's forms
Abandon showTags(const Call &call);
Abandon showProcesses(const Call &call);
Abandon showVersion(const Call &call);
Abandon showRunning(const Call &call);
Abandon showModel(const Call &call);
Abandon generate(const Call &call);

} // namespace modeldeck::api
