// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/routes.h"

#include "app/rest/api/command_handlers.h"
#include "app/rest/api/embed_call.h"
#include "app/rest/api/health_view.h"
#include "app/rest/api/looking_handlers.h"
#include "app/rest/api/ollama_handlers.h"
#include "app/rest/api/ollama_views.h"
#include "app/rest/api/openai_views.h"
#include "app/rest/api/settings_handlers.h"
#include "app/rest/api/settings_views.h"
#include "app/rest/api/status_views.h"

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

template <View view>
Abandon show(const Call &call)
{
    return call.show(view);
}

// A handler that several rows share, with what tells them apart.
template <auto handle, auto argument>
Abandon with(const Call &call)
{
    return handle(call, argument);
}

} // namespace

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
    constexpr auto nothing = Route::Needs::Nothing;
    constexpr auto ollama = Route::Needs::Ollama;
    static const std::vector<Route> table{
        {"GET", "/livez", Read, none, showLive, nothing},
        {"GET", "/readyz", Read, none, showReady, nothing},
        {"GET", "/openapi.json", Read, none, showOpenApi, nothing},
        {"GET", "/metrics", Read, none, showMetrics},
        {"GET", "/api/events", Read, none, showEvents},

        {"POST", "/v1/embeddings", Change, raw,
         with<embed, &openAiForm>}, // loads, and may evict: more than looking
        {"GET", "/v1/models", Read, none, show<openAiModelsView>, ollama},
        {"GET", "/v1/models/{model_id}", Read, none, showOpenAiModel, ollama},

        {"GET", "/", Read, none, showRunning},
        {"POST", "/api/embed", Change, raw, with<embed, &ollamaForm>},
        {"POST", "/api/embeddings", Change, raw, with<embed, &oldOllamaForm>},
        {"POST", "/api/generate", Change, required, generate},
        {"GET", "/api/tags", Read, none, show<tagsView>, ollama},
        {"GET", "/api/ps", Read, none, show<processesView>},
        {"POST", "/api/show", Read, required, showModel, ollama},
        {"GET", "/api/version", Read, none, showVersion},

        {"GET", "/api/rag/embedding/status", Read, none, show<statusView>},
        {"GET", "/api/rag/embedding/health", Read, none, show<healthView>},
        {"GET", "/api/rag/embedding/models", Read, none, show<modelsView>},
        {"GET", "/api/rag/embedding/receipts", Read, none, showReceipts},
        {"GET", "/api/rag/embedding/timeline", Read, none, show<timelineView>},
        {"GET", "/api/rag/embedding/vision/status", Read, none, show<visionStatusView>},

        {"POST", "/api/rag/embedding/unload/{model_type}", Change, none, unloadType},
        {"POST", "/api/rag/embedding/reload/{model_type}", Change, optional, reloadType},
        {"POST", "/api/rag/embedding/rescan", Change, none, rescan},
        {"POST", "/api/rag/embedding/pause", Change, optional, pause},
        {"POST", "/api/rag/embedding/resume", Change, none, resume},
        {"POST", "/api/rag/embedding/vision/switch/{model_id}", Change, none, switchVision},
        {"POST", "/api/rag/embedding/vision/load/{model_id}", Change, none,
         with<loadModel, ModelType::Vision>},
        {"POST", "/api/rag/embedding/vision/unload/{model_id}", Change, none,
         with<unloadModel, ModelType::Vision>},
        {"POST", "/api/rag/embedding/text/load/{name}", Change, none, with<loadModel, ModelType::Text>,
         ollama},
        {"POST", "/api/rag/embedding/text/unload/{name}", Change, none, with<unloadModel, ModelType::Text>},
        {"POST", "/api/rag/embedding/text/pull/{name}", Change, none, pullText, ollama},
        {"DELETE", "/api/rag/embedding/text/pull/{name}", Change, none, cancelPull},
        {"POST", "/api/rag/embedding/load/cancel/{model_id}", Change, none, cancelLoad},
        {"POST", "/api/rag/embedding/pin/{model_id}", Change, none, with<setPinned, true>},
        {"POST", "/api/rag/embedding/unpin/{model_id}", Change, none, with<setPinned, false>},

        {"GET", "/api/rag/embedding/diagnostics", Read, none, showDiagnostics},
        {"GET", "/api/rag/embedding/config", Read, none, show<configView>},
        {"PATCH", "/api/rag/embedding/config", Change, required, changeConfig},

        {"GET", "/api/model-usage-tracker-config", Read, none, show<trackerConfigView>},
        {"PUT", "/api/model-usage-tracker-config", Change, required, changeTrackerConfig},
        {"GET", "/api/model-usage-tracker-config/basic", Read, none, show<trackerBasicView>},
        {"PUT", "/api/model-usage-tracker-config/model/{model_id}/timeout", Change, required,
         changeModelTimeout},
        {"GET", "/api/model-usage-tracker-config/analytics", Read, none, showAnalytics},
        {"POST", "/api/model-usage-tracker-config/restart", Change, none, restartTracker},
    };
    return table;
}

std::optional<QString> match(const char *pattern, QByteArrayView path)
{
    const QByteArrayView whole(pattern);
    const qsizetype brace = whole.indexOf('{');
    if (brace < 0)
        return path == whole ? std::optional(QString(u""_s)) : std::nullopt;
    const qsizetype end = whole.indexOf('}') + 1;
    const QByteArrayView before = whole.first(brace), after = whole.sliced(end);
    if (path.size() <= before.size() + after.size() || !path.startsWith(before) || !path.endsWith(after))
        return std::nullopt;
    const QByteArrayView name = whole.sliced(brace, end - brace);
    const QByteArrayView value = path.sliced(brace, path.size() - before.size() - after.size());
    if (name != "{model_id}" && name != "{name}" && value.contains('/'))
        return std::nullopt;
    return QString::fromUtf8(QByteArray::fromPercentEncoding(value.toByteArray()));
}

FoundRoute findRoute(const Request &request)
{
    FoundRoute found;
    const QByteArray method = request.method == "HEAD" ? "GET" : request.method;
    for (const Route &route : routes()) {
        const auto parameter = match(route.path, request.path);
        if (!parameter)
            continue;
        found.pattern = route.path;
        found.methods.append(route.method);
        if (qstrcmp(route.method, "GET") == 0)
            found.methods.append("HEAD");
        if (method == route.method) {
            found.route = &route;
            found.parameter = *parameter;
        }
    }
    if (!found.methods.isEmpty())
        found.methods.append("OPTIONS");
    return found;
}

} // namespace modeldeck::api
