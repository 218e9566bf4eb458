// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/model_state.h"

#include <QString>
#include <vector>

namespace modeldeck {

struct ModelAnalytics
{
    QString modelId;
    ModelType type = ModelType::Vision;
    quint64 requests = 0;   // as far back as the history goes
    quint64 coldStarts = 0; // requests that had to wait for a load
    quint64 loads = 0;
    quint64 loadFailures = 0;
    double loadSeconds = 0;      // mean
    double inferenceSeconds = 0; // mean of a request
    double hoursLoaded = 0;
    quint64 preloads = 0;
    quint64 preloadsUsed = 0;
    quint64 preloadsWasted = 0;
    double chance = 0; // probability that it is needed before its idle timeout; 0 to 1
};

struct Analytics
{
    EpochSeconds since = 0;
    std::vector<ModelAnalytics> models; // by id
    double preloadThreshold = 0;        // the probability from which a model is preloaded, as adapted
    double preloadWaste = 0;            // share of judged preloads that nobody used
    Text preloadState;                  // why nothing is preloaded now; empty if preloading is possible
};

class History;

// Totals of the history by model. The Preloader fills in the forecasts.
Analytics analyticsOf(const History &history, EpochSeconds now);

} // namespace modeldeck
