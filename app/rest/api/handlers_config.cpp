// SPDX-License-Identifier: GPL-3.0-or-later
// The settings: all of them, and those of the usage tracker in its own form.
#include "app/rest/api/handlers.h"
#include "app/rest/api/views.h"
#include "app/rest/http/json_fields.h"
#include "engine/base/model_name.h"

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

// Answers with the settings as they are by then: the snapshot shows them already.
Reply<Settings> shown(const Call &call, QJsonObject (*view)(const Snapshot &))
{
    return {call.context.mailbox, [call, view](const Result<Settings> &settings) {
                if (settings)
                    call.reply(view(*call.context.snapshot));
                else
                    call.fail(settings.error());
            }};
}

// Whoever sets the runner runs programs as us, and whoever chooses the token's file may know a token for
// that. Without a token that would be every user of this machine.
std::optional<Error> lockedWithoutToken(const Call &call, const QVariantMap &changes)
{
    if (!call.context.access.token.isEmpty())
        return std::nullopt;
    for (const QString &name : {u"runner_program"_s, u"rest_api_token_file"_s}) {
        if (!changes.contains(name))
            continue;
        Error error = problem(ErrorCode::SettingLocked,
                              Text(MD_TEXT("%1 can't be changed over the API without a token, because it "
                                           "decides what runs as this user"),
                                   name));
        error.parameter = name;
        error.hint =
            MD_TEXT("Change it in the window or the settings file, or start with rest_api_token_file");
        return error;
    }
    return std::nullopt;
}

Error notAnObject(const QString &field)
{
    Error error = problem(ErrorCode::InvalidRequest, Text(MD_TEXT("%1 must be an object"), field));
    error.parameter = field;
    return error;
}

constexpr const char *modelTypes[] = {"vision_embedding", "embedding_model"};
constexpr int longestTimeout = 365 * 24 * 3600; // s
constexpr const char *tiers[] = {"vram_timeout", "ram_timeout"};

// The object in `value`; none where it is absent or null.
Result<QJsonObject> objectIn(const QJsonValue &value, const QString &field)
{
    if (isAbsent(value) || value.isObject())
        return value.toObject();
    return tl::unexpected<Error>(notAnObject(field));
}

// {"vision_embedding": {"ram_timeout": 60}} as settings.
Result<QVariantMap> timeoutChanges(const QJsonValue &value)
{
    QVariantMap changes;
    const auto timeouts = objectIn(value, u"timeouts"_s);
    if (!timeouts)
        return tl::unexpected<Error>(timeouts.error());
    for (const char *type : modelTypes) {
        const QLatin1StringView name(type);
        const auto given = objectIn(timeouts->value(name), u"timeouts."_s + name);
        if (!given)
            return tl::unexpected<Error>(given.error());
        for (const char *tier : tiers) {
            if (const QJsonValue seconds = given->value(QLatin1StringView(tier)); !isAbsent(seconds))
                changes[u"model_usage_tracker_%1_%2"_s.arg(name, QLatin1StringView(tier))] =
                    seconds.toVariant();
        }
    }
    return changes;
}

// {model_id: {"ram_timeout": 60}} as the setting holds it: without what is null or unknown.
Result<QVariantMap> overridesIn(const QJsonObject &given)
{
    QVariantMap overrides;
    for (auto model = given.begin(); model != given.end(); ++model) {
        const auto timeouts = objectIn(*model, u"overrides."_s + model.key());
        if (!timeouts)
            return tl::unexpected<Error>(timeouts.error());
        QVariantMap own;
        for (const char *tier : tiers) {
            const QString name = QString::fromLatin1(tier);
            if (const QJsonValue seconds = timeouts->value(name); !isAbsent(seconds))
                own[name] = seconds.toVariant();
        }
        if (!own.isEmpty())
            overrides[modelIdOf(model.key())] = own;
    }
    return overrides;
}

} // namespace

Abandon showConfig(const Call &call)
{
    call.reply(configView(*call.context.snapshot));
    return {};
}

Abandon changeConfig(const Call &call)
{
    const QVariantMap changes = call.body.toVariantMap();
    if (const auto locked = lockedWithoutToken(call, changes))
        call.fail(*locked);
    else
        call.context.engine->changeSettings(changes, shown(call, configView));
    return {};
}

Abandon showTrackerConfig(const Call &call)
{
    call.reply(trackerConfigView(*call.context.snapshot));
    return {};
}

Abandon showTrackerBasic(const Call &call)
{
    call.reply(trackerBasicView(*call.context.snapshot));
    return {};
}

// What is absent or null stays.
Abandon changeTrackerConfig(const Call &call)
{
    auto changes = timeoutChanges(call.body.value("timeouts"_L1));
    const QJsonValue given = call.body.value("overrides"_L1);
    const auto object = objectIn(given, u"overrides"_s);
    const auto overrides = object.and_then(overridesIn);
    if (!changes || !overrides) {
        call.fail(changes ? overrides.error() : changes.error());
        return {};
    }
    const auto take = [&](QLatin1StringView field, const QString &key) {
        if (const QJsonValue value = call.body.value(field); !isAbsent(value))
            (*changes)[key] = value.toVariant();
    };
    take("enabled"_L1, u"model_usage_tracker_enabled"_s);
    take("cleanup_interval"_L1, u"model_usage_tracker_cleanup_interval"_s);
    if (given.isObject())
        (*changes)[u"model_timeout_overrides"_s] = *overrides;
    call.context.engine->changeSettings(*changes, shown(call, trackerConfigView));
    return {};
}

Abandon changeModelTimeout(const Call &call)
{
    QVariantMap timeouts;
    JsonFields fields(call.body);
    for (const char *tier : tiers) {
        const QString field = QString::fromLatin1(tier);
        (void)fields.integer(tier, 0, longestTimeout);
        if (call.body.contains(field))
            timeouts[field] = call.body[field].toVariant();
    }
    if (fields.error()) { // the engine would name the setting that holds those of all models
        call.fail(*fields.error());
        return {};
    }
    call.context.engine->changeTimeouts(modelIdOf(call.parameter), timeouts, shown(call, trackerConfigView));
    return {};
}

Abandon showAnalytics(const Call &call)
{
    call.context.engine->analytics({call.context.mailbox, [call](const Result<Analytics> &analytics) {
                                        if (analytics)
                                            call.reply(analyticsView(*analytics));
                                        else
                                            call.fail(analytics.error());
                                    }});
    return {};
}

Abandon restartTracker(const Call &call)
{
    call.context.engine->sweep(
        {call.context.mailbox, [call](const Result<int> &corrections) {
             if (!corrections)
                 return call.fail(corrections.error());
             call.reply(
                 {{u"success"_s, true},
                  {u"corrections"_s, *corrections},
                  {u"message"_s, u"Swept with the settings in force; %1 corrections"_s.arg(*corrections)}});
         }});
    return {};
}

} // namespace modeldeck::api
