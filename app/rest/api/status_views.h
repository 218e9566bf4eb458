// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QJsonObject>

// What models do at present: the specification's JSON with the additions of openapi.yaml.
namespace modeldeck::api {

QJsonObject statusView(const Snapshot &now);
QJsonObject visionStatusView(const Snapshot &now);
QJsonObject modelsView(const Snapshot &now);
QJsonObject timelineView(const Snapshot &now);

} // namespace modeldeck::api
