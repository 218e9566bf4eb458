// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/meters.h"
#include "engine/snapshot.h"

namespace modeldeck::api {

// GET /metrics: the snapshot and the server's own counts in Prometheus' text format.
QByteArray metricsView(const Snapshot &now, const Meters &meters);

} // namespace modeldeck::api
