// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QJsonArray>
#include <QJsonObject>
#include <span>

// What the engine reports when it is asked: receipts, analytics, diagnoses.
namespace modeldeck::api {

QJsonObject receiptView(const Receipt &receipt);
QJsonArray receiptViews(std::span<const Receipt> receipts);
QJsonObject analyticsView(const Analytics &analytics);
QJsonObject diagnosesView(const std::vector<Diagnosis> &diagnoses);

} // namespace modeldeck::api
