// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/settings_handlers.h"

#include "app/rest/api/settings_views.h"
#include "app/rest/http/request_fields.h"
#include "engine/base/model_name.h"

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

// Answers with the settings as they are by then: the snapshot shows them already.
Reply<Settings> shown(const Call &call, View view)
{
    return call.shown<Settings>(
        [&context = call.context, view](const Settings &) { return view(*context.snapshot); });
}

// Without a token every user of this machine may call: only what is open to all can be changed then.
std::optional<Error> lockedWithoutToken(const Call &call, const QVariantMap &changes)
{
    if (!call.context.access.token.isEmpty())
        return std::nullopt;
    for (const QString &name : changes.keys()) {
        const SettingDefinition *row = findSetting(name);
        if (!row || row->open)
            continue;
        return Error(ErrorCode::SettingLocked, MD_TEXT("%1 can't be changed over the API without a token"),
                     name)
            .ofParameter(name)
            .withHint(
                MD_TEXT("Change it in the window or the settings file, or start with rest_api_token_file"));
    }
    return std::nullopt;
}

Abandon change(const Call &call, const QVariantMap &changes, View view)
{
    if (const auto locked = lockedWithoutToken(call, changes))
        return call.refuse(*locked);
    call.context.engine->changeSettings(changes, shown(call, view));
    return {};
}

constexpr const char *modelTypes[] = {"vision_embedding", "embedding_model"};
constexpr int longestTimeout = 365 * 24 * 3600; // s
constexpr const char *tiers[] = {"vram_timeout", "ram_timeout"};

// {"vision_embedding": {"ram_timeout": 60}} as settings.
QVariantMap timeoutChanges(Fields timeouts)
{
    QVariantMap changes;
    for (const char *type : modelTypes) {
        const Fields given = timeouts.object(type);
        for (const char *tier : tiers) {
            if (const QCborValue seconds = given.value(tier); !seconds.isUndefined())
                changes[u"model_usage_tracker_%1_%2"_s.arg(QLatin1StringView(type),
                                                           QLatin1StringView(tier))] = seconds.toVariant();
        }
    }
    return changes;
}

// {model_id: {"ram_timeout": 60}} as the setting holds it: without what is null or unknown.
QVariantMap overridesIn(Fields given)
{
    QVariantMap overrides;
    for (const QString &model : given.keys()) {
        const Fields timeouts = given.object(model);
        QVariantMap own;
        for (const char *tier : tiers) {
            if (const QCborValue seconds = timeouts.value(tier); !seconds.isUndefined())
                own[QString::fromLatin1(tier)] = seconds.toVariant();
        }
        if (!own.isEmpty())
            overrides[modelIdOf(model)] = own;
    }
    return overrides;
}

} // namespace

Abandon changeConfig(const Call &call)
{
    return change(call, call.body.toVariantMap(), configView);
}

// What is absent or null stays.
Abandon changeTrackerConfig(const Call &call)
{
    Fields fields(call.body);
    QVariantMap changes = timeoutChanges(fields.object("timeouts"));
    const QVariantMap overrides = overridesIn(fields.object("overrides"));
    if (fields.error())
        return call.refuse(*fields.error());
    const auto take = [&](const char *field, const QString &key) {
        if (const QCborValue value = fields.value(field); !value.isUndefined())
            changes[key] = value.toVariant();
    };
    take("enabled", settingName(ModelUsageTrackerEnabled));
    take("cleanup_interval", settingName(ModelUsageTrackerCleanupInterval));
    if (!fields.value("overrides").isUndefined())
        changes[settingName(ModelTimeoutOverrides)] = overrides;
    return change(call, changes, trackerConfigView);
}

Abandon changeModelTimeout(const Call &call)
{
    QVariantMap timeouts;
    Fields fields(call.body);
    for (const char *tier : tiers) {
        const QString field = QString::fromLatin1(tier);
        (void)fields.integer(tier, 0, longestTimeout);
        if (call.body.contains(field))
            timeouts[field] = call.body[field].toVariant();
    }
    if (fields.error()) // the engine would name the setting that holds those of all models
        return call.refuse(*fields.error());
    call.context.engine->changeTimeouts(call.modelId(), timeouts, shown(call, trackerConfigView));
    return {};
}

Abandon restartTracker(const Call &call)
{
    call.context.engine->sweep(call.shown<int>([](int corrections) {
        return QJsonObject{
            {u"success"_s, true},
            {u"corrections"_s, corrections},
            {u"message"_s, u"Swept with the settings in force; %1 corrections"_s.arg(corrections)}};
    }));
    return {};
}

} // namespace modeldeck::api
