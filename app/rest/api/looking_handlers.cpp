// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/looking_handlers.h"

#include "app/rest/api/metrics_view.h"
#include "app/rest/api/openai_views.h"
#include "app/rest/api/report_views.h"
#include "app/rest/http/request_fields.h"

#include <QFile>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

constexpr int defaultReceipts = 100;
constexpr int mostReceipts = 10'000;

Abandon answerWith(const Call &call, const QByteArray &contentType, const QByteArray &body)
{
    Response response;
    response.contentType = contentType;
    response.body = body;
    call.answer(std::move(response));
    return {};
}

} // namespace

Abandon showReceipts(const Call &call)
{
    Fields fields = fieldsOf(call.query);
    const int limit = fields.integer("limit", 1, mostReceipts).value_or(defaultReceipts);
    if (fields.error())
        return call.refuse(*fields.error());
    const auto view = [limit](const std::vector<Receipt> &receipts) {
        return QJsonObject{{u"receipts"_s, receiptViews(std::span(receipts).first(
                                               std::min(receipts.size(), std::size_t(limit))))}};
    };
    if (limit <= defaultReceipts) // the snapshot has these, and only the latest
        return call.show(view(*call.context.snapshot->receipts));
    call.context.engine->receipts(limit, call.shown<std::vector<Receipt>>(view));
    return {};
}

Abandon showAnalytics(const Call &call)
{
    call.context.engine->analytics(call.shown<Analytics>(analyticsView));
    return {};
}

Abandon showDiagnostics(const Call &call)
{
    call.context.engine->diagnose(call.shown<std::vector<Diagnosis>>(diagnosesView));
    return {};
}

Abandon showOpenAiModel(const Call &call)
{
    const Snapshot &now = *call.context.snapshot;
    if (const ModelView *model = now.find(call.modelId()); model && model->installed)
        return call.show(openAiModelView(*model, now));
    return call.refuse(Error(ErrorCode::ModelNotFound, MD_TEXT("There is no model %1"), call.modelId())
                           .ofParameter(u"model"_s)
                           .withHint(MD_TEXT("/v1/models lists them")));
}

Abandon showLive(const Call &call)
{
    return call.show({{u"status"_s, u"alive"_s}});
}

// Ready once the engine has found its models, and until it shuts down; the state of Ollama does not matter.
Abandon showReady(const Call &call)
{
    const Snapshot *now = call.context.snapshot.get();
    const bool ready = now && !now->shuttingDown;
    const QString status = ready ? u"ready"_s : now ? u"shutting_down"_s : u"starting"_s;
    return call.show({{u"status"_s, status}}, ready ? 200 : 503);
}

Abandon showOpenApi(const Call &call)
{
    QFile file(u":/modeldeck/openapi.json"_s);
    return answerWith(call, "application/json",
                      file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
}

Abandon showEvents(const Call &call)
{
    bool isNumber = false;
    const quint64 number = call.lastEventId.toULongLong(&isNumber);
    const auto lastSeen = isNumber ? std::optional(number) : std::nullopt;
    Response response;
    response.contentType = "text/event-stream";
    response.goOn = [events = call.context.events, lastSeen](const std::shared_ptr<Sink> &sink) {
        return events->subscribe(sink, lastSeen);
    };
    call.answer(std::move(response));
    return {};
}

Abandon showMetrics(const Call &call)
{
    return answerWith(call, "text/plain; version=0.0.4; charset=utf-8",
                      metricsView(*call.context.snapshot, *call.context.meters));
}

} // namespace modeldeck::api
