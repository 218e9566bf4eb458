// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QJsonObject>

// What Ollama's clients read of our models.
namespace modeldeck::api {

QJsonObject tagsView(const Snapshot &now);
QJsonObject processesView(const Snapshot &now);
QJsonObject clipShowView(const ModelView &model);
QString ollamaVersion(const Snapshot &now);

} // namespace modeldeck::api
