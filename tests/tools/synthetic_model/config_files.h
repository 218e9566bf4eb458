// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model_tensors.h"
#include "safetensors_writer.h"

#include <QByteArray>

namespace modeldeck::synthetic {

// transformers' config.json and preprocessor_config.json.
QByteArray huggingFaceConfig(const Variant &variant, DType dtype);
QByteArray huggingFacePreprocessor(const Variant &variant);
// OpenCLIP's open_clip_config.json, with its preprocess_cfg.
QByteArray openClipConfig(const Variant &variant);

} // namespace modeldeck::synthetic
