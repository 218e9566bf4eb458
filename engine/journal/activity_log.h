// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/requests.h"
#include "engine/config/model_timeouts.h"
#include "engine/port/loaded_model.h"
#include "engine/snapshot.h"

// Logs what happens to models: "modeldeck.service" says what services do (embedding_service.log),
// "modeldeck.tracker" what was decided and why (model_usage_tracker.log). Never logs what is embedded.
namespace modeldeck::activity_log {

void happened(const Event &event);
void loaded(const QString &modelId, const LoadedInfo &info, const ModelTimeouts &timeouts);
void served(const QString &modelId, const Embeddings &result);
void notServed(const QString &modelId, const Error &error);

} // namespace modeldeck::activity_log
