// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/receipt.h"
#include "engine/journal/history_sample.h"
#include "engine/snapshot.h"

// Receipts, events and memory samples as the history keeps them. What is read back may have been written by
// another version, or by anyone: what can't be understood gives nothing.
namespace modeldeck {

QByteArray toJson(const Receipt &receipt);
std::optional<Receipt> receiptFromJson(const QByteArray &json);

QByteArray toJson(const Event &event); // of its receipt, the number
std::optional<Event> eventFromJson(const QByteArray &json);

QByteArray toJson(const HistorySample &sample);
std::optional<HistorySample> sampleFromJson(const QByteArray &json);

} // namespace modeldeck
