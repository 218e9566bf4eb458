// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QJsonObject>

namespace modeldeck {

// What a CLIP model's configuration tells before anything is loaded. The runner reads the same file with all
// its details, and checks it against the tensors.
struct ClipShape
{
    int dimension = 0;
    int imageSize = 0;     // pixels
    int contextLength = 0; // tokens
    qint64 parameters = 0; // computed from the shapes
};

// config.json of Hugging Face's transformers: only "model_type": "clip".
Result<ClipShape> clipShapeOfHuggingFace(const QJsonObject &config);
// open_clip_config.json of OpenCLIP: only plain ViT towers.
Result<ClipShape> clipShapeOfOpenClip(const QJsonObject &config);

} // namespace modeldeck
