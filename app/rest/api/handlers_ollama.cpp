// SPDX-License-Identifier: GPL-3.0-or-later
// Ollama's forms, so that its clients can point here. (Its two calls for vectors are in handlers_embed.cpp.)
#include "app/rest/api/handlers.h"
#include "app/rest/api/ollama_views.h"
#include "app/rest/http/request_fields.h"
#include "engine/base/model_name.h"

#include <QDateTime>

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
        return tl::unexpected<Error>(
            problem(ErrorCode::InvalidRequest, MD_TEXT("model is missing"), "model"));
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

Abandon showTags(const Call &call)
{
    return call.show(tagsView);
}

Abandon showProcesses(const Call &call)
{
    return call.show(processesView);
}

Abandon showVersion(const Call &call)
{
    call.reply({{u"version"_s, ollamaVersion(*call.context.snapshot)}});
    return {};
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
    if (!name) {
        call.fail(name.error());
        return {};
    }
    const ModelView *known = call.context.snapshot->find(modelIdOf(*name));
    if (known && known->type == ModelType::Vision) {
        call.reply(clipShowView(*known));
        return {};
    }
    call.context.engine->describeText(modelIdOf(*name),
                                      {call.context.mailbox, [call](const Result<QJsonObject> &said) {
                                           if (said)
                                               call.reply(*said);
                                           else
                                               call.fail(said.error());
                                       }});
    return {};
}

// Without a prompt it loads, and with a keep_alive of 0 unloads: all of it that concerns embeddings.
Abandon generate(const Call &call)
{
    const auto name = modelOf(call.body);
    Fields fields(call.body);
    const QString prompt = fields.string("prompt").value_or(QString());
    const auto keepAlive = api::keepAlive(fields);
    if (!name || fields.error()) {
        call.fail(name ? *fields.error() : name.error());
        return {};
    }
    if (!prompt.isEmpty()) {
        call.fail(problem(ErrorCode::InvalidRequest,
                          MD_TEXT("This server computes embeddings and does not generate text"), "prompt"));
        return {};
    }
    const auto done = [call, name = *name](const QString &reason) {
        return [call, name, reason](const auto &report) {
            if (report)
                call.reply(generated(name, reason));
            else
                call.fail(report.error());
        };
    };
    const Context &context = call.context;
    if (keepAlive == 0ns)
        context.engine->unload(modelIdOf(*name), clientDrain, {context.mailbox, done(u"unload"_s)});
    else
        context.engine->load(modelIdOf(*name), {context.mailbox, done(u"load"_s)}, keepAlive);
    return {};
}

} // namespace modeldeck::api
