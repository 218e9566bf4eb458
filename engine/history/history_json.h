// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QByteArray>

// Receipts and events as the history keeps them. What is read back may have been written by another version,
// or by anyone: what can't be understood gives nothing.
namespace modeldeck {

QByteArray toJson(const Receipt &receipt);
std::optional<Receipt> receiptFromJson(const QByteArray &json);

QByteArray toJson(const Event &event); // without its receipt
std::optional<Event> eventFromJson(const QByteArray &json);

} // namespace modeldeck
