// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/handlers.h"

namespace modeldeck::api {

// The one table: dispatch, 405 with Allow, OPTIONS, HEAD and the test of the OpenAPI description follow it.
const std::vector<Route> &routes()
{
    using enum Auth;
    constexpr auto none = Route::Json::None;
    constexpr auto optional = Route::Json::Optional;
    constexpr auto required = Route::Json::Required;
    static const std::vector<Route> table{
        {"GET", "/livez", Read, none, showLive},
        {"GET", "/readyz", Read, none, showReady},
        {"GET", "/openapi.json", Read, none, showOpenApi},

        {"POST", "/v1/embeddings", Change, required, embed}, // loads, and may evict: more than looking
        {"GET", "/v1/models", Read, none, showOpenAiModels},

        {"GET", "/api/rag/embedding/status", Read, none, showStatus},
        {"GET", "/api/rag/embedding/health", Read, none, showHealth},
        {"GET", "/api/rag/embedding/models", Read, none, showModels},
        {"GET", "/api/rag/embedding/receipts", Read, none, showReceipts},
        {"GET", "/api/rag/embedding/timeline", Read, none, showTimeline},
        {"GET", "/api/rag/embedding/vision/status", Read, none, showVisionStatus},

        {"POST", "/api/rag/embedding/unload/{model_type}", Change, none, unloadType},
        {"POST", "/api/rag/embedding/reload/{model_type}", Change, optional, reloadType},
        {"POST", "/api/rag/embedding/rescan", Change, none, rescan},
        {"POST", "/api/rag/embedding/vision/switch/{model_id}", Change, none, switchVision},
        {"POST", "/api/rag/embedding/vision/load/{model_id}", Change, none, loadVision},
        {"POST", "/api/rag/embedding/vision/unload/{model_id}", Change, none, unloadVision},
        {"POST", "/api/rag/embedding/load/cancel/{model_id}", Change, none, cancelLoad},
        {"POST", "/api/rag/embedding/pin/{model_id}", Change, none, pin},
        {"POST", "/api/rag/embedding/unpin/{model_id}", Change, none, unpin},
    };
    return table;
}

} // namespace modeldeck::api
