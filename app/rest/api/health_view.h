// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QJsonObject>

namespace modeldeck::api {

// How well each type of model can be served.
QJsonObject healthView(const Snapshot &now);

} // namespace modeldeck::api
