// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/handlers.h"

namespace modeldeck::api {

// The one table: dispatch, 405 with Allow, OPTIONS, HEAD and the test of the OpenAPI description follow it.
// Paths are matched here rather than by Qt's router, whose arguments match no slash ("ViT-L-14/openai") and
// which answers a wrong method with 404 instead of 405 and Allow (app/rest/http/README.md).
const std::vector<Route> &routes()
{
    using enum Auth;
    constexpr auto none = Route::Json::None;
    constexpr auto optional = Route::Json::Optional;
    constexpr auto required = Route::Json::Required;
    constexpr auto raw = Route::Json::Raw;
    static const std::vector<Route> table{
        {"GET", "/livez", Read, none, showLive},
        {"GET", "/readyz", Read, none, showReady},
        {"GET", "/openapi.json", Read, none, showOpenApi},
        {"GET", "/metrics", Read, none, showMetrics},
        {"GET", "/api/events", Read, none, showEvents},

        {"POST", "/v1/embeddings", Change, raw, embed}, // loads, and may evict: more than looking
        {"GET", "/v1/models", Read, none, showOpenAiModels},
        {"GET", "/v1/models/{model_id}", Read, none, showOpenAiModel},

        {"GET", "/", Read, none, showRunning},
        {"POST", "/api/embed", Change, raw, embedAsOllama},
        {"POST", "/api/embeddings", Change, raw, embedAsOldOllama},
        {"POST", "/api/generate", Change, required, generate},
        {"GET", "/api/tags", Read, none, showTags},
        {"GET", "/api/ps", Read, none, showProcesses},
        {"POST", "/api/show", Read, required, showModel},
        {"GET", "/api/version", Read, none, showVersion},

        {"GET", "/api/rag/embedding/status", Read, none, showStatus},
        {"GET", "/api/rag/embedding/health", Read, none, showHealth},
        {"GET", "/api/rag/embedding/models", Read, none, showModels},
        {"GET", "/api/rag/embedding/receipts", Read, none, showReceipts},
        {"GET", "/api/rag/embedding/timeline", Read, none, showTimeline},
        {"GET", "/api/rag/embedding/vision/status", Read, none, showVisionStatus},

        {"POST", "/api/rag/embedding/unload/{model_type}", Change, none, unloadType},
        {"POST", "/api/rag/embedding/reload/{model_type}", Change, optional, reloadType},
        {"POST", "/api/rag/embedding/rescan", Change, none, rescan},
        {"POST", "/api/rag/embedding/pause", Change, optional, pause},
        {"POST", "/api/rag/embedding/resume", Change, none, resume},
        {"POST", "/api/rag/embedding/vision/switch/{model_id}", Change, none, switchVision},
        {"POST", "/api/rag/embedding/vision/load/{model_id}", Change, none, loadVision},
        {"POST", "/api/rag/embedding/vision/unload/{model_id}", Change, none, unloadVision},
        {"POST", "/api/rag/embedding/text/load/{name}", Change, none, loadText},
        {"POST", "/api/rag/embedding/text/unload/{name}", Change, none, unloadText},
        {"POST", "/api/rag/embedding/text/pull/{name}", Change, none, pullText},
        {"DELETE", "/api/rag/embedding/text/pull/{name}", Change, none, cancelPull},
        {"POST", "/api/rag/embedding/load/cancel/{model_id}", Change, none, cancelLoad},
        {"POST", "/api/rag/embedding/pin/{model_id}", Change, none, pin},
        {"POST", "/api/rag/embedding/unpin/{model_id}", Change, none, unpin},

        {"GET", "/api/rag/embedding/diagnostics", Read, none, showDiagnostics},
        {"GET", "/api/rag/embedding/config", Read, none, showConfig},
        {"PATCH", "/api/rag/embedding/config", Change, required, changeConfig},

        {"GET", "/api/model-usage-tracker-config", Read, none, showTrackerConfig},
        {"PUT", "/api/model-usage-tracker-config", Change, required, changeTrackerConfig},
        {"GET", "/api/model-usage-tracker-config/basic", Read, none, showTrackerBasic},
        {"PUT", "/api/model-usage-tracker-config/model/{model_id}/timeout", Change, required,
         changeModelTimeout},
        {"GET", "/api/model-usage-tracker-config/analytics", Read, none, showAnalytics},
        {"POST", "/api/model-usage-tracker-config/restart", Change, none, restartTracker},
    };
    return table;
}

} // namespace modeldeck::api
