// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/handlers.h"
#include "app/rest/api/views.h"
#include "app/rest/http/request_fields.h"
#include "engine/base/model_name.h"

#include <QFile>
#include <QJsonArray>
#include <ranges>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

constexpr int defaultReceipts = 100;
constexpr int mostReceipts = 10'000;

void replyReceipts(const Call &call, const std::vector<Receipt> &receipts, int limit)
{
    QJsonArray views;
    for (const Receipt &receipt : receipts | std::views::take(limit))
        views.append(receiptView(receipt));
    call.reply({{u"receipts"_s, views}});
}

} // namespace

Abandon showStatus(const Call &call)
{
    return call.show(statusView);
}
Abandon showVisionStatus(const Call &call)
{
    return call.show(visionStatusView);
}
Abandon showHealth(const Call &call)
{
    return call.show(healthView);
}
Abandon showModels(const Call &call)
{
    return call.show(modelsView);
}
Abandon showTimeline(const Call &call)
{
    return call.show(timelineView);
}
Abandon showOpenAiModels(const Call &call)
{
    return call.show(openAiModelsView);
}

Abandon showOpenAiModel(const Call &call)
{
    const QString id = modelIdOf(call.parameter);
    const Snapshot &now = *call.context.snapshot;
    if (const ModelView *model = now.find(id); model && model->installed)
        call.reply(openAiModelView(*model, now));
    else
        call.fail(problem(ErrorCode::ModelNotFound, Text(MD_TEXT("There is no model %1"), id), "model",
                          MD_TEXT("/v1/models lists them")));
    return {};
}

Abandon showReceipts(const Call &call)
{
    Fields fields = fieldsOf(call.query);
    const int limit = fields.integer("limit", 1, mostReceipts).value_or(defaultReceipts);
    if (fields.error()) {
        call.fail(*fields.error());
        return {};
    }
    if (limit <= defaultReceipts) { // the snapshot has these, and only the latest
        replyReceipts(call, *call.context.snapshot->receipts, limit);
        return {};
    }
    call.context.engine->receipts(
        limit, {call.context.mailbox, [call, limit](const Result<std::vector<Receipt>> &kept) {
                    if (kept)
                        replyReceipts(call, *kept, limit);
                    else
                        call.fail(kept.error());
                }});
    return {};
}

Abandon showDiagnostics(const Call &call)
{
    call.context.engine->diagnose(
        {call.context.mailbox, [call](const Result<std::vector<Diagnosis>> &diagnoses) {
             if (diagnoses)
                 call.reply(diagnosesView(*diagnoses));
             else
                 call.fail(diagnoses.error());
         }});
    return {};
}

Abandon showLive(const Call &call)
{
    call.reply({{u"status"_s, u"alive"_s}});
    return {};
}

// Ready once the engine has shown itself, and until it shuts down; what Ollama does is no matter.
Abandon showReady(const Call &call)
{
    const Snapshot &now = *call.context.snapshot;
    const bool ready = now.sequence > 0 && !now.shuttingDown;
    const QString status = ready ? u"ready"_s : now.shuttingDown ? u"shutting_down"_s : u"starting"_s;
    call.reply({{u"status"_s, status}}, ready ? 200 : 503);
    return {};
}

Abandon showOpenApi(const Call &call)
{
    QFile file(u":/modeldeck/openapi.json"_s);
    Response response;
    if (file.open(QIODevice::ReadOnly))
        response.body = file.readAll();
    call.answer(std::move(response));
    return {};
}

} // namespace modeldeck::api
