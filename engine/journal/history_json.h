// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/receipt.h"
#include "engine/journal/history_sample.h"
#include "engine/snapshot.h"

// Receipts, events and memory samples as the history stores them. Another version, or anyone, may have
// written what is read back, so unreadable data returns nothing.
namespace modeldeck {

QByteArray toJson(const Receipt &receipt);
std::optional<Receipt> receiptFromJson(const QByteArray &json);

QByteArray toJson(const Event &event); // of its receipt, only the number
std::optional<Event> eventFromJson(const QByteArray &json);

QByteArray toJson(const HistorySample &sample);
std::optional<HistorySample> sampleFromJson(const QByteArray &json);

} // namespace modeldeck
