// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/settings_views.h"

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

} // namespace modeldeck::api
