// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/analytics.h"

#include "engine/journal/history.h"

namespace modeldeck {

Analytics analyticsOf(const History &history, EpochSeconds now)
{
    std::map<QString, ModelAnalytics> models;
    Analytics analytics;
    analytics.since = now;
    for (const auto &[id, usage] : history.models()) {
        models[id].modelId = id;
        models[id].type = usage.type;
    }
    for (const auto &[key, hour] : history.usage()) {
        ModelAnalytics &model = models[hour.modelId];
        model.modelId = hour.modelId;
        model.requests += quint64(hour.requests);
        model.coldStarts += quint64(hour.coldStarts);
        model.inferenceSeconds += hour.inferenceSeconds; // a sum until the end
        analytics.since = std::min(analytics.since, double(hour.hour) * 3600);
    }
    for (const LoadRecord &load : history.loads()) {
        ModelAnalytics &model = models[load.modelId];
        model.modelId = load.modelId;
        analytics.since = std::min(analytics.since, load.at);
        if (load.failed) {
            ++model.loadFailures;
            continue;
        }
        ++model.loads;
        model.loadSeconds += load.seconds; // likewise
        model.hoursLoaded += std::max(0.0, load.unloadedAt.value_or(now) - load.at) / 3600;
        model.preloads += load.preloaded;
        model.preloadsUsed += load.used == true;
        model.preloadsWasted += load.used == false;
    }
    for (auto &[id, model] : models) {
        if (model.requests > 0)
            model.inferenceSeconds /= double(model.requests);
        if (model.loads > 0)
            model.loadSeconds /= double(model.loads);
        analytics.models.push_back(std::move(model));
    }
    return analytics;
}

} // namespace modeldeck
