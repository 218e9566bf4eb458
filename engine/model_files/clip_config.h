// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model_files/layout.h"

namespace modeldeck {

enum class Activation { QuickGelu, Gelu, GeluTanh };

struct TowerConfig
{
    int width = 0;
    int layers = 0;
    int heads = 0; // each width / heads wide
    int mlpWidth = 0;
    Activation activation = Activation::QuickGelu;
    double normEpsilon = 1e-5;
};

// The shape of a CLIP model with a vision transformer (Radford et al. 2021, "Learning Transferable Visual
// Models From Natural Language Supervision"), as config.json or open_clip_config.json gives it. Every number
// is within sane bounds.
struct ClipConfig
{
    int dimension = 0; // of the vectors

    TowerConfig vision;
    int imageSize = 0; // pixels, square
    int patchSize = 0;

    TowerConfig text;
    int contextLength = 0; // tokens, start and end included
    int vocabularySize = 0;
    // The token whose position gives the text's vector; absent: the highest id, which is the end of text.
    std::optional<qint64> endToken;
    bool ownTextTower = false; // OpenCLIP's "custom_text": the text tower's names start with "text."

    int imageTokens() const { return (imageSize / patchSize) * (imageSize / patchSize) + 1; }

    bool untrained = false; // says so itself: a synthetic demo model

    // Anything that is no CLIP ViT, or needs what we do not compute, is an error that names file and key.
    static Result<ClipConfig> load(const QString &folder, Layout layout);
};

// Whether a configuration is meant for a CLIP ViT, even if load() refuses its details.
bool describesClip(const QString &folder, Layout layout);

} // namespace modeldeck
