// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

// Models as a snapshot shows them, for tests of REST and the window.
namespace modeldeck::test {

inline constexpr EpochSeconds startOfTime = 1'640'995'200.0; // of a FakeEngine

// Installed, not loaded.
ModelView visionModel(const QString &id, int dimension);
ModelView textModel(const QString &id, int dimension);
// On the CPU in float32, ready.
void markLoaded(ModelView &model);
void markUnloaded(ModelView &model);
Receipt receiptFor(const ModelView &model, UnloadReason reason);
Error error(ErrorCode code, const char *message = "as scripted");

} // namespace modeldeck::test
