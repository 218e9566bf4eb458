// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/view_parts.h"
#include "app/rest/api/views.h"

#include <QJsonArray>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

qint64 seconds(std::chrono::seconds time)
{
    return time.count();
}

QJsonObject timeouts(const Settings &settings, Setting<std::chrono::seconds> vram,
                     Setting<std::chrono::seconds> ram)
{
    return {{u"vram_timeout"_s, seconds(settings[vram])}, {u"ram_timeout"_s, seconds(settings[ram])}};
}

qint64 counted(const Snapshot &now, bool ModelView::*which)
{
    return std::ranges::count(now.models, true, which);
}

QJsonObject modelAnalytics(const ModelAnalytics &model)
{
    return {{u"model_id"_s, model.modelId},
            {u"model_type"_s, model.type == ModelType::Vision ? u"vision"_s : u"text"_s},
            {u"requests"_s, qint64(model.requests)},
            {u"cold_starts"_s, qint64(model.coldStarts)},
            {u"loads"_s, qint64(model.loads)},
            {u"load_failures"_s, qint64(model.loadFailures)},
            {u"load_seconds"_s, model.loadSeconds},
            {u"inference_seconds"_s, model.inferenceSeconds},
            {u"hours_loaded"_s, model.hoursLoaded},
            {u"preloads"_s, qint64(model.preloads)},
            {u"preloads_used"_s, qint64(model.preloadsUsed)},
            {u"preloads_wasted"_s, qint64(model.preloadsWasted)},
            {u"chance"_s, model.chance}};
}

} // namespace

QJsonObject configView(const Snapshot &now)
{
    QJsonArray rows;
    for (const SettingRow &row : *now.settingRows)
        rows.append(settingJson(row));
    return {{u"settings"_s, rows}};
}

QJsonObject trackerConfigView(const Snapshot &now)
{
    const Settings &settings = now.settings;
    return {{u"enabled"_s, settings[ModelUsageTrackerEnabled]},
            {u"cleanup_interval"_s, seconds(settings[ModelUsageTrackerCleanupInterval])},
            {u"timeouts"_s, QJsonObject{{u"vision_embedding"_s, timeouts(settings, VisionEmbeddingVramTimeout,
                                                                         VisionEmbeddingRamTimeout)},
                                        {u"embedding_model"_s, timeouts(settings, EmbeddingModelVramTimeout,
                                                                        EmbeddingModelRamTimeout)}}},
            {u"overrides"_s, QJsonObject::fromVariantMap(settings[ModelTimeoutOverrides])}};
}

QJsonObject trackerBasicView(const Snapshot &now)
{
    return {{u"enabled"_s, now.settings[ModelUsageTrackerEnabled]},
            {u"cleanup_interval"_s, seconds(now.settings[ModelUsageTrackerCleanupInterval])},
            {u"registered_models"_s, counted(now, &ModelView::installed)},
            {u"loaded_models"_s, counted(now, &ModelView::loaded)},
            {u"pinned_models"_s, counted(now, &ModelView::pinned)},
            {u"override_count"_s, now.settings[ModelTimeoutOverrides].size()}};
}

QJsonObject analyticsView(const Analytics &analytics)
{
    QJsonArray models;
    ModelAnalytics sum;
    for (const ModelAnalytics &model : analytics.models) {
        models.append(modelAnalytics(model));
        sum.requests += model.requests;
        sum.coldStarts += model.coldStarts;
        sum.loads += model.loads;
        sum.loadFailures += model.loadFailures;
        sum.hoursLoaded += model.hoursLoaded;
        sum.preloads += model.preloads;
        sum.preloadsUsed += model.preloadsUsed;
        sum.preloadsWasted += model.preloadsWasted;
    }
    QJsonObject totals = modelAnalytics(sum);
    for (const QString &perModel :
         {u"model_id"_s, u"model_type"_s, u"load_seconds"_s, u"inference_seconds"_s, u"chance"_s})
        totals.remove(perModel);
    return {{u"since"_s, analytics.since},
            {u"totals"_s, totals},
            {u"models"_s, models},
            {u"preloading"_s, QJsonObject{{u"threshold"_s, analytics.preloadThreshold},
                                          {u"waste"_s, analytics.preloadWaste},
                                          {u"held_back"_s, orNull(analytics.preloadState.english())}}}};
}

} // namespace modeldeck::api
