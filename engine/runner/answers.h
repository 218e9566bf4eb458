// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/port/loaded_model.h"
#include "engine/runner/protocol.h"

// What a runner's answers say, as checked values: another program wrote them, so no number is taken on trust.
// Nothing where an answer is not what the protocol says. Pure functions, any thread.
namespace modeldeck::answers {

struct Vectors
{
    int dimension = 0;
    int promptTokens = 0; // of all inputs
    std::chrono::nanoseconds time{0};
};

// Without `seconds`, which the engine measures itself.
std::optional<LoadedInfo> readLoaded(const QCborMap &header);
// The frame's payload holds `inputs` vectors of that dimension.
std::optional<Vectors> readVectors(const protocol::Frame &frame, std::size_t inputs);

// What an "error" frame says to a person: one of protocol::words, which can be translated, or its own
// message.
TextArgument readWords(const QCborMap &header);
// What the code of an "error" frame means to the caller, with the runner's words.
Error loadError(const QString &code, const TextArgument &words);
Error embedError(const QString &code, const TextArgument &words);

} // namespace modeldeck::answers
