// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/command_handlers.h"

#include "app/rest/api/pull_call.h"
#include "app/rest/api/report_views.h"
#include "app/rest/api/view_parts.h"
#include "app/rest/http/request_fields.h"
#include "engine/base/model_name.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace modeldeck::api {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double longestDrainSeconds = 3600;
constexpr int longestPause = 365 * 24 * 3600; // s

Result<ModelType> typeIn(const Call &call)
{
    for (const ModelType type : {ModelType::Vision, ModelType::Text}) {
        if (call.parameter == typeName(type))
            return type;
    }
    return failure(Error(ErrorCode::InvalidModelType, MD_TEXT("There is no model type %1"), call.parameter)
                       .ofParameter(u"model_type"_s)
                       .withHint(MD_TEXT("The types are vision and text")));
}

Result<std::chrono::milliseconds> drainIn(const Call &call)
{
    Fields fields = fieldsOf(call.query);
    const auto seconds = fields.number("wait_seconds", 0, longestDrainSeconds);
    if (fields.error())
        return failure(*fields.error());
    return seconds ? std::chrono::milliseconds(qint64(*seconds * 1000)) : clientDrain;
}

// A path of vision models must not reach a text model, nor the other way round.
std::optional<Error> wrongType(const Call &call, const QString &id, ModelType type)
{
    const ModelView *model = call.context.snapshot->find(id);
    if (!model || model->type == type)
        return std::nullopt;
    return Error(ErrorCode::ModelNotFound,
                 type == ModelType::Vision ? MD_TEXT("%1 is not a vision model")
                                           : MD_TEXT("%1 is not a text model"),
                 id)
        .ofParameter(u"model_id"_s);
}

QString kindName(ModelType type)
{
    return type == ModelType::Vision ? u"CLIP"_s : u"Text"_s;
}

QString unloadedMessage(ModelType type, const QStringList &ids)
{
    if (ids.isEmpty())
        return type == ModelType::Vision ? u"No CLIP model was loaded"_s : u"No text model was loaded"_s;
    return ids.size() == 1 ? kindName(type) + u" model unloaded successfully"_s
                           : u"%1 %2 models unloaded successfully"_s.arg(ids.size()).arg(kindName(type));
}

// The one that serves; null where none does.
QJsonValue currentModel(const Context &context)
{
    const ModelView *current = context.snapshot->find(context.snapshot->currentVisionModel);
    return current && current->loaded ? QJsonValue(current->id) : QJsonValue();
}

// The error's body and status, and the fields of the command that failed.
void failCommand(const Call &call, const Error &error, const QJsonObject &fields)
{
    Response response = errorResponse(error, ErrorFamily::Management);
    QJsonObject body = QJsonDocument::fromJson(response.body).object();
    body[u"success"_s] = false;
    body[u"message"_s] = messageOf(error);
    for (auto field = fields.begin(); field != fields.end(); ++field)
        body[field.key()] = field.value();
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    call.answer(std::move(response));
}

// A reply of the engine that is told as {"success", "model_id", "message"} and `more`.
Reply<LoadReport> told(const Call &call, const QString &asked, const QString &message,
                       const QJsonObject &more = {})
{
    return {call.context.mailbox, [=](const Result<LoadReport> &report) {
                if (!report)
                    return failCommand(call, report.error(), {{u"model_id"_s, asked}});
                QJsonObject body = more;
                body[u"success"_s] = true;
                body[u"model_id"_s] = report->modelId;
                body[u"message"_s] = QString(message).replace("%1"_L1, report->modelId);
                if (report->seconds > 0)
                    body[u"load_seconds"_s] = report->seconds;
                call.reply(body);
            }};
}

// What pausing and resuming answer with.
Reply<int> pauseTold(const Call &call, const QString &message)
{
    return call.shown<int>([&context = call.context, message](int) -> QJsonObject {
        const Snapshot &now = *context.snapshot;
        return {{u"success"_s, true},
                {u"paused"_s, now.paused},
                {u"paused_until"_s, orNull(now.pausedUntil)},
                {u"message"_s, message}};
    });
}

} // namespace

Abandon unloadModel(const Call &call, ModelType type)
{
    const ModelView *known = call.context.snapshot->find(call.modelId());
    const QString id = known ? known->id : call.modelId();
    const auto drain = drainIn(call);
    if (!drain)
        return call.refuse(drain.error());
    if (const auto wrong = wrongType(call, id, type))
        return call.refuse(*wrong);
    call.context.engine->unload(
        id, *drain, call.shown<UnloadReport>([id, kind = kindName(type)](const UnloadReport &report) {
            const bool unloaded = !report.modelIds.isEmpty();
            const QString name = unloaded ? report.modelIds.first() : id;
            return QJsonObject{{u"unloaded"_s, unloaded},
                               {u"model_id"_s, name},
                               {u"message"_s, unloaded
                                                  ? u"%1 model %2 unloaded successfully"_s.arg(kind, name)
                                                  : u"%1 model %2 was not loaded"_s.arg(kind, name)},
                               {u"receipts"_s, receiptViews(report.receipts)}};
        }));
    return {};
}

Abandon loadModel(const Call &call, ModelType type)
{
    const QString id = call.modelId();
    if (const auto wrong = wrongType(call, id, type))
        return call.refuse(*wrong);
    call.context.engine->load(id, told(call, id, u"Model %1 loaded successfully"_s));
    return {};
}

void loadOrUnload(const Call &call, const QString &model, std::optional<std::chrono::nanoseconds> keepAlive,
                  std::function<void()> done)
{
    const auto told = [call, done = std::move(done)](const auto &report) {
        if (report)
            done();
        else
            call.fail(report.error());
    };
    const Context &context = call.context;
    if (keepAlive == 0ns)
        context.engine->unload(model, clientDrain, {context.mailbox, told});
    else
        context.engine->load(model, {context.mailbox, told}, keepAlive);
}

Abandon pullText(const Call &call)
{
    const QString id = call.modelId();
    if (const auto wrong = wrongType(call, id, ModelType::Text))
        return call.refuse(*wrong);
    return std::make_shared<PullCall>(call, id)->start();
}

Abandon cancelPull(const Call &call)
{
    const QString id = call.modelId();
    call.context.engine->cancelPull(id, told(call, id, u"The pull of %1 is cancelled"_s));
    return {};
}

Abandon pause(const Call &call)
{
    Fields fields(call.body);
    const auto seconds = fields.integer("seconds", 1, longestPause);
    if (fields.error())
        return call.refuse(*fields.error());
    call.context.engine->pause(seconds ? std::optional(std::chrono::seconds(*seconds)) : std::nullopt,
                               pauseTold(call, u"Automatic unloading is paused"_s));
    return {};
}

Abandon resume(const Call &call)
{
    call.context.engine->resume(pauseTold(call, u"Automatic unloading is resumed"_s));
    return {};
}

Abandon unloadType(const Call &call)
{
    const auto type = typeIn(call);
    if (!type)
        return call.refuse(type.error());
    const auto drain = drainIn(call);
    if (!drain)
        return call.refuse(drain.error());
    call.context.engine->unloadAll(
        *type, *drain, {call.context.mailbox, [call, type = *type](const Result<UnloadReport> &report) {
                            if (!report)
                                return call.fail(report.error());
                            QJsonObject body{{u"unloaded"_s, !report->modelIds.isEmpty()},
                                             {u"model_type"_s, call.parameter},
                                             {u"model_ids"_s, QJsonArray::fromStringList(report->modelIds)},
                                             {u"receipts"_s, receiptViews(report->receipts)}};
                            if (report->failure) // of one; what of the others?
                                return failCommand(call, *report->failure, body);
                            body[u"message"_s] = unloadedMessage(type, report->modelIds);
                            call.reply(body);
                        }});
    return {};
}

Abandon switchVision(const Call &call)
{
    const QString id = call.modelId();
    const auto failed = [call, id](const Error &error) {
        failCommand(call, error, {{u"model_id"_s, id}, {u"current_model"_s, currentModel(call.context)}});
    };
    if (const auto wrong = wrongType(call, id, ModelType::Vision)) {
        failed(*wrong);
        return {};
    }
    call.context.engine->switchTo(
        id, {call.context.mailbox, [call, failed](const Result<SwitchReport> &report) {
                 if (!report)
                     return failed(report.error());
                 call.reply({{u"success"_s, true},
                             {u"model_id"_s, report->modelId},
                             {u"message"_s, u"Successfully switched to "_s + report->modelId}});
             }});
    return {};
}

Abandon reloadType(const Call &call)
{
    const auto type = typeIn(call);
    if (!type)
        return call.refuse(type.error());
    Fields fields(call.body);
    QString id = modelIdOf(fields.string("model_id").value_or(QString()));
    if (fields.error())
        return call.refuse(*fields.error());
    const Snapshot &now = *call.context.snapshot;
    if (id.isEmpty())
        id = *type == ModelType::Vision ? now.currentVisionModel : now.settings[TextDefaultModel];
    if (const auto wrong = wrongType(call, id, *type))
        return call.refuse(*wrong);
    call.context.engine->reload(id, told(call, id, u"Model %1 reloaded successfully"_s));
    return {};
}

Abandon cancelLoad(const Call &call)
{
    const QString id = call.modelId();
    call.context.engine->cancelLoad(id, told(call, id, u"The load of %1 is cancelled"_s));
    return {};
}

Abandon setPinned(const Call &call, bool pinned)
{
    const QString id = call.modelId();
    call.context.engine->setPinned(id, pinned,
                                   told(call, id,
                                        pinned ? u"Model %1 is pinned"_s : u"Model %1 is no longer pinned"_s,
                                        {{u"pinned"_s, pinned}}));
    return {};
}

Abandon rescan(const Call &call)
{
    call.context.engine->rescan(call.shown<int>([](int installed) {
        return QJsonObject{{u"success"_s, true},
                           {u"installed"_s, installed},
                           {u"message"_s, u"%1 models are installed"_s.arg(installed)}};
    }));
    return {};
}

} // namespace modeldeck::api
