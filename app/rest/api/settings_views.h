// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QJsonObject>

// The settings: all of them, and those of the usage tracker in its own form.
namespace modeldeck::api {

QJsonObject configView(const Snapshot &now);
QJsonObject trackerConfigView(const Snapshot &now);
QJsonObject trackerBasicView(const Snapshot &now);

} // namespace modeldeck::api
