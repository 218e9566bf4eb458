// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

// How the window says things: in the person's language and with the locale's numbers.
namespace modeldeck::wording {

QString translated(const Text &text);

QString state(const ModelView &model); // "ready", "not installed", "unloads after 2 requests finish"
QString reason(UnloadReason reason);
QString pressure(PressureLevel level);

QString bytes(Bytes amount);                       // "1.2 GiB"
QString change(Bytes amount);                      // "+1.2 GiB"
QString percent(double fraction);                  // "41 %"
QString countdown(std::chrono::seconds left);      // "07:41", "1:02:03"
QString duration(std::chrono::seconds time);       // "3 h", the largest unit
QString exactSeconds(double seconds);              // "0.42 s"
QString ago(std::chrono::seconds time);            // "2 s ago"
QString timeOfDay(EpochSeconds at);                // "12:04:31"
QString moment(EpochSeconds at, EpochSeconds now); // time of day, with the date unless it is today

// Whole seconds between two moments; never negative.
std::chrono::seconds between(EpochSeconds from, EpochSeconds to);

QString notApplicable(); // "–"

} // namespace modeldeck::wording
