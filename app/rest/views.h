// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QJsonObject>

// What the management calls show of a snapshot: the specification's JSON with the additions of API.md.
namespace modeldeck::api {

QJsonObject statusView(const Snapshot &now);
QJsonObject visionStatusView(const Snapshot &now);
QJsonObject healthView(const Snapshot &now);
QJsonObject modelsView(const Snapshot &now);
QJsonObject timelineView(const Snapshot &now);
QJsonObject receiptView(const Receipt &receipt);
QJsonObject openAiModelsView(const Snapshot &now);

} // namespace modeldeck::api
