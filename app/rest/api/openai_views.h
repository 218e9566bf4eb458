// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QJsonObject>

// What OpenAI's clients read of our models.
namespace modeldeck::api {

QJsonObject openAiModelView(const ModelView &model, const Snapshot &now);
QJsonObject openAiModelsView(const Snapshot &now);

} // namespace modeldeck::api
