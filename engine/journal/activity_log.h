// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/requests.h"
#include "engine/config/model_timeouts.h"
#include "engine/port/loaded_model.h"
#include "engine/snapshot.h"

// What the logs tell of the models: "modeldeck.service" what services do (embedding_service.log), and
// "modeldeck.tracker" what was decided and why (model_usage_tracker.log). Never a word of what is embedded.
namespace modeldeck::activity_log {

void happened(const Event &event);
void loaded(const QString &modelId, const LoadedInfo &info, const ModelTimeouts &timeouts);
void served(const QString &modelId, const Embeddings &result);
void notServed(const QString &modelId, const Error &error);

} // namespace modeldeck::activity_log
