// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QJsonObject>

// What the management calls show of a snapshot: the specification's JSON with the additions of API.md.
namespace modeldeck::api {

QJsonObject statusView(const Snapshot &now);
QJsonObject visionStatusView(const Snapshot &now);
QJsonObject healthView(const Snapshot &now);
QJsonObject modelsView(const Snapshot &now);
QJsonObject timelineView(const Snapshot &now);
QJsonObject receiptView(const Receipt &receipt);
QJsonObject openAiModelView(const ModelView &model, const Snapshot &now);
QJsonObject openAiModelsView(const Snapshot &now);
QJsonObject diagnosesView(const std::vector<Diagnosis> &diagnoses);

// Of the settings
QJsonObject configView(const Snapshot &now);
QJsonObject trackerConfigView(const Snapshot &now);
QJsonObject trackerBasicView(const Snapshot &now);
QJsonObject analyticsView(const Analytics &analytics);

// Of what happens
QJsonObject eventView(const Event &event);
QJsonObject memoryEventView(const Snapshot &now);
QJsonObject pullView(const PullView &pull);

} // namespace modeldeck::api
