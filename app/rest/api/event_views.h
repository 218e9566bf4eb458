// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QJsonObject>

// What is told as it happens: events, memory, the progress of a pull.
namespace modeldeck::api {

QJsonObject eventView(const Event &event);
QJsonObject memoryEventView(const Snapshot &now);
QJsonObject pullView(const PullView &pull);

} // namespace modeldeck::api
