// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/ollama_handlers.h"

#include "app/rest/api/command_handlers.h"
#include "app/rest/api/ollama_views.h"
#include "app/rest/http/request_fields.h"
#include "engine/base/model_name.h"

#include <QDateTime>
#include <functional>

namespace modeldeck::api {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// "model"; older clients say "name".
Result<QString> modelOf(const QJsonObject &body)
{
    Fields fields(body);
    const QString name = fields.string("model").value_or(QString());
    const QString old = fields.string("name").value_or(QString());
    if (fields.error())
        return failure(*fields.error());
    if (name.isEmpty() && old.isEmpty())
        return failure(fieldMissing(u"model"_s));
    return name.isEmpty() ? old : name;
}

QJsonObject generated(const QString &model, const QString &reason)
{
    return {{u"model"_s, model},
            {u"created_at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
            {u"response"_s, QString()},
            {u"done"_s, true},
            {u"done_reason"_s, reason}};
}

} // namespace

Abandon showVersion(const Call &call)
{
    return call.show({{u"version"_s, ollamaVersion(*call.context.snapshot)}});
}

// Its clients probe with this.
Abandon showRunning(const Call &call)
{
    Response response;
    response.contentType = "text/plain; charset=utf-8";
    response.body = "Ollama is running";
    call.answer(std::move(response));
    return {};
}

Abandon showModel(const Call &call)
{
    const auto name = modelOf(call.body);
    if (!name)
        return call.refuse(name.error());
    const ModelView *known = call.context.snapshot->find(modelIdOf(*name));
    if (known && known->type == ModelType::Vision)
        return call.show(clipShowView(*known));
    call.context.engine->describeText(modelIdOf(*name), call.shown<QJsonObject>(std::identity()));
    return {};
}

// Without a prompt it loads, and with a keep_alive of 0 unloads: all of it that concerns embeddings.
Abandon generate(const Call &call)
{
    const auto name = modelOf(call.body);
    if (!name)
        return call.refuse(name.error());
    Fields fields(call.body);
    const QString prompt = fields.string("prompt").value_or(QString());
    const auto idle = keepAlive(fields);
    if (fields.error())
        return call.refuse(*fields.error());
    if (!prompt.isEmpty())
        return call.refuse(Error(ErrorCode::InvalidRequest,
                                 MD_TEXT("This server computes embeddings and does not generate text"))
                               .ofParameter(u"prompt"_s));
    const QString reason = idle == 0ns ? u"unload"_s : u"load"_s;
    loadOrUnload(call, modelIdOf(*name), idle,
                 [call, name = *name, reason] { call.reply(generated(name, reason)); });
    return {};
}

} // namespace modeldeck::api
