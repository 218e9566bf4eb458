// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/handlers.h"
#include "app/rest/api/pull_call.h"
#include "app/rest/api/view_parts.h"
#include "app/rest/api/views.h"
#include "app/rest/http/request_fields.h"
#include "engine/base/model_name.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

constexpr double longestDrainSeconds = 3600;
constexpr int longestPause = 365 * 24 * 3600; // s

std::optional<ModelType> typeOf(const QString &name)
{
    if (name == "vision"_L1)
        return ModelType::Vision;
    if (name == "text"_L1)
        return ModelType::Text;
    return std::nullopt;
}

Error invalidType(const QString &name)
{
    return problem(ErrorCode::InvalidModelType, Text(MD_TEXT("There is no model type %1"), name),
                   "model_type", MD_TEXT("The types are vision and text"));
}

Result<std::chrono::milliseconds> drainOf(const Call &call)
{
    Fields fields = fieldsOf(call.query);
    const auto seconds = fields.number("wait_seconds", 0, longestDrainSeconds);
    if (fields.error())
        return failure(*fields.error());
    return seconds ? std::chrono::milliseconds(qint64(*seconds * 1000)) : clientDrain;
}

// What the path names, by the id that the catalogue has for it.
QString modelIn(const Call &call)
{
    const QString id = modelIdOf(call.parameter);
    const ModelView *model = call.context.snapshot->find(id);
    return model ? model->id : id;
}

// A path of vision models must not reach a text model, nor the other way round.
std::optional<Error> wrongPath(const Call &call, const QString &id, ModelType type)
{
    const ModelView *model = call.context.snapshot->find(id);
    if (!model || model->type == type)
        return std::nullopt;
    return problem(ErrorCode::ModelNotFound,
                   Text{type == ModelType::Vision ? MD_TEXT("%1 is not a vision model")
                                                  : MD_TEXT("%1 is not a text model"),
                        {id}},
                   "model_id");
}

QJsonArray receiptViews(const std::vector<Receipt> &receipts)
{
    QJsonArray out;
    for (const Receipt &receipt : receipts)
        out.append(receiptView(receipt));
    return out;
}

QString unloadedMessage(ModelType type, const QStringList &ids)
{
    const QString kind = type == ModelType::Vision ? u"CLIP"_s : u"Text"_s;
    if (ids.isEmpty())
        return type == ModelType::Vision ? u"No CLIP model was loaded"_s : u"No text model was loaded"_s;
    return ids.size() == 1 ? kind + u" model unloaded successfully"_s
                           : u"%1 %2 models unloaded successfully"_s.arg(ids.size()).arg(kind);
}

// The one that serves; null where none does.
QJsonValue currentModel(const Context &context)
{
    const ModelView *current = context.snapshot->find(context.snapshot->currentVisionModel);
    return current && current->loaded ? QJsonValue(current->id) : QJsonValue();
}

// The error's body and status, and the fields of the command that failed.
void failCommand(const Answer &answer, const Error &error, const QJsonObject &fields)
{
    Response response = errorResponse(error, ErrorFamily::Management);
    QJsonObject body = QJsonDocument::fromJson(response.body).object();
    body[u"success"_s] = false;
    body[u"message"_s] = messageOf(error);
    for (auto field = fields.begin(); field != fields.end(); ++field)
        body[field.key()] = field.value();
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    answer(std::move(response));
}

// A reply of the engine that is told as {"success", "model_id", "message"} and `more`.
Reply<LoadReport> told(const Call &call, const QString &asked, const QString &message,
                       const QJsonObject &more = {})
{
    return {call.context.mailbox, [call, asked, message, more](const Result<LoadReport> &report) {
                if (!report)
                    return failCommand(call.answer, report.error(), {{u"model_id"_s, asked}});
                QJsonObject body = more;
                body[u"success"_s] = true;
                body[u"model_id"_s] = report->modelId;
                body[u"message"_s] = QString(message).replace("%1"_L1, report->modelId);
                if (report->seconds > 0)
                    body[u"load_seconds"_s] = report->seconds;
                call.reply(body);
            }};
}

Abandon setPinned(const Call &call, bool pinned)
{
    const QString id = modelIdOf(call.parameter);
    call.context.engine->setPinned(id, pinned,
                                   told(call, id,
                                        pinned ? u"Model %1 is pinned"_s : u"Model %1 is no longer pinned"_s,
                                        {{u"pinned"_s, pinned}}));
    return {};
}

Abandon unloadOne(const Call &call, ModelType type)
{
    const QString id = modelIn(call);
    const auto drain = drainOf(call);
    const auto wrong = wrongPath(call, id, type);
    if (!drain || wrong) {
        call.fail(drain ? *wrong : drain.error());
        return {};
    }
    const QString kind = type == ModelType::Vision ? u"CLIP"_s : u"Text"_s;
    call.context.engine->unload(
        id, *drain,
        {call.context.mailbox, [call, id, kind](const Result<UnloadReport> &report) {
             if (!report)
                 return call.fail(report.error());
             const bool unloaded = !report->modelIds.isEmpty();
             const QString name = unloaded ? report->modelIds.first() : id;
             call.reply({{u"unloaded"_s, unloaded},
                         {u"model_id"_s, name},
                         {u"message"_s, unloaded ? u"%1 model %2 unloaded successfully"_s.arg(kind, name)
                                                 : u"%1 model %2 was not loaded"_s.arg(kind, name)},
                         {u"receipts"_s, receiptViews(report->receipts)}});
         }});
    return {};
}

Abandon loadOne(const Call &call, ModelType type)
{
    const QString id = modelIdOf(call.parameter);
    if (const auto wrong = wrongPath(call, id, type))
        call.fail(*wrong);
    else
        call.context.engine->load(id, told(call, id, u"Model %1 loaded successfully"_s));
    return {};
}

// What pausing and resuming answer with.
Reply<int> pauseTold(const Call &call, const QString &message)
{
    return {call.context.mailbox, [call, message](const Result<int> &done) {
                if (!done)
                    return call.fail(done.error());
                const Snapshot &now = *call.context.snapshot;
                call.reply({{u"success"_s, true},
                            {u"paused"_s, now.paused},
                            {u"paused_until"_s, orNull(now.pausedUntil)},
                            {u"message"_s, message}});
            }};
}

} // namespace

Abandon unloadVision(const Call &call)
{
    return unloadOne(call, ModelType::Vision);
}
Abandon unloadText(const Call &call)
{
    return unloadOne(call, ModelType::Text);
}
Abandon loadVision(const Call &call)
{
    return loadOne(call, ModelType::Vision);
}
Abandon loadText(const Call &call)
{
    return loadOne(call, ModelType::Text);
}

Abandon pullText(const Call &call)
{
    const QString id = modelIdOf(call.parameter);
    if (const auto wrong = wrongPath(call, id, ModelType::Text)) {
        call.fail(*wrong);
        return {};
    }
    return std::make_shared<PullCall>(call, id)->start();
}

Abandon cancelPull(const Call &call)
{
    const QString id = modelIdOf(call.parameter);
    call.context.engine->cancelPull(id, told(call, id, u"The pull of %1 is cancelled"_s));
    return {};
}

Abandon pause(const Call &call)
{
    Fields fields(call.body);
    const auto seconds = fields.integer("seconds", 1, longestPause);
    if (fields.error()) {
        call.fail(*fields.error());
        return {};
    }
    call.context.engine->pause(seconds ? std::optional(std::chrono::seconds(*seconds)) : std::nullopt,
                               pauseTold(call, u"Automatic unloading is paused"_s));
    return {};
}

Abandon resume(const Call &call)
{
    call.context.engine->resume(pauseTold(call, u"Automatic unloading goes on"_s));
    return {};
}

Abandon unloadType(const Call &call)
{
    const auto type = typeOf(call.parameter);
    const auto drain = drainOf(call);
    if (!type || !drain) {
        call.fail(type ? drain.error() : invalidType(call.parameter));
        return {};
    }
    call.context.engine->unloadAll(
        *type, *drain, {call.context.mailbox, [call, type = *type](const Result<UnloadReport> &report) {
                            if (!report)
                                return call.fail(report.error());
                            QJsonObject body{{u"unloaded"_s, !report->modelIds.isEmpty()},
                                             {u"model_type"_s, call.parameter},
                                             {u"model_ids"_s, QJsonArray::fromStringList(report->modelIds)},
                                             {u"receipts"_s, receiptViews(report->receipts)}};
                            if (report->failure) // of one; what of the others?
                                return failCommand(call.answer, *report->failure, body);
                            body[u"message"_s] = unloadedMessage(type, report->modelIds);
                            call.reply(body);
                        }});
    return {};
}

Abandon switchVision(const Call &call)
{
    const QString id = modelIdOf(call.parameter);
    const auto failed = [call, id](const Error &error) {
        failCommand(call.answer, error,
                    {{u"model_id"_s, id}, {u"current_model"_s, currentModel(call.context)}});
    };
    if (const auto wrong = wrongPath(call, id, ModelType::Vision)) {
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
    const auto type = typeOf(call.parameter);
    Fields fields(call.body);
    QString id = modelIdOf(fields.string("model_id").value_or(QString()));
    if (!type || fields.error()) {
        call.fail(type ? *fields.error() : invalidType(call.parameter));
        return {};
    }
    const Snapshot &now = *call.context.snapshot;
    if (id.isEmpty())
        id = *type == ModelType::Vision ? now.currentVisionModel : now.settings[TextDefaultModel];
    if (const ModelView *model = now.find(id); model && model->type != *type) {
        call.fail(problem(ErrorCode::ModelNotFound,
                          Text(MD_TEXT("%1 is not a model of type %2"), id, call.parameter), "model_id"));
        return {};
    }
    call.context.engine->reload(id, told(call, id, u"Model %1 reloaded successfully"_s));
    return {};
}

Abandon cancelLoad(const Call &call)
{
    const QString id = modelIdOf(call.parameter);
    call.context.engine->cancelLoad(id, told(call, id, u"The load of %1 is cancelled"_s));
    return {};
}

Abandon pin(const Call &call)
{
    return setPinned(call, true);
}
Abandon unpin(const Call &call)
{
    return setPinned(call, false);
}

Abandon rescan(const Call &call)
{
    call.context.engine->rescan({call.context.mailbox, [call](const Result<int> &installed) {
                                     if (!installed)
                                         return call.fail(installed.error());
                                     call.reply(
                                         {{u"success"_s, true},
                                          {u"installed"_s, *installed},
                                          {u"message"_s, u"%1 models are installed"_s.arg(*installed)}});
                                 }});
    return {};
}

} // namespace modeldeck::api
