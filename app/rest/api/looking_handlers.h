// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/pipeline.h"

// Looking, which never counts as use of a model. Most of it is a view of the latest snapshot (Call::show).
namespace modeldeck::api {

Abandon showReceipts(const Call &call);
Abandon showAnalytics(const Call &call);
Abandon showDiagnostics(const Call &call);
Abandon showOpenAiModel(const Call &call);
Abandon showLive(const Call &call);
Abandon showReady(const Call &call);
Abandon showOpenApi(const Call &call);
Abandon showEvents(const Call &call); // goes on
Abandon showMetrics(const Call &call);

} // namespace modeldeck::api
