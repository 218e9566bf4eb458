// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

// Matryoshka Representation Learning (Kusupati et al., 2022): the first numbers of a vector are a vector of
// their own.
namespace modeldeck::api {

// Trained that way, as their publishers say. (Nomic's need a step between that their runner does not offer.)
bool allowsTruncation(const QString &modelId);

// The first `dimensions` of each row, of length 1 again if `normalize`. At most the model's own.
Embeddings truncated(const Embeddings &embeddings, int dimensions, bool normalize);

} // namespace modeldeck::api
