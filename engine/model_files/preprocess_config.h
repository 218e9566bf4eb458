// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model_files/layout.h"

#include <array>

namespace modeldeck {

enum class Filter { Bilinear, Bicubic };

// How an image becomes the model's input, by preprocessor_config.json or processor_config.json (HuggingFace),
// or by the preprocess_cfg of open_clip_config.json (OpenClip). Without these, or where they are silent,
// CLIP's own values hold.
struct PreprocessConfig
{
    enum class Resize {
        None,
        ShortestEdge, // keeps the shape; the shorter side gets `resizeHeight`
        LongestEdge,  // keeps the shape; the longer side fits, the rest is `fill`
        Exact         // to resizeWidth × resizeHeight, whatever the shape
    };

    Layout layout = Layout::HuggingFace; // they round differently
    Resize resize = Resize::ShortestEdge;
    int resizeWidth = 0;
    int resizeHeight = 0;
    Filter filter = Filter::Bicubic;
    int outputSize = 0; // pixels, square
    int fill = 0;       // grey level around an image smaller than the output
    double scale = 1.0 / 255.0;
    std::array<double, 3> mean{0.48145466, 0.4578275, 0.40821073};
    std::array<double, 3> deviation{0.26862954, 0.26130258, 0.27577711};
    bool assumed = false; // the folder says nothing at all of preprocessing

    // What is taken as given, for a person; empty if the folder says it.
    Text assumption() const;

    // `imageSize` is what the model takes. The error (model_load_failed) names file and key.
    static Result<PreprocessConfig> load(const QString &folder, Layout layout, int imageSize);
};

} // namespace modeldeck
