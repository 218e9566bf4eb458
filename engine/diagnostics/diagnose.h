// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/diagnostics/diagnosis.h"
#include "engine/snapshot.h"

namespace modeldeck {

// Why models are loaded longer than expected, or do not load, and what to do: every cause from the
// specification's troubleshooting section that the snapshot shows. Causes in the program as a whole come
// first, then those of the models in the snapshot's order. A pure function; empty if nothing is wrong.
std::vector<Diagnosis> diagnose(const Snapshot &snapshot);

// Its two halves.
void diagnoseProgram(const Snapshot &snapshot, std::vector<Diagnosis> &out);
void diagnoseModel(const ModelView &model, const Snapshot &snapshot, std::vector<Diagnosis> &out);

// `what` ("Raise %1") with the name under which the setting is currently set: its key, or the environment
// variable that sets it.
Text toChange(const Snapshot &snapshot, Key key, const char *what);

} // namespace modeldeck
