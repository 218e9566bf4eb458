// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/charts/chart_overlay.h"

// What the charts take from a snapshot and from events.
namespace modeldeck {

struct MemoryTotals
{
    Bytes used;
    Bytes total;
};
MemoryTotals ramTotals(const Snapshot &snapshot);
MemoryTotals vramTotals(const Snapshot &snapshot); // of all GPUs

Bytes heldByModels(const Snapshot &snapshot, bool onDevice); // of the GPUs' memory, else of the private RAM
double shareOf(Bytes part, Bytes whole);                     // 0 of nothing

// The parts add up to what is used. Of a model's RAM only the private part counts: its mapped files are page
// cache, which MemAvailable holds to be free.
MemorySample ramSample(const Snapshot &snapshot);
MemorySample vramSample(const Snapshot &snapshot);
// The same of a sample that the history kept.
MemorySample ramSample(const HistorySample &sample);
MemorySample vramSample(const HistorySample &sample);

// Loads, unloads, switches and failures; nothing else is marked.
std::optional<ChartMarker> markerFor(const Event &event);

} // namespace modeldeck
