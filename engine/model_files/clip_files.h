// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model_files/clip_config.h"
#include "engine/model_files/preprocess_config.h"
#include "engine/model_files/vocabulary.h"
#include "engine/model_files/weights.h"

namespace modeldeck {

// All that the runner needs of a model's folder, read and checked in the runner's way. The catalogue reads
// the same: what is accepted here is installed, and the runner loads it.
struct ClipFiles
{
    std::optional<ClipConfig> config;
    std::optional<PreprocessConfig> preprocess;
    std::optional<Weights> weights; // their headers
    std::optional<Vocabulary> vocabulary;

    // Fills in as much as can be read, the small and often wrong first. The error tells what was wrong first.
    Result<void> read(const QString &folder, Layout layout);
};

} // namespace modeldeck
